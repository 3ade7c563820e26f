# SPDX-License-Identifier: MIT
"""Bringing a log up to date with what this version of loslaten knows, after an upgrade.

Records that came from a newer watch are kept as they are until a loslaten reads them that knows
their kind: which kinds were known when the log was last brought up to date stands in it.
"""

import sqlite3
from functools import cache
from itertools import product

from loslaten.language import clean
from loslaten.practice_log import intake, placing
from loslaten_core.journal import JournalError, body, record

# To be raised when moments are worked out in another way than before.
_PLACING = 1
_NAME = "knows"
_TEXTS = (("watch", "name"), ("note", "text"), ("unreadable", "problem"))


def is_due(connection: sqlite3.Connection) -> bool:
    """Whether the log was last brought up to date by a loslaten that knew something else."""
    found = connection.execute("SELECT value FROM state WHERE name = ?", (_NAME,)).fetchone()
    return found is None or found["value"] != _knowledge()


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Decode what can be decoded now and place all sessions, inside the caller's transaction."""
    _clean_texts(connection)
    intake.decode_again(connection)
    placing.mark_all(connection)
    placing.place(connection)
    connection.execute(
        "INSERT INTO state (name, value) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (_NAME, _knowledge()),
    )


def _clean_texts(connection: sqlite3.Connection) -> None:
    """Clean what an earlier loslaten took in as it came."""
    for table, column in _TEXTS:
        # As bytes: a text is cleaned when it is read.
        stored = f"SELECT id, CAST({column} AS BLOB) FROM {table}"
        for row_id, raw in connection.execute(stored).fetchall():
            text = raw.decode("utf-8", "replace")
            cleaned = clean.lines(text) if table == "note" else clean.line(text)
            if cleaned != text:
                connection.execute(
                    f"UPDATE {table} SET {column} = ? WHERE id = ?", (cleaned, row_id)
                )


@cache
def _knowledge() -> str:
    kinds = product(range(1, record.KIND_MAX + 1), range(1, record.VERSION_MAX + 1))
    known = " ".join(f"{kind}.{version}" for kind, version in kinds if _is_known(kind, version))
    return f"records {known}; placing {_PLACING}"


def _is_known(kind: int, version: int) -> bool:
    """Whether there is a decoder: it returns something, or complains that nothing is there."""
    try:
        return body.unpack(record.Record(1, 1, 0, kind, version, b"")) is not None
    except JournalError:
        return True
