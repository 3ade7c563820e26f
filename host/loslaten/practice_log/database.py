# SPDX-License-Identifier: MIT
"""Opening the practice log; `trouble`, which no start needs, has words for what goes wrong.

Every connection has WAL, foreign keys, full durability (what is committed survives a power cut:
only then may the watch be told to forget) and a busy timeout, so that two processes at once take
turns. What goes wrong is a `StoreError`; nothing is deleted or repaired behind the owner's back.
"""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from json import JSONDecodeError
from pathlib import Path
from urllib.parse import quote

from loslaten import system
from loslaten.errors import LoslatenError
from loslaten.language import clean
from loslaten.language.text import Text
from loslaten.practice_log import erasure, migrations, placing, upkeep
from loslaten_core.journal import JournalError

# How long one process waits for another before it gives up.
BUSY_MS = 10_000
_RETRY_S = 0.02
# POSIX takes away all locks that a process has on a file when it closes any descriptor of it. So
# none is opened beside SQLite's, but to create the file, and none of SQLite's meanwhile.
_OPENING = threading.Lock()
# In one statement: another process may bring the log to another version between two.
_WHOSE = """
    SELECT user_version, application_id, (SELECT count(*) FROM sqlite_schema)
    FROM pragma_user_version, pragma_application_id
"""
_SQLITE_MIN = (3, 37)  # strict tables
_OLD_SQLITE = Text(
    "deze Python heeft SQLite {}, het logboek vraagt {}",
    "this Python has SQLite {}, the practice log needs {}",
)
_NEWER_PYTHON = Text("neem een nieuwere Python voor loslaten", "run loslaten with a newer Python")
_NOT_CLOSED = Text(
    "het logboek {} is niet afgesloten en niet te schrijven",
    "the practice log {} was not closed and cannot be written",
)
_COPY_IT = Text(
    "kopieer het, samen met {}, naar een map waar u mag schrijven",
    "copy it, together with {}, to a folder where it can be written",
)
_ANOTHER_PROGRAM = Text(
    "{} is de database van een ander programma", "{} is the database of another program"
)
_NEWER_LOG = Text(
    "het logboek {} is van versie {}, hier is t/m {} bekend",
    "the practice log {} is of version {}, this loslaten knows up to {}",
)
_INSTALL_NEWER = Text(
    "installeer opnieuw de nieuwere loslaten; het logboek is ongedeerd",
    "install the newer loslaten again; the log is unharmed",
)


class StoreError(LoslatenError):
    """The practice log cannot be read or written."""


class NoSpaceError(StoreError):
    """There is no space left for the practice log."""


class GoneError(StoreError):
    """Another process has deleted a row since it was read."""

    def __init__(self) -> None:
        from loslaten.practice_log import trouble

        super().__init__(trouble.IS_GONE, trouble.SEE_WHAT_IS_LEFT)


def connect(path: Path, busy_ms: int = BUSY_MS) -> sqlite3.Connection:
    """Open the log at `path`, create or migrate it where needed.

    The folder and the file are made for their owner alone: practice is nobody else's business. A
    log that cannot be written (a backup on a read-only medium) is opened for reading; where it is
    of an older version, a copy in memory is brought up to date.

    Raises StoreError.
    """
    if sqlite3.sqlite_version_info < _SQLITE_MIN:
        wanted = ".".join(map(str, _SQLITE_MIN))
        raise StoreError(_OLD_SQLITE.format(sqlite3.sqlite_version, wanted), _NEWER_PYTHON)
    with in_words(path):
        if path.exists() and not _writable(path):
            _require_closed(path)
            return _open_to_read(path, busy_ms)
        try:
            return _connected(path, busy_ms)
        except sqlite3.OperationalError as error:
            is_full = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_IOERR_SHMSIZE
            if not is_full or system.LONE_VFS is None:
                raise
            # No process has it open, or what they share would be there: this one alone needs none.
            return _connected(path, busy_ms, system.LONE_VFS)


def _connected(path: Path, busy_ms: int, vfs: str | None = None) -> sqlite3.Connection:
    with _OPENING:
        if not path.exists():
            _create(path)
        name = str(path) if vfs is None else _uri(path, f"vfs={vfs}")
        connection = _open(name, busy_ms, is_uri=vfs is not None)
    with _closed_on_error(connection):
        _prepare(connection, path, busy_ms)
    return connection


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Raise what SQLite or the file system says about the log at `path` as a StoreError.

    What a row holds that no loslaten writes is damage too, wherever it is noticed.
    """
    try:
        yield
    except (sqlite3.Error, OSError, JournalError, UnicodeDecodeError, JSONDecodeError) as error:
        from loslaten.practice_log import trouble

        if trouble.is_gone(error):
            raise GoneError from error
        kind = NoSpaceError if trouble.is_full(error) else StoreError
        raise kind(*trouble.told(error, path)) from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing: one writing transaction, rolled back when anything is raised."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A full disk has rolled back already; then there is nothing left to undo.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def alone(path: Path) -> Iterator[sqlite3.Connection | None]:
    """Yield a connection to the log that no other one stands beside; a new log is made.

    Who opens it meanwhile waits. None where the file is damaged: then nobody else can use it.
    Raises StoreError while anybody else has it open, who would go on with what was there.
    """
    if not path.exists():
        _create(path)
    connection = _open(str(path), BUSY_MS)
    with closing(connection), in_words(path):
        try:
            # Every connection in WAL mode keeps a lock that this one wants for itself alone.
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            connection.execute("COMMIT")
        # Of a damaged name SQLite's own words are no text.
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if is_busy(error):
                from loslaten.practice_log import trouble

                raise StoreError(trouble.IS_OPEN.format(path), trouble.END_IT) from error
            connection.close()
            yield None
            return
        connection.execute("PRAGMA secure_delete = ON")
        yield connection


@contextmanager
def as_far_as_readable(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection that reads a damaged log, and what is not damaged of its tables."""
    with closing(_open(_uri(path, "immutable=1"), BUSY_MS, is_uri=True)) as connection:
        with suppress(sqlite3.Error):
            # Of the tables those that nobody can make sense of are left out.
            connection.execute("PRAGMA writable_schema = ON")
        yield connection


@contextmanager
def written_beside(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a new database in the file `unfinished(path)`, to be given its name once it is whole.

    Where the process is killed before, whoever opens the log next deletes it. To be used by the
    only process that has the log, see `alone`.
    """
    file = unfinished(path)
    file.unlink(missing_ok=True)
    _create(file)
    try:
        with closing(_open(str(file), BUSY_MS)) as connection:
            # Nothing in it is ever undone, and no journal stays behind.
            connection.execute("PRAGMA journal_mode = OFF")
            yield connection
    except BaseException:
        file.unlink()
        raise


def unfinished(path: Path) -> Path:
    """Return the name of a database beside a log that is not whole yet."""
    return path.with_name(f"{path.name}-unfinished")


def connect_temporary(path: Path, busy_ms: int = BUSY_MS) -> sqlite3.Connection:
    """Open a new log in a file of SQLite's own, which nobody else sees and which goes with it.

    `path` is what it is called in errors.
    """
    connection = _open("", busy_ms)
    with _closed_on_error(connection):
        _bring_up_to_date(connection, path)
    return connection


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _require_closed(path: Path) -> None:
    """Raise StoreError when a part of the log still waits to be joined to its file by a writer."""
    journal = path.with_name(path.name + "-wal")
    with suppress(FileNotFoundError):
        if journal.stat().st_size:
            raise StoreError(_NOT_CLOSED.format(path), _COPY_IT.format(journal.name))


def _create(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _open(name: str, busy_ms: int, is_uri: bool = False) -> sqlite3.Connection:
    connection = sqlite3.connect(
        name, uri=is_uri, timeout=busy_ms / 1000, isolation_level=None, cached_statements=256
    )
    connection.row_factory = sqlite3.Row
    connection.text_factory = _text
    return connection


def _text(stored: bytes) -> str:
    """Return a text of the log; one that was damaged there is cleaned, as what comes from outside.

    Python's own way makes of one byte that is no UTF-8 an error of all rows that are asked for.
    """
    text = stored.decode("utf-8", "replace")
    return text if clean.is_clean(text) else clean.lines(text)


@contextmanager
def _closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _uri(path: Path, how: str) -> str:
    return f"file:{quote(str(path.absolute()))}?{how}"


def _open_to_read(path: Path, busy_ms: int) -> sqlite3.Connection:
    """Return a connection that reads the log, or a copy in memory that is up to date."""
    connection = _open(_uri(path, "immutable=1"), busy_ms, is_uri=True)
    with _closed_on_error(connection):
        version = _version(connection, path)
        if version < migrations.VERSION or upkeep.is_due(connection) or placing.is_due(connection):
            copy = _open(":memory:", busy_ms)
            connection.backup(copy)
            connection.close()
            connection = copy
            _bring_up_to_date(connection, path)
        connection.execute("PRAGMA query_only = ON")
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, busy_ms: int) -> None:
    _version(connection, path)
    _until_free(connection, "PRAGMA journal_mode = WAL", busy_ms)
    connection.execute("PRAGMA synchronous = FULL")
    # Deleted means deleted: what is freed is overwritten.
    connection.execute("PRAGMA secure_delete = ON")
    _bring_up_to_date(connection, path)
    if erasure.has_traces(connection):
        # Whoever opens the log waits for nobody because of it.
        connection.execute("PRAGMA busy_timeout = 0")
        erasure.overwrite(connection)
        connection.execute(f"PRAGMA busy_timeout = {busy_ms}")
    with suppress(OSError):
        unfinished(path).unlink(missing_ok=True)


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    version = _version(connection, path)
    # A row that is damaged already stays as it is, and takes no other with it.
    connection.execute("PRAGMA ignore_check_constraints = ON")
    while version < migrations.VERSION:
        with transaction(connection):
            # Another process may have done it in the meantime.
            version = _version(connection, path)
            if version < migrations.VERSION:
                migrations.apply(connection, version)
                version += 1
    connection.execute("PRAGMA ignore_check_constraints = OFF")
    if upkeep.is_due(connection):
        with transaction(connection):
            upkeep.bring_up_to_date(connection)


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """Return the log's version; StoreError when it is newer than this tool or not a log at all."""
    version, application, tables = connection.execute(_WHOSE).fetchone()
    if application != migrations.APPLICATION_ID and (tables or application or version):
        from loslaten.practice_log import trouble

        raise StoreError(_ANOTHER_PROGRAM.format(path), trouble.ELSEWHERE)
    if version > migrations.VERSION:
        raise StoreError(_NEWER_LOG.format(path, version, migrations.VERSION), _INSTALL_NEWER)
    return int(version)


def _until_free(connection: sqlite3.Connection, statement: str, busy_ms: int) -> None:
    """Run a statement that SQLite refuses at once, timeout or not, while others are at work."""
    deadline_s = time.monotonic() + busy_ms / 1000
    while True:
        try:
            connection.execute(statement)
            return
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() >= deadline_s:
                raise
            time.sleep(_RETRY_S)


def is_busy(error: Exception) -> bool:
    """Whether another process is at work in the file."""
    kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
