# SPDX-License-Identifier: MIT
"""A watch in small: sessions, rotations, a confirm, protocol changes, resets, a full journal.

It notes what the journal promised and after how many file operations, so that a test can cut the
power between any two of them and hold the journal to its word.
"""

from loslaten_core.journal import event, record, session
from loslaten_core.journal.log import Journal
from loslaten_core.practice.event import COMPLETED, POWER_LOST
from loslaten_core.practice.tally import GroupTally

SEGMENT_BYTES = record.RECORD_BYTES_MAX + 5
SEGMENTS = 4
PROTOCOL_ID = b"\x11\x22\x00\x44\x55\x66"


def journal_on(storage):
    """A journal so small that it rotates and fills up soon."""
    return Journal(storage, SEGMENT_BYTES, SEGMENTS)


def practice(groups_done, ending=COMPLETED, groups=3):
    """A session of which the first groups are done."""
    one = session.SessionRecord(
        PROTOCOL_ID, [GroupTally(muscle, False) for muscle in range(1, groups + 1)]
    )
    for group in one.groups[:groups_done]:
        group.done, group.asked, group.tense_ms, group.release_ms = 3, 1, 18_000, 105_000
    one.ending, one.duration_ms, one.final_rest_ms = ending, 1_200_000, 300_000
    one.battery_before_mv, one.battery_after_mv = 3900, 3850
    return one


def records_in(journal, from_sequence=1):
    """The whole records by their sequence numbers, which grow."""
    raws = [raw for raw in journal.read(from_sequence) if record.is_record(raw)]
    sequences = [record.sequence_of(raw) for raw in raws]
    assert sequences == sorted(set(sequences))
    return dict(zip(sequences, raws))  # noqa: B905 - MicroPython has no strict=


class Life:
    """Runs the life on `storage` and notes the promises.

    `kept` are (operations done, sequence, raw record); `begun` maps (boot, uptime) of a
    session to a list of (operations done, groups done); `confirms` are (operations before, last
    sequence); `boots` are (operations done, boot).
    """

    def __init__(self, storage):
        self.storage = storage
        self.kept = []
        self.begun = {}
        self.confirms = []
        self.boots = []
        self._boot(event.POWER_ON)

    @property
    def done(self):
        return len(self.storage.operations)

    def run(self):
        """All of it."""
        self._first_weeks()
        self._power_lost_in_a_session()
        self._confirmed_and_used_again()
        self._filled_up()
        return self

    def _first_weeks(self):
        self._add(event.ProtocolChange(event.PUT, PROTOCOL_ID))
        self._add(event.ProtocolChange(event.CHOSEN, PROTOCOL_ID))
        self._add(event.Clock(event.UTC_MS_MIN + 1, 120, 40))
        self._session()
        self._session()
        self._add(event.Fault(7, "motor: no answer"))
        self._boot(event.WATCHDOG)
        self._session()

    def _power_lost_in_a_session(self):
        self._session(finished=False)
        self._boot(event.BROWN_OUT)
        self._session()
        self._add(event.ProtocolChange(event.CHOSEN, PROTOCOL_ID))

    def _confirmed_and_used_again(self):
        before = self.done
        last = self.journal.next_sequence - 3
        self.journal.confirm(last)
        self.confirms.append((before, last))
        for _ in range(3):
            self._session()

    def _filled_up(self):
        while self.journal.lost < 2:
            assert self.journal.next_sequence < 200
            self._session(checkpoints=1)
        self._add(event.Fault(8, "no room for this one"))
        before = self.done
        last = self.journal.next_sequence - 1
        self.journal.confirm(last)
        self.confirms.append((before, last))
        self._session()

    def _boot(self, cause):
        self._uptime_ms = 10
        self.journal = journal_on(self.storage)
        self.journal.open()
        self.boots.append((self.done, self.journal.boot))
        if self.journal.recovered:
            self._note(self.journal.recovered)
        self._add(event.Boot(cause, "0.1"))

    def _add(self, content):
        self._uptime_ms += 1000
        self._note(self.journal.add(self._uptime_ms, content))

    def _session(self, checkpoints=2, finished=True):
        self._uptime_ms += 60_000
        start = self._uptime_ms
        states = self.begun.setdefault((self.journal.boot, start), [])
        for groups_done in range(1, checkpoints + 1):
            self._uptime_ms += 120_000
            self.journal.checkpoint(start, practice(groups_done, POWER_LOST))
            states.append((self.done, groups_done))
        if finished:
            self._note(self.journal.finish(start, practice(3)))
            states.append((self.done, 3))

    def _note(self, sequence):
        if sequence:
            self.kept.append((self.done, sequence, records_in(self.journal, sequence)[sequence]))
