# SPDX-License-Identifier: MIT
"""Visits of another process to a log, between any two statements of one that is at work in it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from loslaten.practice_log.file import LogFile


class Statements:
    """Statements counted at which a visit can be paid to a log.

    Those within a transaction are none: SQLite keeps others out of them, or them from others.
    With `in_snapshots` those are that read in one.
    """

    def __init__(self, visit: Callable[[], None], at: int, in_snapshots: bool) -> None:
        self.count = 0
        self.error: Exception | None = None
        self._visit = visit
        self._at = at
        self._in_snapshots = in_snapshots
        self._is_visiting = False

    def watch(self, connection: sqlite3.Connection) -> None:
        """Count what is done from now on by a connection; the visitor's own is not."""
        if not self._is_visiting:
            connection.set_trace_callback(lambda one: self._take(connection, one))

    def _take(self, connection: sqlite3.Connection, statement: str) -> None:
        # SQLite shows by a comment what a statement of its own is a part of.
        if statement.startswith("--") or connection.in_transaction != self._in_snapshots:
            return
        self.count += 1
        if self.count == self._at:
            self._is_visiting = True
            try:
                self._visit()
            # Python lets an error of a callback go by.
            except Exception as error:
                self.error = error
            self._is_visiting = False


@contextmanager
def visited(
    visit: Callable[[], None], at: int, *, in_snapshots: bool = False
) -> Iterator[Statements]:
    """Pay a visit at the nth statement of the logs that are opened inside."""
    opened = LogFile.__init__
    statements = Statements(visit, at, in_snapshots)

    def watched(log: LogFile, *arguments: Any, **options: Any) -> None:
        opened(log, *arguments, **options)
        statements.watch(log._db)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LogFile, "__init__", watched)
        yield statements
    if statements.error is not None:
        raise statements.error
