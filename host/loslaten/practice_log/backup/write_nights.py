# SPDX-License-Identifier: MIT
"""The nights of one person as lines that another log takes in.

They are lines of `lines`, but those of one person only: who it is, their watches, the protocols
they practised, the records of their sessions with what tells when they were, their days with taps,
and what they said.
Whose a watch was is not sent, and nobody else's nights are.
"""

from collections.abc import Iterator

from loslaten.practice_log.backup import lines as line
from loslaten.practice_log.backup.sealed import sealed
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.choice import Choice
from loslaten.practice_log.rows import SESSION_KINDS, TIME_KINDS
from loslaten_core.journal import record


def written(log: WholeLog, person_id: int) -> Iterator[str]:
    """Yield the lines of a person, who has to have a code. Raises StoreError."""
    yield from sealed(log, _lines(log, person_id), is_whole=True)


def _lines(log: WholeLog, person_id: int) -> Iterator[line.Line]:
    sessions = list(log.each_session(Choice(person_id=person_id)))
    journals = {one.journal_id for one in sessions}
    protocols = {one.protocol_id.hex() for one in sessions}
    serials = {log.watch_of(journal_id).serial.hex() for journal_id in journals}
    places = {(one.journal_id, one.boot, one.uptime_ms) for one in sessions}
    ids = {one.id for one in sessions}
    days = log.tap_records(person_id)
    yield line.Log(line.FORMAT, line.VERSION, True)
    yield from (one for one in log.person_lines() if one.number == person_id)
    for told in log.watch_lines():
        is_watch = isinstance(told, line.WatchLine) and told.serial in serials
        if is_watch or (isinstance(told, line.JournalLine) and told.number in journals):
            yield told
    yield from (one for one in log.protocol_lines() if one.id in protocols)
    for said in log.lines_of_persons():
        if said.person == person_id and not isinstance(said, line.PlanLine):
            yield said
    for one in log.record_lines():
        is_time = isinstance(one, line.AnchorLine) and one.journal in journals
        if is_time or (isinstance(one, line.Record) and _is_of(one, journals, places, days)):
            yield one
    yield from (note for session_id, note in log.note_lines() if session_id in ids)


def _is_of(
    one: line.Record,
    journals: set[int],
    places: set[tuple[int, int, int]],
    days: set[tuple[int, int]],
) -> bool:
    """Whether a record is of one of the sessions or days, or tells when they were."""
    if one.journal not in journals:
        return False
    decoded = record.decode(one.raw)
    if decoded.kind == record.DAY:
        return (one.journal, one.sequence) in days
    place = (one.journal, decoded.boot, decoded.uptime_ms)
    return decoded.kind in TIME_KINDS or (decoded.kind in SESSION_KINDS and place in places)
