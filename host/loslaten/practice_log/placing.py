# SPDX-License-Identifier: MIT
"""Placing sessions in time and with their persons, once, when something new is learned.

What is written here is only worked out from records, anchors and holdings, and can be again at any
time; reading a session then costs no more than reading its row. A journal is `unplaced` from the
moment on that something was learned about, see `Timeline.settled_before`.
"""

import sqlite3
from collections.abc import Iterable, Iterator

from loslaten.practice_log import holdings, timelines
from loslaten.practice_log.walltime import Moment

_PAGE = 500
_MARK = """
    INSERT INTO unplaced (journal_id, boot, uptime_ms) VALUES (?, ?, ?)
    ON CONFLICT (journal_id) DO UPDATE SET boot = excluded.boot, uptime_ms = excluded.uptime_ms
    WHERE (excluded.boot, excluded.uptime_ms) < (unplaced.boot, unplaced.uptime_ms)
"""
_SESSIONS = """
    SELECT id, boot, uptime_ms FROM session
    WHERE journal_id = ? AND (boot, uptime_ms) >= (?, ?)
        AND typeof(boot) = 'integer' AND typeof(uptime_ms) = 'integer'
    ORDER BY boot, uptime_ms LIMIT ?
"""
_PLACE = """
    UPDATE session SET quality = :quality, earliest_ms = :earliest_ms, latest_ms = :latest_ms,
        began_utc_ms = :utc_ms, began_error_ms = :error_ms, zone_min = :zone_min,
        other_zone_min = :other_zone_min, disputed = :disputed, person_id = :person_id
    WHERE id = :id AND (quality, earliest_ms, latest_ms, began_utc_ms, began_error_ms, zone_min,
        other_zone_min, disputed, person_id) IS NOT (:quality, :earliest_ms, :latest_ms, :utc_ms,
        :error_ms, :zone_min, :other_zone_min, :disputed, :person_id)
"""

# (journal_id, boot, uptime_ms)
Learned = tuple[int, int, int]


def mark(connection: sqlite3.Connection, learned: Iterable[Learned]) -> None:
    """Mark the sessions to be placed again from these moments of journals on."""
    connection.executemany(_MARK, learned)


def mark_all(connection: sqlite3.Connection, watch_id: int | None = None) -> None:
    """Mark all sessions, or those of a watch, to be placed again."""
    found = connection.execute(
        "SELECT id FROM journal WHERE ?1 IS NULL OR watch_id = ?1", (watch_id,)
    ).fetchall()
    mark(connection, ((row["id"], 0, 0) for row in found))


def is_due(connection: sqlite3.Connection) -> bool:
    """Whether any session is marked."""
    return connection.execute("SELECT 1 FROM unplaced LIMIT 1").fetchone() is not None


def place(connection: sqlite3.Connection) -> None:
    """Place the sessions that are marked, inside the caller's transaction."""
    marked = connection.execute(
        "SELECT journal_id, watch_id, begun_utc_ms, boot, uptime_ms FROM unplaced "
        "JOIN journal ON journal.id = journal_id ORDER BY journal_id"
    ).fetchall()
    for row in marked:
        journal_id = row["journal_id"]
        timeline = timelines.timeline(connection, journal_id)
        held = holdings.of_watch(connection, row["watch_id"])
        claimed = holdings.claims(connection, journal_id)
        since = timeline.settled_before(row["boot"], row["uptime_ms"])
        for page in _pages(connection, journal_id, since):
            connection.executemany(
                _PLACE,
                [
                    _values(
                        session["id"],
                        moment := timeline.at(session["boot"], session["uptime_ms"]),
                        holdings.owner(
                            holdings.holder(held, moment, row["begun_utc_ms"]),
                            claimed.get((session["boot"], session["uptime_ms"])),
                        ),
                    )
                    for session in page
                ],
            )
    connection.execute("DELETE FROM unplaced")


def _pages(
    connection: sqlite3.Connection, journal_id: int, since: tuple[int, int]
) -> Iterator[list[sqlite3.Row]]:
    while page := connection.execute(_SESSIONS, (journal_id, *since, _PAGE)).fetchall():
        yield page
        since = page[-1]["boot"], page[-1]["uptime_ms"] + 1


def _values(session_id: int, moment: Moment, person_id: int | None) -> dict[str, object]:
    zones_min = [*moment.zones_min, None, None]
    return {
        "id": session_id,
        "quality": moment.quality,
        "earliest_ms": moment.earliest_ms,
        "latest_ms": moment.latest_ms,
        "utc_ms": moment.utc_ms,
        "error_ms": moment.error_ms,
        "zone_min": zones_min[0],
        "other_zone_min": zones_min[1],
        "disputed": int(moment.is_disputed),
        "person_id": person_id,
    }
