# SPDX-License-Identifier: MIT
"""A log in which others are at work between any two statements of a process that opens it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from loslaten.practice_log import database, erasure
from loslaten.practice_log.database import StoreError
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.rows import Note
from tests.rigs.old_logs import fill_version
from tests.rigs.raw_records import NOW_MS, SERIAL, pages

SECRET = "a very private remark"
Visit = Callable[[Path], None]


def opened_with(path: Path, visit: Visit, count: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Open the log, with a visit to it at the nth statement; return whether there are so many."""
    opened = database._open
    statements, errors = [], []

    def at_work(statement: str) -> None:
        statements.append(statement)
        if len(statements) == count:
            try:
                visit(path)
            # Python lets an error of a callback go by.
            except Exception as error:
                errors.append(error)

    def visited(*arguments: object, **options: bool) -> sqlite3.Connection:
        connection = opened(*arguments, **options)
        patch.undo()
        connection.set_trace_callback(at_work)
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(database, "_open", visited)
        with PracticeLog(path) as log:
            log.check()
    assert errors == []
    return len(statements) >= count


def visits(
    folder: Path, begin: Visit, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """Yield a log after it was visited at the first statement of its opening, at the second..."""
    count = 1
    path = folder / "1.db"
    begin(path)
    while opened_with(path, visit, count, monkeypatch):
        yield path
        count += 1
        path = folder / f"{count}.db"
        begin(path)
    assert count > 10


def new(_path: Path) -> None:
    """Leave the log to be made by whoever opens it."""


def old(path: Path) -> None:
    fill_version(path, 1)


def with_traces(path: Path) -> None:
    with PracticeLog(path) as log:
        watch_id = log.see_watch(SERIAL, "nightstand", NOW_MS).id
        log.take_page(watch_id, pages(3, 10)[0], NOW_MS)
        log.add_note(
            1, Note(written_utc_ms=NOW_MS, tension_before=7, tension_after=3, text=SECRET)
        )
    with closing(sqlite3.connect(path)) as connection, connection:
        erasure.leave_traces(connection)


def open_it(path: Path) -> None:
    """Open the log as another process does that does not wait."""
    with refused_at_most_as_busy(StoreError):
        PracticeLog(path, busy_ms=0).close()


def delete_and_die(path: Path) -> None:
    """Delete notes as a process does that is killed before it overwrites them."""
    with closing(sqlite3.connect(path, timeout=0)) as connection:
        # Elsewhere in the file SQLite leaves copies of what it has moved, whatever this says.
        connection.execute("PRAGMA secure_delete = OFF")
        with refused_at_most_as_busy(sqlite3.OperationalError), connection:
            connection.execute("DELETE FROM note")
            erasure.leave_traces(connection)


@contextmanager
def refused_at_most_as_busy(kind: type[Exception]) -> Iterator[None]:
    try:
        yield
    except kind as error:
        if not database.is_busy(error.__cause__ or error):
            raise


@pytest.mark.parametrize("begin", [new, old, with_traces])
def test_it_is_opened_between_any_two_statements(tmp_path, monkeypatch, begin):
    for path in visits(tmp_path, begin, open_it, monkeypatch):
        with PracticeLog(path) as log:
            log.check()


def test_what_is_deleted_between_any_two_statements_is_overwritten_at_the_next(
    tmp_path, monkeypatch
):
    deleted = 0
    for path in visits(tmp_path, with_traces, delete_and_die, monkeypatch):
        with PracticeLog(path) as log:
            is_left = list(log._all("SELECT text FROM note"))
        deleted += not is_left
        assert is_left or SECRET.encode() not in path.read_bytes()
    assert deleted > 10
