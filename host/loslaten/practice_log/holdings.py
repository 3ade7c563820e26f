# SPDX-License-Identifier: MIT
"""Holders of a watch, from which moment on, and so the person of each of its nights.

A night belongs to somebody only where that is certain. One that may have been on either side of a
hand-over belongs to nobody, unless the same person had the watch before and after.

A watch that is about to be cleared for somebody is kept as an intent until it shows what became
of it. A damaged one still says that it was to be cleared: then nobody knows whose the watch is.

Files of nights claim whose their sessions are. Where the holdings of the watch, or another file,
say somebody else for certain, a session is nobody's.
"""

import json
import sqlite3
from collections.abc import Set
from dataclasses import dataclass
from enum import Enum

from loslaten.practice_log.migrations import EVER_MS
from loslaten.practice_log.walltime import Moment
from loslaten_core.journal.record import U32_MAX

FROM_THE_BEGINNING_MS = 0
# In the state of a log, before the number of a watch that is about to be cleared.
HANDING_OVER = "handing over "
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
    the nights apart, and no clock has to but of a journal of which nobody knows when it began.
    """

    watch_id: int
    person_id: int | None
    from_utc_ms: int
    by_journal: bool

    def side(self, moment: Moment, journal_begun_utc_ms: object) -> Side:
        """Return on which side of its beginning a night of a journal was.

        `journal_begun_utc_ms` is what stands in the log, which may be damaged there.
        """
        if self.from_utc_ms == FROM_THE_BEGINNING_MS:
            return Side.AFTER
        if self.by_journal and isinstance(journal_begun_utc_ms, int):
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
        "WHERE watch_id = ? AND typeof(person_id) IN ('integer', 'null') "
        "AND typeof(from_utc_ms) = 'integer' AND typeof(by_journal) = 'integer' "
        "ORDER BY from_utc_ms",
        (watch_id,),
    )
    return [
        Holding(
            watch_id=row["watch_id"],
            person_id=row["person_id"],
            from_utc_ms=row["from_utc_ms"],
            by_journal=bool(row["by_journal"]),
        )
        for row in found
    ]


def holder(holdings: list[Holding], moment: Moment, journal_begun_utc_ms: object) -> int | None:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """Next holder of a watch, None: nobody, and the digest of the key that it is to have then.

    The digest is empty where it cannot be read.
    """

    person_id: int | None
    key_digest: bytes

    def as_text(self) -> str:
        """Return what stands in the log."""
        return json.dumps({"person": self.person_id, "key": self.key_digest.hex()})

    def is_done(self, key_digest: bytes) -> bool:
        """Whether a watch with this key was cleared, as far as anybody knows."""
        return self.key_digest in (b"", key_digest)


def intent(text: str) -> Intent:
    """Return what stands in the log, as far as it can be read."""
    try:
        told = json.loads(text)
        person_id, key_digest = told["person"], bytes.fromhex(told["key"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return Intent(person_id=None, key_digest=b"")
    is_number = isinstance(person_id, int) and 0 < person_id <= U32_MAX
    return Intent(person_id=person_id if is_number else None, key_digest=key_digest)
