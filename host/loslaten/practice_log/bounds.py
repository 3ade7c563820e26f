# SPDX-License-Identifier: MIT
"""Bounds of the values in a row: what lies beyond them no loslaten writes.

Each is of the kind that its column is declared to hold; a damaged page can hold any other.
"""

import json
import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from loslaten.language import clean
from loslaten_core.journal.event import UTC_MS_MAX, UTC_MS_MIN, ZONE_MIN_MAX
from loslaten_core.journal.record import U32_MAX

# What a laptop's clock can say, wrong or not: a time that can be written as a date.
CLOCK_MS_MAX = int(datetime(9000, 1, 1, tzinfo=UTC).timestamp() * 1000)

# In SQL: an anchor that tells a time, in a zone there is.
TELLS_TIME = f"""
    utc_ms BETWEEN {UTC_MS_MIN} AND {UTC_MS_MAX} AND abs(zone_min) <= {ZONE_MIN_MAX}
        AND typeof(utc_ms) = 'integer' AND typeof(zone_min) = 'integer'
"""
Kinds = Mapping[str, tuple[type, ...]]

_TYPES: Mapping[str, type] = {"INTEGER": int, "TEXT": str, "BLOB": bytes}
_IN_SQL = {int: "'integer'", str: "'text'", bytes: "'blob'", type(None): "'null'"}


def clock_ms(utc_ms: int) -> int:
    """Return a time by a laptop's clock. ValueError for one that no clock says."""
    return number(utc_ms, CLOCK_MS_MAX)


def nearest_clock_ms(utc_ms: int) -> int:
    """Return a time by a laptop's clock, or the first or the last one that a clock can say."""
    return min(max(utc_ms, 0), CLOCK_MS_MAX)


def number(value: int, most: int = U32_MAX) -> int:
    """Return a number from 0 to `most`. ValueError for any other."""
    if not 0 <= value <= most:
        raise ValueError(f"{value} is not in 0..{most}")
    return value


def known_bytes(value: bytes, length: int) -> bytes:
    """Return bytes of this length. ValueError for any other."""
    if len(value) != length:
        raise ValueError(f"{len(value)} bytes are not {length}")
    return value


def json_object(text: str) -> dict[str, Any]:
    """Return the object in a JSON text, its texts cleaned. ValueError where there is none."""
    value = json.loads(text)
    if not isinstance(value, dict):
        raise ValueError(f"{type(value).__name__} is no object")
    cleaned: dict[str, Any] = clean.nested(value)
    return cleaned


def kinds_of(connection: sqlite3.Connection, table: str) -> Kinds:
    """Return the kinds of the values in each column of a table."""
    columns = connection.execute(
        'SELECT name, type, "notnull" OR pk AS is_there FROM pragma_table_info(?)', (table,)
    )
    return {
        row["name"]: (_TYPES[row["type"]],)
        if row["is_there"]
        else (_TYPES[row["type"]], type(None))
        for row in columns
    }


def require_kinds(kinds: Kinds, row: sqlite3.Row) -> None:
    """Raise TypeError for a row with a value of another kind than its column has."""
    for column, value in zip(row.keys(), row, strict=True):
        if type(value) not in kinds.get(column, (type(value),)):
            raise TypeError(f"{column} holds {type(value).__name__}")


def sound_rows(
    connection: sqlite3.Connection, table: str, rows: Iterable[sqlite3.Row]
) -> Iterator[sqlite3.Row]:
    """Yield the rows of a table of which every value is of the kind of its column."""
    kinds = kinds_of(connection, table)
    for row in rows:
        try:
            require_kinds(kinds, row)
        except TypeError:
            continue
        yield row


def first_of_other_kind(
    connection: sqlite3.Connection, among: Container[str] | None = None
) -> tuple[str, str, int] | None:
    """Return the first value of another kind than its column's: table, column and row, from 1.

    `among` are names of columns; without, all are looked at.
    """
    tables = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
        "AND name NOT LIKE 'sqlite%' ORDER BY name"
    ).fetchall()
    for (table,) in tables:
        other = {
            name: f"typeof({name}) NOT IN ({', '.join(_IN_SQL[kind] for kind in kinds)})"
            for name, kinds in kinds_of(connection, table).items()
            if among is None or name in among
        }
        if not other:
            continue
        found = connection.execute(
            f"SELECT nth, {', '.join(other.values())} FROM "
            f"(SELECT row_number() OVER () AS nth, * FROM {table}) "
            f"WHERE {' OR '.join(other.values())} LIMIT 1"
        ).fetchone()
        if found is not None:
            nth, *is_other = found
            return table, [*other][is_other.index(1)], nth
    return None
