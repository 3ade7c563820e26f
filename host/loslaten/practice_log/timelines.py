# SPDX-License-Identifier: MIT
"""The timeline of a watch's journal, read from the log: what is known about its time."""

import sqlite3
from collections.abc import Iterator

from loslaten.practice_log.bounds import sound_rows
from loslaten.practice_log.starts import WallAnchor
from loslaten.practice_log.walltime import LIFE_MS, Timeline
from loslaten_core.journal import JournalError, body, record
from loslaten_core.journal.event import Boot

_BOOTS = """
    SELECT raw FROM record WHERE journal_id = ? AND kind = ? AND problem IS NULL
    ORDER BY sequence
"""
_ANCHORS = """
    SELECT boot, uptime_ms, utc_ms, zone_min, error_ms FROM anchor
    WHERE journal_id = ? AND uptime_ms <= ? ORDER BY boot, uptime_ms
"""
_LAST_MOMENTS = """
    SELECT boot, max(uptime_ms) FROM (
        SELECT boot, uptime_ms FROM record WHERE journal_id = ?1
        UNION ALL
        SELECT boot, uptime_ms + duration_ms FROM session WHERE journal_id = ?1
    )
    WHERE uptime_ms <= ?2 AND typeof(boot) = 'integer' AND typeof(uptime_ms) = 'integer'
    GROUP BY boot ORDER BY boot
"""


def timeline(connection: sqlite3.Connection, journal_id: int) -> Timeline:
    """Return what is known about the time of a journal.

    Counts of time that no watch can have reached are no part of it: one damaged record must not
    shift the others.
    """
    return Timeline(
        list(_anchors(connection, journal_id)),
        list(_boots(connection, journal_id)),
        last_moments(connection, journal_id),
    )


def last_moments(connection: sqlite3.Connection, journal_id: int) -> list[tuple[int, int]]:
    """Return up to when each start of the watch is known to have run: (boot, uptime_ms)."""
    found = connection.execute(_LAST_MOMENTS, (journal_id, LIFE_MS))
    return [(boot, last_ms) for boot, last_ms in found]


def _boots(connection: sqlite3.Connection, journal_id: int) -> Iterator[tuple[int, int, Boot]]:
    found = connection.execute(_BOOTS, (journal_id, record.BOOT))
    for row in sound_rows(connection, "record", found):
        try:
            start = record.decode(row["raw"])
            content = body.unpack(start)
        except JournalError:
            # A damaged row: the others tell the time as before.
            continue
        if isinstance(content, Boot) and start.uptime_ms <= LIFE_MS:
            yield start.boot, start.uptime_ms, content


def _anchors(connection: sqlite3.Connection, journal_id: int) -> Iterator[WallAnchor]:
    found = connection.execute(_ANCHORS, (journal_id, LIFE_MS))
    for row in sound_rows(connection, "anchor", found):
        try:
            yield WallAnchor(*row)
        except JournalError:
            # A laptop whose own clock was not set: what it said is no time.
            continue
