# SPDX-License-Identifier: MIT
"""Looking for damage in a log that SQLite itself does not see: contents that contradict others.

Records carry a check, a protocol is named by its hash, and what was decoded can be decoded again.
A look costs as much as reading everything, and so is taken only where something went wrong.
"""

import contextlib
import sqlite3
from collections.abc import Container
from pathlib import Path

from loslaten.practice_log import bounds, intake, trouble
from loslaten.practice_log.database import StoreError, in_words
from loslaten_core.journal import JournalError, record
from loslaten_core.practice import protocol

# Columns that tell whose a row is, or when it was of a watch that somebody had then.
_TELLS_WHOSE = frozenset(
    (
        *("person_id", "watch_id", "journal_id", "session_id", "quiz_id", "delivery_id"),
        *("boot", "uptime_ms", "sequence", "raw", "utc_ms", "zone_min", "error_ms"),
        *("from_utc_ms", "by_journal", "begun_utc_ms"),
        *("told_utc_ms", "received_utc_ms", "taken_utc_ms"),
    )
)
_RECORDS = "SELECT journal_id, sequence, raw FROM record"
_SESSIONS = """
    SELECT session.*, raw FROM session JOIN record
        ON record.journal_id = session.journal_id AND record.sequence = session.sequence
"""


def require_unharmed(connection: sqlite3.Connection, path: Path) -> None:
    """Raise StoreError when the contents are damaged: to be asked where something went wrong."""
    with contextlib.suppress(sqlite3.Error):
        require_kinds(connection, path)
    if found := damage(connection):
        raise StoreError(trouble.IS_DAMAGED_HOW.format(path, found), trouble.DAMAGED)


def require_whose(connection: sqlite3.Connection, path: Path) -> None:
    """Raise StoreError where a row does not say whose it is: it may be anybody's."""
    require_kinds(connection, path, _TELLS_WHOSE)


def require_kinds(
    connection: sqlite3.Connection, path: Path, columns: Container[str] | None = None
) -> None:
    """Raise StoreError where a value is of another kind than its column's; it says which one.

    `columns` are those that are looked at; without, all are.
    """
    if found := bounds.first_of_other_kind(connection, columns):
        how = trouble.OF_OTHER_KIND.format(*found)
        raise StoreError(trouble.IS_DAMAGED_HOW.format(path, how), trouble.MAKE_SOUND)


def check(connection: sqlite3.Connection, path: Path) -> None:
    """Raise StoreError unless the whole file is sound.

    To be called before records are taken that the watch may forget afterwards.
    """
    with in_words(path):
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise StoreError(trouble.IS_DAMAGED_HOW.format(path, verdict), trouble.DAMAGED)


def damage(connection: sqlite3.Connection) -> str | None:
    """Return the first damage that is found, None where there is none."""
    try:
        (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":
            return str(verdict)
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            return "a row belongs to one that is not there"
        return _in_records(connection) or _in_protocols(connection) or _in_sessions(connection)
    except sqlite3.Error as error:
        return str(error)


def _in_records(connection: sqlite3.Connection) -> str | None:
    for row in connection.execute(_RECORDS):
        try:
            if record.decode(row["raw"]).sequence != row["sequence"]:
                return f"record {row['sequence']} has another number"
        except JournalError as error:
            return f"record {row['sequence']}: {error}"
    return None


def _in_protocols(connection: sqlite3.Connection) -> str | None:
    for row in connection.execute("SELECT content_id, packed FROM protocol"):
        if protocol.content_id(row["packed"]) != row["content_id"]:
            return f"protocol {row['content_id'].hex()} is not what it was"
    return None


def _in_sessions(connection: sqlite3.Connection) -> str | None:
    for row in connection.execute(_SESSIONS):
        told = intake.decoded(record.decode(row["raw"]))
        if any(row[name] != value for name, value in told.items()):
            return f"session {row['id']} is not what its record says"
    return None
