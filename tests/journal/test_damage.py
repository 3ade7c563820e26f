# SPDX-License-Identifier: MIT
"""Any byte of the stored files is changed: only its own record is lost, and that is said."""

import pytest

from loslaten_core.journal import event, record, segment
from tests.journal.practice_months import Life, journal_on, records_in
from tests.rigs.ram_flash import RamFlash

# Every single bit, all bits; and below, the zero that separates records.
FLIPS = (1, 2, 4, 8, 16, 32, 64, 128, 255)


def some_weeks():
    """The files of a watch in the middle of a session, some segments behind it."""
    life = Life(RamFlash())
    life._first_weeks()
    life._power_lost_in_a_session()
    life._session(finished=False)
    return life.storage.files


@pytest.fixture(scope="module")
def stored():
    return some_weeks()


def flips(data):
    """Yield (offset, damaged data): ten changes of every byte."""
    for offset, byte in enumerate(data):
        for value in {byte ^ flip for flip in FLIPS} | {0} - {byte}:
            yield offset, data[:offset] + bytes((value,)) + data[offset + 1 :]


def frames(data):
    """The records of a whole segment, as (first byte, end, sequence)."""
    at = 0
    while at < len(data):
        end = data.index(0, at + 1) + 1
        yield at, end, record.sequence_of(segment.unstuff(data[at + 1 : end - 1]))
        at = end


def read_all(journal):
    reader = journal.read()
    pieces = list(reader)
    return (
        records_in(journal),
        [p for p in pieces if not record.is_record(p)],
        reader.damaged_bytes,
    )


def opened(files):
    flash = RamFlash(files)
    journal = journal_on(flash)
    journal.open()
    return journal


def test_a_changed_byte_costs_its_own_record_only(stored):
    whole, nothing, damaged_bytes = read_all(opened(stored))
    assert (nothing, damaged_bytes) == ([], 0)
    assert len(whole) > 12
    for name in [name for name in stored if name.endswith(".log")]:
        hit = {
            offset: number
            for first, end, number in frames(stored[name])
            for offset in range(first, end)
        }
        for offset, damaged in flips(stored[name]):
            journal = opened({**stored, name: damaged})
            left, pieces, damaged_bytes = read_all(journal)
            lost = whole.keys() - left.keys()
            # The unfinished session becomes a record too; its number moves when the end is hit.
            made = {journal.recovered, max(whole)}
            assert lost - made <= {hit[offset]}
            assert all(left[number] == whole[number] for number in left.keys() - made)
            # What is left of the record is handed out to be kept and reported. Without its first
            # byte of stuffing, a record that needed no more is still whole.
            assert damaged_bytes > 0
            assert pieces or hit[offset] in left
            assert journal.recovered not in {number for _, _, number in frames(stored[name])}
            assert journal.add(1, event.Fault(1, "")) > max(whole)


def test_a_changed_byte_in_the_newest_record_is_reported_at_the_start(stored):
    newest = max(name for name in stored if name.endswith(".log"))
    *_, (first, end, number) = frames(stored[newest])
    for offset, damaged in flips(stored[newest]):
        if first <= offset < end:
            journal = opened({**stored, newest: damaged})
            assert journal.dropped_bytes > 0
            assert journal.recovered > number


@pytest.mark.parametrize("name", ["marks.a", "marks.b"])
def test_a_changed_byte_in_the_marks_changes_nothing(stored, name):
    journal = opened(stored)
    journal.confirm(5)
    files = journal._storage.files
    whole = opened(files)
    for _, damaged in flips(files[name]):
        journal = opened({**files, name: damaged})
        assert (journal.boot, journal.confirmed) == (whole.boot, 5)
        # The good copy stays until the other is good.
        first, *_ = (to for what, to, _ in journal._storage.operations if what == "replace")
        assert first == name
        assert read_all(journal) == read_all(whole)
        # The next start has two good copies again.
        other = "marks.a" if name == "marks.b" else "marks.b"
        journal._storage.files[other] = b""
        assert opened(journal._storage.files).confirmed == 5


@pytest.mark.parametrize("name", ["session.a", "session.b"])
def test_a_changed_byte_in_a_checkpoint_costs_one_group_at_most(stored, name):
    for _, damaged in flips(stored[name]):
        journal = opened({**stored, name: damaged})
        session = record.decode(next(journal.read(journal.recovered)))
        assert session.kind == record.SESSION
        assert read_all(journal)[2] == 0


def test_garbage_of_any_length_at_the_end_never_lets_a_number_return(stored):
    newest = max(name for name in stored if name.endswith(".log"))
    kept = stored[newest]
    records = list(frames(kept))
    for damaged_records in range(1, len(records) + 1):
        first = records[-damaged_records][0]
        for garbage in (bytes(len(kept) - first), b"\xff" * (len(kept) - first)):
            journal = opened({**stored, newest: kept[:first] + garbage})
            assert journal.recovered > records[-1][2]
            assert journal.dropped_bytes >= len(garbage)


def test_a_file_that_cannot_be_read_costs_that_file_only(stored):
    newest = max(name for name in stored if name.endswith(".log"))

    class Unreadable(RamFlash):
        def read(self, name, offset, count):
            if name == newest:
                raise OSError(5)
            return super().read(name, offset, count)

    whole, _, _ = read_all(opened(stored))
    first_lost = int(newest[:8], 16)
    journal = journal_on(Unreadable(stored))
    journal.open()
    left, _, damaged_bytes = read_all(journal)
    assert damaged_bytes == len(stored[newest])
    assert left.keys() - {journal.recovered} == {n for n in whole if n < first_lost}
    assert journal.recovered > max(whole)


def test_when_all_segments_are_gone_numbers_go_on_beyond_what_was_confirmed(stored):
    journal = opened(stored)
    last = journal.next_sequence - 1
    journal.confirm(last)
    files = {n: data for n, data in journal._storage.files.items() if not n.endswith(".log")}
    again = opened(files)
    assert again.boot == journal.boot + 1
    assert again.add(1, event.Fault(1, "")) == last + 1
    (name,) = [name for name in again._storage.files if name.endswith(".log")]
    again._storage.files[name] = b"\x55" * len(again._storage.files[name])
    assert opened(again._storage.files).add(1, event.Fault(1, "")) > last + 1


def test_when_only_a_checkpoint_is_left_no_start_gets_its_number_again(stored):
    whole = opened(stored)
    session = {name: data for name, data in stored.items() if name.startswith("session.")}
    again = opened(session)
    one = record.decode(next(again.read(again.recovered)))
    assert again.boot == one.boot + 1 == whole.boot


def test_garbage_without_end_needs_no_memory_and_hides_nothing():
    scan = segment.Scan()
    for _ in range(400):
        assert scan.feed(b"\xff" * 256) == []
        assert len(scan._stuffed) <= segment.STUFFED_BYTES_MAX
    raw = record.encode(record.of(event.Fault(1, "after it"), 1, 1, 1))
    garbage, found = scan.feed(segment.frame(raw))
    assert garbage[0] == 0
    assert len(garbage[1]) <= record.RECORD_BYTES_MAX
    assert found == (1, raw)
    assert scan.damaged_bytes == 400 * 256
    assert scan.tail_bytes == 0


@pytest.mark.parametrize(
    ("length", "kept"), [(1, 1), (30, 30), (384, 384), (385, 384), (900, 384)]
)
def test_garbage_is_handed_out_as_it_is_but_no_more_than_a_record(length, kept):
    for before in (b"\0", segment.frame(record.encode(record.of(event.Fault(1, ""), 1, 1, 1)))):
        scan = segment.Scan()
        *_, garbage = scan.feed(before + b"\xff" * length + b"\0")
        assert garbage == (0, b"\xff" * kept)
        assert (scan.damaged_bytes, scan.tail_bytes) == (length, length + 1 + (before == b"\0"))


def test_damage_that_was_met_before_is_not_handed_out_again(stored):
    oldest = min(name for name in stored if name.endswith(".log"))
    damaged = bytearray(stored[oldest])
    first, _, number = list(frames(stored[oldest]))[1]
    damaged[first + 3] ^= 1
    journal = opened({**stored, oldest: bytes(damaged)})
    for from_sequence in range(1, journal.next_sequence):
        pieces = [one for one in journal.read(from_sequence) if not record.is_record(one)]
        assert len(pieces) == (from_sequence < number)
        everything = list(journal.read(from_sequence))
        assert len(everything) == len(pieces) + len(records_in(journal, from_sequence))
