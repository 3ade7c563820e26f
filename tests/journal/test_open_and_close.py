# SPDX-License-Identifier: MIT
"""The first start of a journal, what it lets go of, and what it cannot read."""

import pytest

from loslaten_core.journal import event, record, segment
from loslaten_core.journal.log import Journal
from loslaten_core.practice.event import POWER_LOST
from tests.journal.practice_months import journal_on, practice
from tests.rigs.ram_flash import RamFlash

PIECE_BYTES = 1024


class Watched(RamFlash):
    """Counts how often it is left in peace, and cannot be read from `broken_from` on."""

    broken_from = None
    rests = 0

    def rest(self):
        self.rests += 1

    def read(self, name, offset, count):
        if name.endswith(".log") and self.broken_from is not None and offset >= self.broken_from:
            raise OSError(5)
        return super().read(name, offset, count)


def opened(flash):
    one = Journal(flash, 4 * PIECE_BYTES)
    one.open()
    return one


def test_the_first_start_and_the_first_record_are_number_one():
    one = opened(Watched())
    assert (one.boot, one.next_sequence, one.first_sequence) == (1, 1, 1)
    assert (one.confirmed, one.summarised, one.lost, one.lost_events) == (0, 0, 0, 0)
    assert (one.dropped_bytes, one.recovered, one.write_errors) == (0, 0, 0)
    assert one.add(1, event.Fault(1, "")) == 1
    assert opened(one._storage).boot == 2


def test_who_stops_reading_lets_go_of_the_file():
    one = opened(Watched())
    one.add(1, event.Fault(1, ""))
    reader = one.read()
    next(reader)
    assert one._storage.rests == 0
    reader.close()
    assert one._storage.rests == 1


def test_a_session_that_is_finished_is_never_kept_again():
    """Also when its record is in the newest segment no more at the next start."""
    flash = RamFlash()
    one = journal_on(flash)
    one.open()
    one.checkpoint(500, practice(1, POWER_LOST))
    assert one.finish(500, practice(3)) == 1
    while len([name for name in flash.files if name.endswith(".log")]) == 1:
        one.add(1_000, event.Fault(1, "one of many"))
    again = journal_on(flash)
    again.open()
    assert again.recovered == 0


def test_a_record_of_the_moment_a_session_began_is_not_taken_for_the_session():
    flash = RamFlash()
    one = journal_on(flash)
    one.open()
    one.add(500, event.Fault(1, "at the same time"))
    one.checkpoint(500, practice(1, POWER_LOST))
    again = journal_on(flash)
    again.open()
    assert record.decode(next(again.read(again.recovered))).kind == record.SESSION


def test_a_session_that_cannot_be_summarised_is_counted_as_lost():
    """Its checkpoint is of a firmware that is newer, and the journal is full."""
    flash = RamFlash()
    one = journal_on(flash)
    one.open()
    while one.lost == 0:
        one.add(one.next_sequence, practice(3))
    later = record.Record(0, one.boot, 500_000, record.SESSION, 7, b"from a newer firmware")
    flash.files["session.a"] = record.encode(later)
    again = journal_on(flash)
    again.open()
    assert (again.recovered, again.lost, again.summarised) == (0, 2, one.summarised)


def test_who_reads_on_reads_no_more_than_what_is_new():
    flash = Watched()
    one = opened(flash)
    while len([name for name in flash.files if name.endswith(".log")]) < 3:
        one.add(1, event.Fault(1, "x" * 90))
    newest = max(name for name in flash.files if name.endswith(".log"))
    reader = one.read(one.next_sequence)
    sequence = one.add(2, event.Fault(2, "meanwhile"))
    flash.reads.clear()
    assert [record.sequence_of(raw) for raw in reader] == [sequence]
    assert {name for name, _, _ in flash.reads} == {newest}


@pytest.mark.parametrize("broken_from", [0, PIECE_BYTES, 2 * PIECE_BYTES])
def test_a_piece_that_cannot_be_read_is_told_to_the_byte(broken_from):
    flash = Watched()
    one = opened(flash)
    while one.used_bytes < 2.5 * PIECE_BYTES:
        one.add(1, event.Fault(1, "x" * 90))
    flash.broken_from = broken_from
    reader = one.read()
    whole_bytes = sum(len(segment.frame(raw)) for raw in reader if record.is_record(raw))
    assert broken_from - 120 < whole_bytes <= broken_from
    # The zero before the record that is torn by it belongs to nothing.
    assert reader.damaged_bytes + whole_bytes + (broken_from > 0) == one.used_bytes
    again = opened(flash)
    assert again.dropped_bytes + whole_bytes == one.used_bytes
    assert again.add(1, event.Fault(2, "")) > one.next_sequence
