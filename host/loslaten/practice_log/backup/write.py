"""The practice log as JSON Lines: everything there is, so that it can be imported again.

What the watch recorded stands there to the byte, and sessions also decoded, with when they were.
"""

import hashlib
from collections.abc import Iterator

import msgspec

from loslaten.practice_log import as_json as night_json
from loslaten.practice_log.backup import lines as line
from loslaten.practice_log.backup.exported import ExportEntry, entries
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.days import Span

EVERYTHING = Span()


def write(log: WholeLog, period: Span = EVERYTHING) -> Iterator[str]:
    """Yield the lines of the log.

    With bounded days only the watches, the sessions that may lie in it and their notes: that
    cannot be imported, because a log with half of a watch's records would not be one that the next
    sync can go on from. Raises StoreError.
    """
    digest = hashlib.sha256()
    count = 0
    with log.snapshot():
        for one in _lines(log, period):
            text = msgspec.json.encode(one)
            digest.update(b"\n" + text if count else text)
            count += 1
            yield text.decode() + "\n"
    yield msgspec.json.encode(line.End(count, digest.hexdigest())).decode() + "\n"


def _lines(log: WholeLog, period: Span) -> Iterator[object]:
    yield line.Log(line.FORMAT, line.VERSION, not period.is_bounded)
    yield from log.watch_lines()
    if not period.is_bounded:
        yield from log.protocol_lines()
        yield from log.record_lines()
        yield from log.quiz_lines()
    told = set()
    for entry in entries(log, period):
        told.add(entry.night.id)
        yield _session(entry)
    for session_id, note in log.note_lines():
        if session_id in told:
            yield note


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
