# SPDX-License-Identifier: MIT
"""Kinds of the values in a row, as its table is declared: a damaged page can hold any other."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping

Kinds = Mapping[str, tuple[type, ...]]

_TYPES: Mapping[str, type] = {"INTEGER": int, "TEXT": str, "BLOB": bytes}


def of_table(connection: sqlite3.Connection, table: str) -> Kinds:
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


def require(kinds: Kinds, row: sqlite3.Row) -> None:
    """Raise TypeError for a row with a value of another kind than its column has."""
    for column, value in zip(row.keys(), row, strict=True):
        if type(value) not in kinds.get(column, (type(value),)):
            raise TypeError(f"{column} holds {type(value).__name__}")


def sound(
    connection: sqlite3.Connection, table: str, rows: Iterable[sqlite3.Row]
) -> Iterator[sqlite3.Row]:
    """Yield the rows of a table of which every value is of the kind of its column."""
    kinds = of_table(connection, table)
    for row in rows:
        try:
            require(kinds, row)
        except TypeError:
            continue
        yield row
