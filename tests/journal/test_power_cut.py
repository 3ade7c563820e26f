# SPDX-License-Identifier: MIT
"""The power goes at every file operation and at every byte of it: nothing promised is lost."""

from functools import cache

import pytest

from loslaten_core.journal import body, event, record, segment
from loslaten_core.practice.event import POWER_LOST
from tests.journal.power_cuts import cuts
from tests.journal.practice_months import Life, journal_on, practice, records_in
from tests.rigs.ram_flash import RamFlash


@pytest.fixture(scope="module")
def life():
    return Life(RamFlash()).run()


def sessions_in(records):
    """(boot, uptime) of each session or summary, and its body; each only once."""
    found = {}
    for raw in records.values():
        start, told = session_in(raw)
        if told is not None:
            assert start not in found
            found[start] = told
    return found


# The same records are looked at after thousands of cuts.
@cache
def session_in(raw):
    """(boot, uptime) of a record, and the session or summary in it, None in another one."""
    one = record.decode(raw)
    is_session = one.kind in (record.SESSION, record.SUMMARY)
    return (one.boot, one.uptime_ms), body.unpack(one) if is_session else None


class Aftermath:
    """Check a journal that starts on `files`, left `done` operations into `life`.

    `begun` are all operations that were at least begun, `life`'s and those of later starts.
    """

    def __init__(self, life, done, files, later=()):
        self.life = life
        self.done = done
        self.begun = [*life.storage.operations[: done + (not later)], *later]
        self.flash = RamFlash(files)
        self.confirmed = max((last for before, last in life.confirms if before <= done), default=0)

    def check(self):
        journal = journal_on(self.flash)
        torn_bytes = self.torn_bytes()
        journal.open()
        records = records_in(journal)
        self.check_promises(journal, records)
        self.check_sessions(journal, records)
        assert journal.dropped_bytes == torn_bytes
        assert journal.write_errors == 0
        self.check_life_goes_on(journal, records)
        return records

    def torn_bytes(self):
        """Bytes of the newest segment that are no record, by what was being written."""
        names = [name for name in self.flash.files if name.endswith(".log")]
        if not names:
            return 0
        content = self.flash.files[max(names)]
        whole_until = 0
        for what, name, data in self.begun:
            if (what, name) == ("append", max(names)) and data[:-1] in content:
                whole_until = max(whole_until, content.index(data[:-1]) + len(data))
        return max(0, len(content) - whole_until)

    def check_promises(self, journal, records):
        kept = [(number, raw) for done, number, raw in self.life.kept if done <= self.done]
        for number, raw in kept:
            if number in records:
                assert records[number] == raw
            else:
                assert number <= self.confirmed
        known = {number for number, _ in kept}
        summaries = {n for n, raw in (kept + list(records.items())) if is_summary(raw)}
        assert journal.summarised == len(summaries)
        # At most the one that was being written, and one made of a checkpoint, come on top.
        assert len(records.keys() - known) <= 2

    def check_sessions(self, journal, records):
        present = sessions_in(records)
        gone = {start_of(raw) for done, number, raw in self.life.kept if number <= self.confirmed}
        lost = 0
        for start, states in self.life.begun.items():
            groups_done = max((groups for done, groups in states if done <= self.done), default=0)
            if start in present:
                assert done_in(present[start]) >= groups_done
            elif groups_done and start not in gone:
                lost += 1
        assert journal.lost == lost

    def numbers_used(self, journal, records):
        """Every number of which so much as a byte was ever written."""
        used = {number_in(data) for what, _, data in self.begun[:-1] if what == "append"}
        what, _, data = self.begun[-1]
        if what == "append" and (journal.dropped_bytes or number_in(data) in records):
            used.add(number_in(data))
        return used | records.keys()

    def check_life_goes_on(self, journal, records):
        assert journal.boot > max(
            (b for done, b in self.life.boots if done <= self.done), default=0
        )
        numbers = self.numbers_used(journal, records)
        journal.checkpoint(1, practice(2, POWER_LOST))
        added = journal.add(5, event.Fault(1, "next"))
        if added:
            assert added not in numbers
        again = journal_on(self.flash)
        again.open()
        now = records_in(again)
        assert all(now[n] == raw for n, raw in records.items() if n > self.confirmed)
        assert not added or added in now
        assert again.boot > journal.boot
        assert again.recovered not in numbers | {added} or again.recovered == 0
        assert again.dropped_bytes == 0 or not added


def number_in(framed):
    return record.sequence_of(segment.unstuff(framed[1:-1]))


def is_summary(raw):
    told = session_in(raw)[1]
    return told is not None and told.KIND == record.SUMMARY


def start_of(raw):
    return session_in(raw)[0]


def done_in(content):
    if content.KIND == record.SUMMARY:
        return content.groups_done
    return sum(1 for group in content.groups if group.done)


def test_the_life_meets_everything(life):
    kinds = {record.decode(raw).kind for _, _, raw in life.kept}
    assert kinds == {1, 2, 3, 4, 5, 6}
    operations = life.storage.operations
    assert sum(1 for what, _, _ in operations if what == "remove") >= 2
    assert len({name for what, name, _ in operations if what == "append"}) >= 5
    assert life.journal.lost == 2
    assert life.journal.lost_events == 1
    assert life.journal.summarised > 2


def test_the_power_goes_at_every_operation_and_byte(life):
    count = 0
    for done, files in cuts(life.storage.operations):
        Aftermath(life, done, files).check()
        count += 1
    assert count > sum(len(data) for _, _, data in life.storage.operations)


def test_the_power_goes_again_while_the_watch_starts(life):
    for done, files in cuts(life.storage.operations, bytewise=False):
        flash = RamFlash(files)
        journal_on(flash).open()
        for done_again, files_again in cuts(flash.operations, files, bytewise=False):
            later = flash.operations[: done_again + 1]
            Aftermath(life, done, files_again, later).check()
