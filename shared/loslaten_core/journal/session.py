# SPDX-License-Identifier: MIT
"""The records of practice: a whole session, and the summary that stands in when space is short.

Session, versions 1 and 2; 2 is written. Times are tenths of a second, rounded, because that is
finer than anybody lets go and makes most of them two bytes; all numbers are varints unless said
otherwise:

    6 bytes  content id of the protocol
    ending | pauses << 3, duration_ds, settle_in_ds, paused_ds, final_rest_ds
    battery_before_mv, battery_after_mv (0: not measured), worst_late_ms
    from version 2 on, what the wearer said by presses:
        tension before + 1 (0: nothing) | tension after + 1 << 4 | breathing calmer << 8
    per group, to the end of the payload:
        u8 muscle, done | asked << 4, tense_ds,
        version 1: marked | release_ds << 1, version 2: marked | interrupted << 1 | release_ds << 2
        if marked: skipped | left_out << 1 | cuts << 2

`asked` counts in version 1 the releases in which a repeat was asked for, in version 2 the repeats
that were added by it. Version 1 does not say that a repeat was interrupted; where none was done
but the group was tensed, one was.

Summary, version 1: content id, ending | pauses << 3, duration_ds, final_rest_ds, groups done,
repeats done.

A record's own boot and uptime are those of the session's start.
"""

from loslaten_core.journal import JournalError, record, varint
from loslaten_core.practice.tally import GroupTally, Tally

PROTOCOL_ID_BYTES = 6
ENDING_MAX = 7
PAUSES_MAX = 1023
MV_MAX = 65_535
LATE_MS_MAX = 3_600_000
# Far longer than any session, so that a wild value cannot be mistaken for one.
TIME_DS_MAX = 864_000
DONE_MAX = 15
ASKED_MAX = 255
CUTS_MAX = (1 << 16) - 1
GROUPS_MAX = 64
TENSION_MAX = 10
_RATINGS_MAX = 0x100 | (TENSION_MAX + 1) << 4 | TENSION_MAX + 1


class SessionRecord(record.Body):
    """A session as the laptop reads it: the tally and what the watch alone knows.

    The battery is in mV, 0 when not measured. `worst_late_ms` is how much later than planned the
    latest cue was felt. `tension_before` and `tension_after`, 0 to 10 or None, and `calmer` are
    self-reported: presses of the wearer.
    """

    KIND = record.SESSION
    VERSION: int = 2

    def __init__(self, protocol_id: bytes, groups: list[GroupTally]) -> None:
        self.protocol_id = protocol_id
        self.groups = groups
        self.ending = 0
        self.pauses = 0
        self.duration_ms = 0
        self.settle_in_ms = 0
        self.paused_ms = 0
        self.final_rest_ms = 0
        self.battery_before_mv = 0
        self.battery_after_mv = 0
        self.worst_late_ms = 0
        self.tension_before: int | None = None
        self.tension_after: int | None = None
        self.calmer = False

    def pack(self) -> bytes:
        """Return the payload; JournalError when a value is out of range."""
        out = _head(self.protocol_id, self.ending, self.pauses, self.duration_ms)
        _put_time(out, self.settle_in_ms, "settle_in_ms")
        _put_time(out, self.paused_ms, "paused_ms")
        _put_time(out, self.final_rest_ms, "final_rest_ms")
        varint.put(out, self.battery_before_mv, MV_MAX, "battery_before_mv")
        varint.put(out, self.battery_after_mv, MV_MAX, "battery_after_mv")
        varint.put(out, self.worst_late_ms, LATE_MS_MAX, "worst_late_ms")
        if self.VERSION > 1:
            ratings = _rating(self.tension_before, "tension_before")
            ratings |= _rating(self.tension_after, "tension_after") << 4
            varint.put(out, ratings | int(self.calmer) << 8, _RATINGS_MAX, "ratings")
        if len(self.groups) > GROUPS_MAX:
            raise JournalError(f"{len(self.groups)} groups, {GROUPS_MAX} fit")
        for group in self.groups:
            _put_group(out, group, self.VERSION)
        return bytes(out)


class Summary(record.Body):
    """Summary of a session, kept when the journal is full of records the laptop has not taken."""

    KIND = record.SUMMARY

    def __init__(self, protocol_id: bytes) -> None:
        self.protocol_id = protocol_id
        self.ending = 0
        self.pauses = 0
        self.duration_ms = 0
        self.final_rest_ms = 0
        self.groups_done = 0
        self.repeats_done = 0

    def pack(self) -> bytes:
        """Return the payload; JournalError when a value is out of range."""
        out = _head(self.protocol_id, self.ending, self.pauses, self.duration_ms)
        _put_time(out, self.final_rest_ms, "final_rest_ms")
        varint.put(out, self.groups_done, GROUPS_MAX, "groups_done")
        varint.put(out, self.repeats_done, GROUPS_MAX * DONE_MAX, "repeats_done")
        return bytes(out)


def from_tally(tally: Tally, ending: int) -> SessionRecord:
    """Return the session of `tally`, whose groups it shares; battery and lateness are to be set.

    `ending` is given because a session still running is written down as POWER_LOST: that is what
    it will be if nothing follows.
    """
    session = SessionRecord(tally.protocol_id, tally.groups)
    session.ending = ending
    session.pauses = tally.pauses
    session.duration_ms = tally.duration_ms
    session.settle_in_ms = tally.settle_in_ms
    session.paused_ms = tally.paused_ms
    session.final_rest_ms = tally.final_rest_ms
    session.tension_before = tally.tension_before
    session.tension_after = tally.tension_after
    session.calmer = tally.calmer
    return session


def summary_of(session: SessionRecord) -> Summary:
    """Return the summary that stands in for `session`."""
    summary = Summary(session.protocol_id)
    summary.ending = session.ending
    summary.pauses = session.pauses
    summary.duration_ms = session.duration_ms
    summary.final_rest_ms = session.final_rest_ms
    summary.groups_done = sum(1 for group in session.groups if group.done)
    summary.repeats_done = sum(group.done for group in session.groups)
    return summary


def unpack_session_1(payload: bytes) -> SessionRecord:
    """Return the session in a payload of version 1, which it packs to again; JournalError."""
    session = _unpack_session(payload, 1)
    session.VERSION = 1
    return session


def unpack_session(payload: bytes) -> SessionRecord:
    """Return the session in a payload of version 2; JournalError when it is malformed."""
    return _unpack_session(payload, 2)


def _unpack_session(payload: bytes, version: int) -> SessionRecord:
    session = SessionRecord(_protocol_id(payload), [])
    session.ending, session.pauses, at = _take_ending(payload)
    session.duration_ms, at = _take_time(payload, at, "duration_ms")
    session.settle_in_ms, at = _take_time(payload, at, "settle_in_ms")
    session.paused_ms, at = _take_time(payload, at, "paused_ms")
    session.final_rest_ms, at = _take_time(payload, at, "final_rest_ms")
    session.battery_before_mv, at = varint.take(payload, at, MV_MAX, "battery_before_mv")
    session.battery_after_mv, at = varint.take(payload, at, MV_MAX, "battery_after_mv")
    session.worst_late_ms, at = varint.take(payload, at, LATE_MS_MAX, "worst_late_ms")
    if version > 1:
        ratings, at = varint.take(payload, at, _RATINGS_MAX, "ratings")
        session.tension_before = _rated(ratings & 15, "tension_before")
        session.tension_after = _rated(ratings >> 4 & 15, "tension_after")
        session.calmer = bool(ratings >> 8)
    while at < len(payload):
        if len(session.groups) == GROUPS_MAX:
            raise JournalError(f"more than {GROUPS_MAX} groups")
        group, at = _take_group(payload, at, version)
        session.groups.append(group)
    return session


def unpack_summary(payload: bytes) -> Summary:
    """Return the summary in a payload of version 1; JournalError when it is malformed."""
    summary = Summary(_protocol_id(payload))
    summary.ending, summary.pauses, at = _take_ending(payload)
    summary.duration_ms, at = _take_time(payload, at, "duration_ms")
    summary.final_rest_ms, at = _take_time(payload, at, "final_rest_ms")
    summary.groups_done, at = varint.take(payload, at, GROUPS_MAX, "groups_done")
    summary.repeats_done, at = varint.take(payload, at, GROUPS_MAX * DONE_MAX, "repeats_done")
    if at != len(payload):
        raise JournalError(f"{len(payload) - at} bytes too many")
    return summary


def _head(protocol_id: bytes, ending: int, pauses: int, duration_ms: int) -> bytearray:
    if len(protocol_id) != PROTOCOL_ID_BYTES:
        raise JournalError(f"a protocol id of {len(protocol_id)} bytes")
    if not 0 <= ending <= ENDING_MAX:
        raise JournalError(f"ending {ending} is not in 0..{ENDING_MAX}")
    if not 0 <= pauses <= PAUSES_MAX:
        raise JournalError(f"pauses {pauses} is not in 0..{PAUSES_MAX}")
    out = bytearray(protocol_id)
    varint.put(out, ending | pauses << 3, PAUSES_MAX << 3 | ENDING_MAX, "ending")
    _put_time(out, duration_ms, "duration_ms")
    return out


def _protocol_id(payload: bytes) -> bytes:
    if len(payload) < PROTOCOL_ID_BYTES:
        raise JournalError("the protocol id is cut off")
    return bytes(payload[:PROTOCOL_ID_BYTES])


def _take_ending(payload: bytes) -> tuple[int, int, int]:
    limit = PAUSES_MAX << 3 | ENDING_MAX
    both, at = varint.take(payload, PROTOCOL_ID_BYTES, limit, "ending")
    return both & ENDING_MAX, both >> 3, at


def _put_time(out: bytearray, time_ms: int, name: str) -> None:
    varint.put(out, (time_ms + 50) // 100, TIME_DS_MAX, name)


def _take_time(payload: bytes, at: int, name: str) -> tuple[int, int]:
    time_ds, at = varint.take(payload, at, TIME_DS_MAX, name)
    return time_ds * 100, at


def _rating(tension: int | None, name: str) -> int:
    if tension is None:
        return 0
    if not 0 <= tension <= TENSION_MAX:
        raise JournalError(f"{name} {tension} is not in 0..{TENSION_MAX}")
    return tension + 1


def _rated(stored: int, name: str) -> int | None:
    if stored > TENSION_MAX + 1:
        raise JournalError(f"{name} {stored - 1} is not in 0..{TENSION_MAX}")
    return stored - 1 if stored else None


def _release_max(version: int) -> int:
    return (TIME_DS_MAX + 1 << version) - 1


def _put_group(out: bytearray, group: GroupTally, version: int) -> None:
    if not 0 <= group.done <= DONE_MAX:
        raise JournalError(f"done {group.done} is not in 0..{DONE_MAX}")
    if not 0 <= group.asked <= ASKED_MAX:
        raise JournalError(f"asked {group.asked} is not in 0..{ASKED_MAX}")
    if not 0 <= group.cuts <= CUTS_MAX:
        raise JournalError(f"cuts {group.cuts} is not in 0..{CUTS_MAX}")
    if not 0 <= group.muscle <= 255:
        raise JournalError(f"muscle {group.muscle} is not in 0..255")
    marks = int(group.skipped) | int(group.left_out) << 1 | group.cuts << 2
    release = (group.release_ms + 50) // 100
    if version > 1:
        release = release << 1 | int(group.interrupted)
    out.append(group.muscle)
    varint.put(out, group.done | group.asked << 4, ASKED_MAX << 4 | DONE_MAX, "done")
    _put_time(out, group.tense_ms, "tense_ms")
    varint.put(out, int(marks > 0) | release << 1, _release_max(version), "release_ms")
    if marks:
        varint.put(out, marks, CUTS_MAX << 2 | 3, "cuts")


def _take_group(payload: bytes, at: int, version: int) -> tuple[GroupTally, int]:
    group = GroupTally(payload[at], False)
    repeats, at = varint.take(payload, at + 1, ASKED_MAX << 4 | DONE_MAX, "done")
    group.done, group.asked = repeats & DONE_MAX, repeats >> 4
    group.tense_ms, at = _take_time(payload, at, "tense_ms")
    release, at = varint.take(payload, at, _release_max(version), "release_ms")
    group.release_ms = (release >> version) * 100
    if release & 1:
        marks, at = varint.take(payload, at, CUTS_MAX << 2 | 3, "cuts")
        if marks == 0:
            raise JournalError("a group is marked with nothing")
        group.skipped, group.left_out, group.cuts = bool(marks & 1), bool(marks & 2), marks >> 2
    if version > 1:
        group.interrupted = bool(release & 2)
    else:
        group.interrupted = group.done == 0 and group.tense_ms > 0 and not group.skipped
    return group, at
