# SPDX-License-Identifier: MIT
"""Room, what happens when there is none, confirming, reading, and a storage that fails."""

import pytest

from loslaten_core.journal import JournalError, body, event, log, record, segment, session
from loslaten_core.journal.log import Journal
from loslaten_core.practice.event import COMPLETED, POWER_LOST
from loslaten_core.practice.tally import GroupTally
from tests.journal.practice_months import SEGMENT_BYTES, journal_on, practice
from tests.rigs.ram_flash import RamFlash

# A journal of this age and number is larger than any watch will see.
OLD = {"sequence": (1 << 21) - 1, "boot": (1 << 21) - 1, "uptime_ms": (1 << 35) - 1}
# More records than the largest journal here holds.
ENDLESS = 2000


def largest_night():
    """All 17 groups of the leaflet, each number as large as the leaflet's limits let it become."""
    one = session.SessionRecord(
        b"\xa5" * 6, [GroupTally(muscle, False) for muscle in range(1, 18)]
    )
    for group in one.groups:
        group.done, group.asked, group.cuts, group.skipped = 5, 3, 0b11111, True
        group.interrupted = True
        group.tense_ms, group.release_ms = 5 * 7_000, 5 * 60_000
    one.ending, one.pauses, one.paused_ms = COMPLETED, 9, 1_200_000
    one.duration_ms, one.settle_in_ms, one.final_rest_ms = 7_200_000, 300_000, 1_200_000
    one.battery_before_mv, one.battery_after_mv, one.worst_late_ms = 4_200, 3_800, 250
    one.tension_before, one.tension_after, one.calmer = 10, 10, True
    return one


@pytest.fixture
def opened():
    one = journal_on(RamFlash())
    one.open()
    return one


def fill(one, kinds, uptime_ms=1_000):
    """Write sessions until the last that was written is not of `kinds` any more."""
    while True:
        assert one.next_sequence < ENDLESS
        uptime_ms += 60_000
        sequence = one.add(uptime_ms, practice(3))
        if not sequence or kind_of(one, sequence) not in kinds:
            return uptime_ms


def kind_of(one, sequence):
    return record.decode(next(one.read(sequence))).kind


def numbers(reader):
    return [record.sequence_of(raw) for raw in reader]


def test_a_full_night_takes_162_bytes_at_most():
    raw = record.encode(record.of(largest_night(), **OLD))
    assert len(segment.frame(raw)) <= 162


def test_400_full_nights_fit_in_96_kib():
    assert log.SEGMENTS * log.SEGMENT_BYTES <= 96 * 1024
    one = Journal(RamFlash())
    one.open()
    kept = 0
    while kind_of(one, one.add(OLD["uptime_ms"] - kept, largest_night())) == record.SESSION:
        kept += 1
        assert kept < ENDLESS
    assert kept >= 400
    assert one.used_bytes <= one.capacity_bytes <= 96 * 1024


def test_a_journal_that_is_too_small_is_refused():
    for options in ({"segments": 3}, {"segment_bytes": 100}):
        with pytest.raises(JournalError):
            Journal(RamFlash(), **options)


def test_when_it_is_full_sessions_become_summaries_and_then_are_counted(opened):
    fill(opened, {record.SESSION})
    whole = numbers(opened.read())
    assert opened.summarised == 1
    uptime_ms = fill(opened, {record.SUMMARY})
    assert opened.lost == 1
    assert opened.level_pct == 100
    last = record.decode(list(opened.read())[-1])
    assert body.unpack(last).groups_done == 3
    # Nothing that is not confirmed made room for it.
    assert numbers(opened.read())[: len(whole)] == whole
    assert opened.add(uptime_ms + 1, practice(3)) == 0
    assert opened.lost == 2
    again = journal_on(opened._storage)
    again.open()
    assert (again.lost, again.summarised) == (2, opened.summarised)


def test_other_records_leave_a_segment_to_sessions(opened):
    while opened.add(1, event.Fault(1, "again and again")):
        assert opened.next_sequence < ENDLESS
    assert opened.lost_events == 1
    assert opened.lost == 0
    sessions_before = opened.next_sequence
    fill(opened, {record.SESSION})
    assert opened.next_sequence - sessions_before >= SEGMENT_BYTES // 80


def test_the_wearer_can_be_told_in_time(opened):
    levels = []
    while opened.summarised == 0:
        assert len(levels) < ENDLESS
        levels.append(opened.level_pct)
        opened.add(1 + len(levels), practice(3))
    assert levels == sorted(levels)
    assert levels[0] == 0
    assert log.SYNC_ME_PCT < levels[-1] < 100
    # From 80 % on there is room for some sessions yet.
    assert sum(1 for level in levels if level >= log.SYNC_ME_PCT) > 2


def test_confirming_makes_room_but_nothing_goes_before_the_room_is_needed(opened):
    fill(opened, {record.SESSION})
    before = numbers(opened.read())
    opened.confirm(before[-1])
    assert opened.level_pct == 0
    assert numbers(opened.read()) == before
    sequence = opened.add(1, practice(3))
    assert kind_of(opened, sequence) == record.SESSION
    after = numbers(opened.read())
    assert after[-1] == sequence
    assert after[0] > before[0]
    assert len(after) > len(before) // 2
    again = journal_on(opened._storage)
    again.open()
    assert again.confirmed == before[-1]


def test_a_segment_with_one_record_that_is_not_confirmed_stays(opened):
    fill(opened, {record.SESSION, record.SUMMARY})
    first = [name for name in sorted(opened._storage.files) if name.endswith(".log")]
    second_begins_at = int(first[1][:8], 16)
    opened.confirm(second_begins_at - 2)
    assert opened.add(1, practice(3)) == 0
    opened.confirm(second_begins_at - 1)
    assert opened.add(1, practice(3)) > 0
    assert opened.first_sequence == second_begins_at


def test_confirming_twice_or_less_changes_nothing(opened):
    for _ in range(5):
        opened.add(1, event.Fault(1, ""))
    opened.confirm(4)
    operations = len(opened._storage.operations)
    opened.confirm(4)
    opened.confirm(2)
    opened.confirm(0)
    assert opened.confirmed == 4
    assert len(opened._storage.operations) == operations


@pytest.mark.parametrize("sequence", [-1, 2, 1 << 32])
def test_what_does_not_exist_cannot_be_confirmed(opened, sequence):
    opened.add(1, event.Fault(1, ""))
    with pytest.raises(JournalError):
        opened.confirm(sequence)
    assert opened.confirmed == 0


def test_reading_changes_nothing_and_resumes_anywhere(opened):
    fill(opened, {record.SESSION})
    everything = list(opened.read())
    storage = opened._storage
    files, operations = dict(storage.files), len(storage.operations)
    sequences = numbers(everything)
    for number in [0, *sequences, sequences[-1] + 1]:
        rest = [raw for raw in everything if record.sequence_of(raw) >= number]
        assert list(opened.read(number)) == rest
    assert (storage.files, len(storage.operations)) == (files, operations)


def test_reading_goes_on_while_records_are_added(opened):
    opened.add(1, event.Fault(1, "before"))
    reader = opened.read()
    opened.add(2, event.Fault(2, "meanwhile"))
    assert numbers(reader) == [1, 2]


@pytest.fixture(scope="module")
def full_flash():
    flash = RamFlash()
    one = Journal(flash)
    one.open()
    uptime_ms = 0
    while one.lost == 0:
        assert one.next_sequence < ENDLESS
        uptime_ms += 60_000
        one.add(uptime_ms, largest_night())
    return flash


# A board has one free piece of that size even when its journal is full (tests/board).
PIECE_BYTES = 2_048


def test_each_segment_is_read_once_in_small_pieces(full_flash):
    one = Journal(full_flash)
    one.open()
    full_flash.reads.clear()
    count = len(list(one.read()))
    assert count == one.next_sequence - 1
    logs = {name for name in full_flash.files if name.endswith(".log")}
    for name in logs:
        reads = [(offset, len(data)) for what, offset, data in full_flash.reads if what == name]
        assert sum(length for _, length in reads) == len(full_flash.files[name])
        assert max(length for _, length in reads) <= PIECE_BYTES
        assert [offset for offset, _ in reads] == sorted({offset for offset, _ in reads})
    assert {name for name, _, _ in full_flash.reads} == logs


def test_a_start_reads_the_newest_segment_only(full_flash):
    full_flash.reads.clear()
    Journal(full_flash).open()
    newest = max(name for name in full_flash.files if name.endswith(".log"))
    read = [(name, offset) for name, offset, _ in full_flash.reads if name.endswith(".log")]
    assert {name for name, _ in read} == {newest}
    assert len(read) == len(set(read))


def test_a_reader_keeps_no_more_than_one_piece_however_long_the_journal(full_flash):
    reader = Journal(full_flash).read()
    one = Journal(full_flash)
    one.open()
    largest = 0
    reader = one.read()
    for _ in reader:
        largest = max(largest, sum(len(raw) for raw in reader._found))
    assert 0 < largest <= PIECE_BYTES


def test_a_session_cut_short_keeps_what_was_done(opened):
    for groups in (1, 2):
        opened.checkpoint(500, practice(groups, POWER_LOST))
    again = journal_on(opened._storage)
    again.open()
    one = record.decode(next(again.read(again.recovered)))
    assert (one.boot, one.uptime_ms) == (opened.boot, 500)
    content = body.unpack(one)
    assert content.ending == POWER_LOST
    assert [group.done for group in content.groups] == [3, 3, 0]
    third = journal_on(opened._storage)
    third.open()
    assert third.recovered == 0


def test_a_checkpoint_of_a_version_from_the_future_is_kept_raw(opened):
    later = record.Record(0, opened.boot, 500, record.SESSION, 2, b"from a newer firmware")
    opened._storage.files["session.a"] = record.encode(later)
    again = journal_on(opened._storage)
    again.open()
    one = record.decode(next(again.read(again.recovered)))
    assert (one.version, one.payload) == (2, later.payload)


def test_strange_files_are_left_alone(opened):
    opened.add(1, event.Fault(1, ""))
    strange = {"README": b"x", "0000000g.log": b"x", "1.log": b"x", "00000001.log.new": b"x"}
    again = journal_on(RamFlash({**opened._storage.files, **strange}))
    again.open()
    assert len(list(again.read())) == 1
    assert strange.items() <= again._storage.files.items()


def test_a_value_out_of_range_writes_nothing(opened):
    one = practice(3)
    one.worst_late_ms = -1
    operations = len(opened._storage.operations)
    with pytest.raises(JournalError):
        opened.add(1, one)
    assert len(opened._storage.operations) == operations
    assert opened.add(1, event.Fault(1, "")) == 1


class FailingFlash(RamFlash):
    """Fails from the n-th change on, for as many changes as told, after writing half of it."""

    def __init__(self, files, first, count):
        super().__init__(files)
        self.left = [False] * first + [True] * count

    def _do(self, operation):
        if self.left and self.left.pop(0):
            what, name, data = operation
            if what == "append":
                super()._do((what, name, data[: len(data) // 2]))
            raise OSError(28)
        super()._do(operation)


@pytest.mark.parametrize("first", range(14))
@pytest.mark.parametrize("count", [1, 2, 50])
def test_a_storage_that_fails_costs_what_it_fails_to_keep(first, count):
    flash = FailingFlash({}, first, count)
    one = journal_on(flash)
    one.open()
    added = []
    for step in range(4):
        one.checkpoint(step * 1_000, practice(1, POWER_LOST))
        added.append(one.finish(step * 1_000, practice(3)))
        added.append(one.add(step * 1_000 + 1, event.Fault(step, "")))
    kept = [sequence for sequence in added if sequence]
    assert kept == sorted(set(kept))
    flash.left.clear()
    again = journal_on(flash)
    again.open()
    assert set(kept) <= set(numbers(again.read()))
    assert again.add(1, event.Fault(9, "")) > max(kept, default=0)
    assert one.write_errors >= min(count, 1)


def test_a_write_that_fails_at_its_last_byte_keeps_its_number():
    class AlmostFlash(RamFlash):
        def append(self, name, data):
            super().append(name, data[:-1])
            raise OSError(28)

    one = journal_on(AlmostFlash())
    one.open()
    assert one.add(1, event.Fault(1, "there, but for a zero")) == 0
    assert one.add(2, event.Fault(2, "")) == 0
    # Each was tried twice, for what is there of it cannot be known.
    assert numbers(one.read()) == [1, 2, 3, 4]
    again = journal_on(RamFlash(one._storage.files))
    again.open()
    assert again.add(1, event.Fault(3, "")) == 5


def test_a_confirm_that_cannot_be_written_is_no_confirm():
    flash = FailingFlash({}, 3, 1)
    one = journal_on(flash)
    one.open()
    one.add(1, event.Fault(1, ""))
    with pytest.raises(OSError, match="28"):
        one.confirm(1)
    assert one.confirmed == 0
    one.confirm(1)
    assert one.confirmed == 1
