"""The file of the practice log while it is open: its life, its transactions, its errors."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from loslaten.practice_log import database


class LogFile:
    """The database at `path`, opened, and made or brought up to date where needed.

    `busy_ms` is how long it waits for another process. Raises StoreError, as all methods do.
    """

    def __init__(self, path: Path, busy_ms: int = database.BUSY_MS) -> None:
        self.path = path
        self._db = database.connect(path, busy_ms)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; afterwards no method may be called."""
        self._db.close()

    def check(self) -> None:
        """Raise StoreError unless the whole file is sound; to be called before a sync."""
        database.check(self._db, self.path)

    @contextmanager
    def _writing(self) -> Iterator[None]:
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
        with database.in_words(self.path):
            return self._db.execute(statement, values).fetchall()

    def _one(self, statement: str, *values: object) -> sqlite3.Row:
        return self._all(statement, *values)[0]
