# SPDX-License-Identifier: MIT
"""Holders of a watch, from which moment on, and so the person of each of its nights.

A night belongs to somebody only where that is certain. One that may have been on either side of a
hand-over belongs to nobody, unless the same person had the watch before and after.

Files of nights claim whose their sessions are. Where the holdings of the watch, or another file,
say somebody else for certain, a session is nobody's.
"""

import sqlite3
from collections.abc import Set
from dataclasses import dataclass
from enum import Enum

from loslaten.practice_log import kinds
from loslaten.practice_log.migrations import EVER_MS
from loslaten.practice_log.walltime import Moment

FROM_THE_BEGINNING_MS = 0
# In SQL: who held each watch from when until when.
HELD = f"""
    held AS (
        SELECT watch_id, person_id, from_utc_ms, lead(from_utc_ms, 1, {EVER_MS}) OVER (
            PARTITION BY watch_id ORDER BY from_utc_ms
        ) AS until_utc_ms
        FROM holding
    )
"""
_CLAIMS = """
    SELECT boot, uptime_ms, person_id FROM delivered JOIN delivery ON delivery.id = delivery_id
    WHERE journal_id = ?
"""

# By (boot, uptime_ms) of a journal, the persons whose each session is said to be; None: forgotten.
Claims = dict[tuple[int, int], set[int | None]]


class Side(Enum):
    """On which side of a hand-over a night was."""

    BEFORE = -1
    UNKNOWN = 0
    AFTER = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """From `from_utc_ms` on, 0 for the beginning, the watch is this person's; None: forgotten.

    `by_journal` says that the watch began a new journal at that moment: then the journals tell
    the nights apart, and no clock has to.
    """

    watch_id: int
    person_id: int | None
    from_utc_ms: int
    by_journal: bool

    def side(self, moment: Moment, journal_begun_utc_ms: int) -> Side:
        """Return on which side of its beginning a night of a journal was."""
        if self.from_utc_ms == FROM_THE_BEGINNING_MS:
            return Side.AFTER
        if self.by_journal:
            return Side.AFTER if journal_begun_utc_ms >= self.from_utc_ms else Side.BEFORE
        if moment.earliest_ms is not None and moment.earliest_ms >= self.from_utc_ms:
            return Side.AFTER
        if moment.latest_ms is not None and moment.latest_ms < self.from_utc_ms:
            return Side.BEFORE
        return Side.UNKNOWN


def of_watch(connection: sqlite3.Connection, watch_id: int) -> list[Holding]:
    """Return the holdings of a watch in the order of their time."""
    found = connection.execute(
        "SELECT watch_id, person_id, from_utc_ms, by_journal FROM holding "
        "WHERE watch_id = ? ORDER BY from_utc_ms",
        (watch_id,),
    )
    return [
        Holding(
            watch_id=row["watch_id"],
            person_id=row["person_id"],
            from_utc_ms=row["from_utc_ms"],
            by_journal=bool(row["by_journal"]),
        )
        for row in kinds.sound(connection, "holding", found)
    ]


def holder(holdings: list[Holding], moment: Moment, journal_begun_utc_ms: int) -> int | None:
    """Return whose a night was; None where that is not certain, or it was nobody's.

    `holdings` are those of its watch, in the order of their time.
    """
    sides = [one.side(moment, journal_begun_utc_ms) for one in holdings]
    first = max((at for at, side in enumerate(sides) if side is Side.AFTER), default=-1)
    end = min((at for at, side in enumerate(sides) if side is Side.BEFORE), default=len(sides))
    if first < 0 or end <= first:
        return None
    possible = {one.person_id for one in holdings[first:end]}
    return possible.pop() if len(possible) == 1 else None


def claims(connection: sqlite3.Connection, journal_id: int) -> Claims:
    """Return whose the sessions of a journal are by the files that they came in."""
    found: Claims = {}
    for row in connection.execute(_CLAIMS, (journal_id,)):
        found.setdefault((row["boot"], row["uptime_ms"]), set()).add(row["person_id"])
    return found


def owner(holder: int | None, claimed: Set[int | None] | None) -> int | None:
    """Return whose a session is, given who held the watch and whose it is said to be."""
    if not claimed:
        return holder
    possible = claimed if holder is None else claimed | {holder}
    return next(iter(possible)) if len(possible) == 1 else None
