# SPDX-License-Identifier: MIT
"""The log that a restore takes the place of, as far as it can be read: it may be damaged."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from loslaten.practice_log import numbers
from loslaten.practice_log.bounds import nearest_clock_ms
from loslaten.practice_log.holdings import HANDING_OVER, intent

_INTENTS = f"""
    SELECT value, serial, watch.name, seen_utc_ms FROM state
    JOIN watch ON state.name = '{HANDING_OVER}' || watch.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """A watch that was about to be cleared for the person of a code, None: for nobody."""

    serial: bytes
    name: str
    seen_utc_ms: int
    code: bytes | None
    key_digest: bytes


def last_numbers(before: sqlite3.Connection) -> dict[str, int]:
    """Return the last number that was given in each table, 0 where nothing can be read."""
    return {
        table: max(
            (
                row[0]
                for statement in (
                    f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'",
                    f"SELECT max(id) FROM {table}",
                )
                for row in _rows(before, statement)
                if isinstance(row[0], int) and row[0] <= numbers.LAST_MAX
            ),
            default=0,
        )
        for table in numbers.TABLES
    }


def hand_overs(before: sqlite3.Connection) -> list[HandOver]:
    """Return the watches that were being handed over."""
    found = (_hand_over(before, row) for row in _rows(before, _INTENTS))
    return [one for one in found if one is not None]


def _hand_over(before: sqlite3.Connection, row: sqlite3.Row) -> HandOver | None:
    about_to = intent(row["value"])
    persons = _rows(before, "SELECT code FROM person WHERE id = ?", about_to.person_id)
    code = next((one["code"] for one in persons), None)
    if not isinstance(row["serial"], bytes) or not isinstance(row["seen_utc_ms"], int):
        return None
    return HandOver(
        serial=row["serial"],
        name=str(row["name"]),
        seen_utc_ms=nearest_clock_ms(row["seen_utc_ms"]),
        code=code,
        key_digest=about_to.key_digest,
    )


def _rows(before: sqlite3.Connection, statement: str, *values: object) -> Iterator[sqlite3.Row]:
    """Yield rows up to the first one that cannot be read."""
    with suppress(sqlite3.DatabaseError, UnicodeDecodeError):
        yield from before.execute(statement, values)
