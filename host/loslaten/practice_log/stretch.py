# SPDX-License-Identifier: MIT
"""The stretch of time in which a watch was somebody's, forgotten with all that it told then.

Sessions are one person's each; what stands beside them (starts, times told, faults, quizzes) is of
whoever had the watch then. What time it was may have been told in that stretch only, and later
nights of the same start need it: then it is carried to the first of them.
"""

import sqlite3
from dataclasses import replace

from loslaten.practice_log import erasure, holdings, placing, timelines
from loslaten.practice_log.holdings import Holding
from loslaten.practice_log.rows import SESSION_KINDS, TIME_KINDS
from loslaten.practice_log.walltime import EXACT, Moment, Timeline
from loslaten_core.journal.event import ERROR_MS_MAX

_PLACES = """
    SELECT id, person_id, began_utc_ms IS NULL FROM session WHERE journal_id = ?
    ORDER BY id
"""
_FIRST_SESSIONS = """
    SELECT boot, min(uptime_ms) AS uptime_ms FROM session WHERE journal_id = ? GROUP BY boot
"""
_ANCHOR = """
    INSERT INTO anchor (journal_id, boot, uptime_ms, utc_ms, zone_min, error_ms)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
_DELETE_ANCHOR = "DELETE FROM anchor WHERE journal_id = ? AND boot = ? AND uptime_ms = ?"
# Of what the laptop knows the time by its own clock.
_TOLD = {
    "loss": ("told_utc_ms", "journal_id"),
    "unreadable": ("received_utc_ms", "journal_id"),
    "quiz": ("taken_utc_ms", "watch_id"),
}


def forget(connection: sqlite3.Connection, watch_id: int, person_id: int) -> None:
    """Delete what a watch told while it was this person's; their sessions are gone already.

    Whose the remaining sessions are, and whether it is known when they were, does not change.
    """
    held = holdings.of_watch(connection, watch_id)
    journals = connection.execute(
        "SELECT id, begun_utc_ms FROM journal WHERE watch_id = ? ORDER BY id", (watch_id,)
    ).fetchall()
    for journal in journals:
        _forget_told(connection, "loss", journal["id"], held, person_id)
        _forget_told(connection, "unreadable", journal["id"], held, person_id)
        _forget_journal(connection, journal, held, person_id)
    _forget_told(connection, "quiz", watch_id, held, person_id)


def _forget_journal(
    connection: sqlite3.Connection, journal: sqlite3.Row, held: list[Holding], person_id: int
) -> None:
    """Delete the events of a journal; those that tell times only where no night needs them."""
    journal_id = journal["id"]
    timeline = timelines.timeline(connection, journal_id)

    def is_theirs(boot: int, uptime_ms: int) -> bool:
        moment = timeline.at(boot, uptime_ms)
        return holdings.holder(held, moment, journal["begun_utc_ms"]) == person_id

    events = [
        row
        for row in connection.execute(
            "SELECT sequence, kind, boot, uptime_ms, raw FROM record WHERE journal_id = ? "
            "AND kind NOT IN (?, ?)",
            (journal_id, *SESSION_KINDS),
        )
        if is_theirs(row["boot"], row["uptime_ms"])
    ]
    anchors = [
        (row["boot"], row["uptime_ms"])
        for row in connection.execute(
            "SELECT boot, uptime_ms FROM anchor WHERE journal_id = ?", (journal_id,)
        )
        if is_theirs(row["boot"], row["uptime_ms"])
    ]
    others = [row for row in events if row["kind"] not in TIME_KINDS]
    erasure.delete_records(connection, journal_id, others)
    times = [row for row in events if row["kind"] in TIME_KINDS]
    before = _places(connection, journal_id)
    for carries in (False, True):
        connection.execute("SAVEPOINT times")
        if carries:
            _carry(connection, journal_id, timeline)
        erasure.delete_records(connection, journal_id, times)
        connection.executemany(_DELETE_ANCHOR, ((journal_id, *place) for place in anchors))
        placing.mark(connection, [(journal_id, 0, 0)])
        placing.place(connection)
        is_as_before = _places(connection, journal_id) == before
        if not is_as_before:
            connection.execute("ROLLBACK TO times")
        connection.execute("RELEASE times")
        if is_as_before:
            return


def _places(connection: sqlite3.Connection, journal_id: int) -> list[tuple[object, ...]]:
    """Return whose the sessions of a journal are, and whether it is known when they were."""
    return [tuple(row) for row in connection.execute(_PLACES, (journal_id,))]


def _carry(connection: sqlite3.Connection, journal_id: int, timeline: Timeline) -> None:
    """Tell at the first session of each start what time it was, as well as it is known."""
    for row in connection.execute(_FIRST_SESSIONS, (journal_id,)).fetchall():
        moment = timeline.at(row["boot"], row["uptime_ms"])
        if moment.utc_ms is None or moment.error_ms is None:
            continue
        zone_min = moment.zones_min[0] if moment.zones_min else 0
        clock = (moment.utc_ms, zone_min, min(moment.error_ms, ERROR_MS_MAX))
        connection.execute(_ANCHOR, (journal_id, row["boot"], row["uptime_ms"], *clock))


def _forget_told(
    connection: sqlite3.Connection, table: str, owner: int, held: list[Holding], person_id: int
) -> None:
    """Delete the rows of a table that were told while the watch was this person's."""
    told_ms, of = _TOLD[table]
    found = connection.execute(
        f"SELECT id, {told_ms} AS told_ms FROM {table} WHERE {of} = ?", (owner,)
    ).fetchall()
    for row in found:
        moment = Moment(quality=EXACT, earliest_ms=row["told_ms"], latest_ms=row["told_ms"])
        # By the clock alone: which journal it was about does not matter.
        by_clock = [replace(one, by_journal=False) for one in held]
        if holdings.holder(by_clock, moment, 0) == person_id:
            connection.execute(f"DELETE FROM {table} WHERE id = ?", (row["id"],))
