# SPDX-License-Identifier: MIT
"""The lines of a file on their way into the log: kept in temporary tables, not in memory.

All of a file is checked before any of it is taken in, and a log of decades is larger than memory
should be. The tables are SQLite's temporary ones, which nobody else can read.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import TypeVar

from loslaten.practice_log.backup import lines as line
from loslaten.practice_log.backup.decoding import decode

_TABLES = (
    "DROP TABLE IF EXISTS temp.staged",
    "DROP TABLE IF EXISTS temp.staged_session",
    "DROP TABLE IF EXISTS temp.staged_record",
    """
    CREATE TEMP TABLE staged (
        number INTEGER PRIMARY KEY, kind TEXT NOT NULL, text BLOB NOT NULL
    )
    """,
    "CREATE INDEX temp.staged_kind ON staged (kind, number)",
    """
    CREATE TEMP TABLE staged_session (
        journal INTEGER NOT NULL, boot INTEGER NOT NULL, uptime_ms INTEGER NOT NULL,
        id INTEGER NOT NULL, PRIMARY KEY (journal, boot, uptime_ms)
    ) WITHOUT ROWID
    """,
    """
    CREATE TEMP TABLE staged_record (
        journal INTEGER NOT NULL, sequence INTEGER NOT NULL, boot INTEGER NOT NULL,
        raw BLOB NOT NULL, PRIMARY KEY (journal, sequence)
    ) WITHOUT ROWID
    """,
)
_PAGE = 500
_Kind = TypeVar("_Kind", bound=line.Line)


class Staging:
    """The lines of one file, in temporary tables of a connection to the log."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self.sessions = 0
        for statement in _TABLES:
            connection.execute(statement)

    def add(self, number: int, one: line.Line, text: bytes) -> None:
        """Keep a line; of a session, which is for people to read, only its number is."""
        if isinstance(one, line.SessionLine):
            self.sessions += 1
            self._db.execute(
                "INSERT OR IGNORE INTO temp.staged_session (journal, boot, uptime_ms, id) "
                "VALUES (?, ?, ?, ?)",
                (one.journal, one.boot, one.uptime_ms, one.id),
            )
            return
        self._db.execute(
            "INSERT INTO temp.staged (number, kind, text) VALUES (?, ?, ?)",
            (number, type(one).__name__, text),
        )

    def add_record(self, one: line.Record, boot: int) -> bool:
        """Keep a record for the comparison of journals; return whether its number was free."""
        cursor = self._db.execute(
            "INSERT OR IGNORE INTO temp.staged_record (journal, sequence, boot, raw) "
            "VALUES (?, ?, ?, ?)",
            (one.journal, one.sequence, boot, one.raw),
        )
        return bool(cursor.rowcount)

    def session_number(self, journal: int, boot: int, uptime_ms: int) -> int | None:
        """Return the number in the file of the session that began then, None without any."""
        row = self._db.execute(
            "SELECT id FROM temp.staged_session WHERE journal = ? AND boot = ? AND uptime_ms = ?",
            (journal, boot, uptime_ms),
        ).fetchone()
        return None if row is None else int(row["id"])

    def each(self, kind: type[_Kind]) -> Iterator[tuple[int, _Kind]]:
        """Yield the lines of a kind with their numbers, in the order of the file."""
        after = 0
        while page := self._db.execute(
            "SELECT number, text FROM temp.staged WHERE kind = ? AND number > ? "
            "ORDER BY number LIMIT ?",
            (kind.__name__, after, _PAGE),
        ).fetchall():
            for number, text in page:
                one = decode(text)
                assert isinstance(one, kind)
                yield number, one
            after = page[-1]["number"]

    def first_of_other(self, kinds: Iterable[type[line.Line]]) -> int | None:
        """Return the number of the first line that is of none of these kinds, None without any."""
        names = [kind.__name__ for kind in kinds]
        marks = ", ".join("?" * len(names))
        row = self._db.execute(
            f"SELECT min(number) FROM temp.staged WHERE kind NOT IN ({marks})", names
        ).fetchone()
        return None if row[0] is None else int(row[0])

    def clear(self) -> None:
        """Give the tables up."""
        for statement in _TABLES[:3]:
            self._db.execute(statement)
