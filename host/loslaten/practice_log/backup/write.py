# SPDX-License-Identifier: MIT
"""The practice log as JSON Lines: everything there is, so that it can be imported again.

What the watch recorded stands there to the byte, and sessions also decoded, with when they were.
"""

from collections.abc import Iterator
from datetime import date

import msgspec

from loslaten.practice_log import as_json as night_json
from loslaten.practice_log.backup import lines as line
from loslaten.practice_log.backup.exported import ExportEntry, entries
from loslaten.practice_log.backup.sealed import sealed
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.choice import EVERYTHING, Choice
from loslaten.practice_log.days import Span


def write(log: WholeLog, choice: Choice = EVERYTHING) -> Iterator[str]:
    """Yield the lines of the log.

    Of a choice of nights only the sessions, their notes, the watches they are of, and what the
    wearer answered in these days: that cannot be imported, because a log with half of a watch's
    records would not be one that the next sync can go on from. Raises StoreError.
    """
    is_whole = choice == EVERYTHING
    yield from sealed(log, _lines(log, choice, is_whole), is_whole=is_whole)


def _lines(
    log: WholeLog, choice: Choice, is_whole: bool
) -> Iterator[dict[str, object] | msgspec.Struct]:
    yield line.Log(line.FORMAT, line.VERSION, is_whole)
    if not is_whole:
        yield from _chosen(log, choice)
        return
    yield from log.person_lines()
    yield from log.watch_lines()
    yield from log.protocol_lines()
    yield from log.lines_of_persons()
    yield from log.record_lines()
    yield from log.delivery_lines()
    yield from log.quiz_lines()
    yield from map(_session, entries(log))
    yield from (note for _, note in log.note_lines())


def _chosen(log: WholeLog, choice: Choice) -> Iterator[dict[str, object] | msgspec.Struct]:
    journals = {one.journal_id for one in log.each_session(choice)}
    serials = {log.watch_of(journal_id).serial.hex() for journal_id in journals}
    for content in log.watch_lines():
        if isinstance(content, line.WatchLine):
            if content.serial in serials:
                yield content
        elif isinstance(content, line.JournalLine) and content.number in journals:
            yield content
    written = set()
    for entry in entries(log, choice):
        written.add(entry.night.id)
        yield _session(entry)
    for session_id, note in log.note_lines():
        if session_id in written:
            yield note
    yield from _measures(log, choice)


def _measures(log: WholeLog, choice: Choice) -> Iterator[line.MeasureLine]:
    """Yield the answers of the person in these days; none where one watch is meant."""
    if choice.watch_id is not None or choice.is_unsure:
        return
    for content in log.lines_of_persons():
        if isinstance(content, line.MeasureLine) and choice.person_id in (None, content.person):
            day = date.fromisoformat(content.day)
            if choice.days.touches(Span(day, day)):
                yield content


def _session(entry: ExportEntry) -> dict[str, object]:
    session = entry.night.session
    decoded = night_json.whole(entry.night)
    # They have lines of their own, as what was reported and not sensed.
    del decoded["self_reported"]
    return {
        "type": "session",
        "provenance": "sensed",
        "key": entry.key,
        "journal": session.journal_id,
        "boot": session.boot,
        "uptime_ms": session.uptime_ms,
    } | decoded
