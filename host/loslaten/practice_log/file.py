# SPDX-License-Identifier: MIT
"""The file of the practice log while it is open: its life, its transactions, its errors."""

import sqlite3
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self, TypeVar

from loslaten.errors import LeftOutWarning, LoslatenError
from loslaten.practice_log import bounds, database, erasure, placing
from loslaten.practice_log.folder import FILE_NAME, data_folder

_Value = TypeVar("_Value")
_PLACED_TRIES = 5
# Takes how many rows could not be read, by the name of their table.
TellLeftOut = Callable[[Mapping[str, int]], None]


def _warn(counts: Mapping[str, int]) -> None:
    warnings.warn(LeftOutWarning(counts), stacklevel=3)


class LogFile:
    """The database at `path`, opened, and made or brought up to date where needed.

    `busy_ms` is how long it waits for another process. `tell_left_out` is called on closing
    where rows could not be read. `connect` opens it. Raises StoreError, as all methods do.
    """

    def __init__(
        self,
        path: Path,
        busy_ms: int = database.BUSY_MS,
        tell_left_out: TellLeftOut = _warn,
        connect: Callable[[Path, int], sqlite3.Connection] = database.connect,
    ) -> None:
        self.path = path
        self._tell_left_out = tell_left_out
        self._db = connect(path, busy_ms)
        self._can_place = True
        self._is_alone = False
        self._is_closed = False
        # What names each row that was left out, by table and by how it is named.
        self._left_out: dict[str, dict[type, set[object]]] = {}
        self._kinds: dict[str, bounds.Kinds] = {}

    @classmethod
    def in_folder(cls, folder: Path | None = None, tell_left_out: TellLeftOut = _warn) -> Self:
        """Open the log in a data folder: `folder`, else where `data_folder` says."""
        return cls(data_folder(folder) / FILE_NAME, tell_left_out=tell_left_out)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: object, _trace: object) -> None:
        """Close the file; what went wrong in a damaged one is told as its damage."""
        try:
            is_told = isinstance(error, LoslatenError) and not isinstance(
                error.__cause__, sqlite3.IntegrityError
            )
            if isinstance(error, Exception) and not is_told and not self._is_closed:
                from loslaten.practice_log import verify  # only where something went wrong

                verify.require_unharmed(self._db, self.path)
        finally:
            self.close()

    def close(self) -> None:
        """Close the file; afterwards no method may be called but this."""
        if self._is_closed:
            return
        self._is_closed = True
        try:
            self._place()
        finally:
            self._db.close()
            if self._left_out:
                self._tell_left_out(self.left_out)

    @property
    def left_out(self) -> dict[str, int]:
        """Numbers of rows that could not be read until now, by the name of their table.

        A row may have been read by its number and by its text: of the two the most are told.
        """
        return {
            table: max(len(keys) for keys in by_type.values())
            for table, by_type in self._left_out.items()
        }

    def leave_out(self, table: str, key: object) -> None:
        """Remember that a row cannot be read; how many is told once, when the log is closed.

        `key` is what names the row in its table, or else its whole text.
        """
        self._left_out.setdefault(table, {}).setdefault(type(key), set()).add(key)

    def check(self) -> None:
        """Raise StoreError unless the whole file is sound; to be called before a sync."""
        from loslaten.practice_log import verify  # few commands take records

        verify.check(self._db, self.path)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let nobody else write until the end, so that what is read inside is still so then.

        What is written inside is one transaction: all of it or nothing.
        """
        if self._is_alone:
            yield
            return
        with self._writing():
            placing.place(self._db)
            self._is_alone = True
            try:
                yield
            finally:
                self._is_alone = False
        if self.has_traces:
            with database.in_words(self.path):
                erasure.overwrite(self._db)

    @property
    def has_traces(self) -> bool:
        """Whether what was deleted may still be read in the file, until the next opening."""
        with database.in_words(self.path):
            return erasure.has_traces(self._db)

    @property
    def can_be_written(self) -> bool:
        """Whether anything can be written now: not to a log to read only, nor in a snapshot."""
        is_snapshot = self._db.in_transaction and not self._is_alone
        return not is_snapshot and not self._all("PRAGMA query_only")[0][0]

    @contextmanager
    def _deleting(self) -> Iterator[None]:
        """Delete for good: in a transaction, at the end of which the file is overwritten."""
        with self.alone():
            erasure.leave_traces(self._db)
            yield

    def copy_to(self, connection: sqlite3.Connection) -> None:
        """Put all of this log in the place of what another database holds, in one transaction.

        Nobody else may have that open: SQLite would wait for them without an end.
        """
        self._db.backup(connection)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read everything inside as of one moment, whatever other processes write.

        Inside another one, and inside `alone`, that is their moment.
        """
        if self._db.in_transaction:
            yield
            return
        self._begin_placed()
        try:
            yield
        finally:
            # A generator that nobody reads to its end may be let go of after the log.
            if not self._is_closed:
                self._all("COMMIT")

    def _begin_placed(self) -> None:
        """Begin to read, as of a moment at which the sessions are placed.

        Another process may have brought some in right after they were; but not each time.
        """
        for _ in range(_PLACED_TRIES):
            self._place()
            self._all("BEGIN")
            with database.in_words(self.path):
                if not self._can_place or not placing.is_due(self._db):
                    return
            self._all("COMMIT")
        self._all("BEGIN")

    def _place(self) -> None:
        """Place the sessions about which something new was learned; before any is read.

        While another process writes all the time, they are read as they were known before.
        """
        if self._db.in_transaction or not self._can_place:
            return
        with database.in_words(self.path):
            if placing.is_due(self._db):
                try:
                    with database.transaction(self._db):
                        placing.place(self._db)
                except sqlite3.OperationalError as error:
                    if not database.is_busy(error):
                        raise
                    self._can_place = False

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Write in a transaction; `alone` has begun one already."""
        if self._is_alone:
            yield
            return
        with database.in_words(self.path), database.transaction(self._db):
            yield

    @contextmanager
    def _savepoint(self) -> Iterator[None]:
        """Undo what is done inside, and nothing else, when it raises."""
        self._db.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            if self._db.in_transaction:  # a full disk ends it all by itself
                self._db.execute("ROLLBACK TO part")
                self._db.execute("RELEASE part")
            raise
        self._db.execute("RELEASE part")

    def _all(self, statement: str, *values: object) -> list[sqlite3.Row]:
        """Return all rows; values are for question marks, or one mapping for names."""
        given = values[0] if len(values) == 1 and isinstance(values[0], dict) else values
        with database.in_words(self.path):
            return self._db.execute(statement, given).fetchall()

    def _legible(
        self, table: str, rows: Iterable[sqlite3.Row], value_of: Callable[[sqlite3.Row], _Value]
    ) -> Iterator[_Value]:
        """Yield the values of rows; a row that no loslaten writes is left out, and no other.

        A row begins with what names it in its table.
        """
        if table not in self._kinds:
            self._kinds[table] = bounds.kinds_of(self._db, table)
        sound: list[type] = []
        for row in rows:
            try:
                if (found := [*map(type, row)]) != sound:
                    bounds.require_kinds(self._kinds[table], row)
                    sound = found
                yield value_of(row)
            except (ValueError, TypeError, OverflowError, RecursionError):
                self.leave_out(table, row[0])

    def _one(self, statement: str, *values: object) -> sqlite3.Row:
        """Return the first row; StoreError where it has been deleted in the meantime."""
        found = self._all(statement, *values)
        if not found:
            raise database.GoneError
        return found[0]
