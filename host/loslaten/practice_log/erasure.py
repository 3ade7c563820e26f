# SPDX-License-Identifier: MIT
"""Deleting what the log holds so that it is gone, and does not come back with the next sync.

The watch keeps its records until it needs the space, and other laptops theirs. Of each deleted
record the log therefore keeps its number and four bytes of a digest: enough to know it again, and
too little to tell what it was.

What was deleted is overwritten in the file, too, and in its write-ahead log: at once, or where
others are at work in it, when the log is opened next.
"""

import contextlib
import sqlite3
from collections.abc import Iterable

from loslaten.practice_log import placing
from loslaten.practice_log.rows import SESSION_KINDS
from loslaten_core.journal import record
from loslaten_core.journal.record import Record

_DIGEST_BYTES = 4
# In the state of a log: something was deleted, and can still be read in the file.
_TRACES = "traces"
_MARK = "SELECT value FROM state WHERE name = ?"
_KEEP = "INSERT OR IGNORE INTO erased (journal_id, sequence, digest, moment) VALUES (?, ?, ?, ?)"


def leave_traces(connection: sqlite3.Connection) -> None:
    """Keep that the file has to be overwritten, in the transaction of a deletion."""
    connection.execute(
        "INSERT INTO state (name, value) VALUES (?, hex(randomblob(8))) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (_TRACES,),
    )


def has_traces(connection: sqlite3.Connection) -> bool:
    """Whether what was deleted may still be read in the file."""
    return connection.execute(_MARK, (_TRACES,)).fetchone() is not None


def overwrite(connection: sqlite3.Connection) -> None:
    """Overwrite what was deleted, unless others are at work in the file, or the disk is full.

    A damaged file is left as it is: nothing of it would be kept that cannot be read today.
    """
    with contextlib.suppress(sqlite3.DatabaseError):
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            return
        mark = connection.execute(_MARK, (_TRACES,)).fetchone()
        if mark is None:
            return
        connection.execute("VACUUM")
        (others_read, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not others_read:
            # Not the mark of what another process has deleted since.
            connection.execute("DELETE FROM state WHERE name = ? AND value = ?", (_TRACES, *mark))


def is_same(
    connection: sqlite3.Connection, journal_id: int, sequence: int, raw: bytes
) -> bool | None:
    """Whether a record is the deleted one of its number; None where none was deleted."""
    row = connection.execute(
        "SELECT digest FROM erased WHERE journal_id = ? AND sequence = ?", (journal_id, sequence)
    ).fetchone()
    return None if row is None else bool(row["digest"] == _digest(raw))


def keep_away(connection: sqlite3.Connection, journal_id: int, one: Record, raw: bytes) -> bool:
    """Whether a record is of a deleted session: a power cut makes the watch record one twice."""
    if one.kind not in SESSION_KINDS:
        return False
    if not is_deleted(connection, journal_id, one.boot, one.uptime_ms):
        return False
    moment = _moment(one.boot, one.uptime_ms)
    connection.execute(_KEEP, (journal_id, one.sequence, _digest(raw), moment))
    return True


def is_deleted(connection: sqlite3.Connection, journal_id: int, boot: int, uptime_ms: int) -> bool:
    """Whether the session that began then was deleted."""
    cursor = connection.execute(
        "SELECT 1 FROM erased WHERE journal_id = ? AND moment = ? LIMIT 1",
        (journal_id, _moment(boot, uptime_ms)),
    )
    return cursor.fetchone() is not None


def is_deleted_time(
    connection: sqlite3.Connection, journal_id: int, boot: int, uptime_ms: int
) -> bool:
    """Whether what time it was at that moment was deleted."""
    cursor = connection.execute(
        "SELECT 1 FROM erased WHERE journal_id = ? AND moment = ? LIMIT 1",
        (journal_id, _clock_moment(boot, uptime_ms)),
    )
    return cursor.fetchone() is not None


def delete_sessions(connection: sqlite3.Connection, session_ids: Iterable[int]) -> None:
    """Delete sessions with their muscle groups, notes and records, those that are still there."""
    for session_id in session_ids:
        row = connection.execute(
            "SELECT journal_id, boot, uptime_ms FROM session WHERE id = ?", (session_id,)
        ).fetchone()
        if row is None:
            continue
        connection.execute("DELETE FROM note WHERE session_id = ?", (session_id,))
        connection.execute("DELETE FROM session WHERE id = ?", (session_id,))
        place = (row["journal_id"], row["boot"], row["uptime_ms"])
        connection.execute(
            "DELETE FROM delivered WHERE journal_id = ? AND boot = ? AND uptime_ms = ?", place
        )
        records = connection.execute(
            "SELECT sequence, raw FROM record WHERE journal_id = ? AND boot = ? "
            "AND uptime_ms = ? AND kind IN (?, ?)",
            (*place, *SESSION_KINDS),
        ).fetchall()
        delete_records(connection, row["journal_id"], records)
        # It had told how long the watch ran.
        placing.mark(connection, [place])


def delete_journals(connection: sqlite3.Connection, journal_ids: Iterable[int]) -> None:
    """Delete all that watches told in these journals, sessions and everything beside them."""
    for journal_id in journal_ids:
        connection.execute(
            "DELETE FROM note WHERE session_id IN (SELECT id FROM session WHERE journal_id = ?)",
            (journal_id,),
        )
        for table in ("session", "delivered", "anchor", "loss", "unreadable"):
            connection.execute(f"DELETE FROM {table} WHERE journal_id = ?", (journal_id,))
        found = connection.execute(
            "SELECT sequence, raw FROM record WHERE journal_id = ?", (journal_id,)
        ).fetchall()
        delete_records(connection, journal_id, found)


def forget_deliveries(connection: sqlite3.Connection, person_id: int) -> None:
    """Forget from whom files came; which nights they said to be somebody's stays a doubt."""
    connection.execute(
        "DELETE FROM delivery WHERE person_id = ? AND NOT EXISTS "
        "(SELECT 1 FROM delivered WHERE delivery_id = delivery.id)",
        (person_id,),
    )
    connection.execute(
        "UPDATE delivery SET person_id = NULL, code = randomblob(16), sender = zeroblob(32), "
        "made_utc_ms = 0, received_utc_ms = 0, proven = 0 WHERE person_id = ?",
        (person_id,),
    )


def delete_records(
    connection: sqlite3.Connection, journal_id: int, found: Iterable[sqlite3.Row]
) -> None:
    """Delete records, given with their sequence and bytes; each is known again when it comes."""
    for row in found:
        values = (journal_id, row["sequence"], _digest(row["raw"]), _deleted_moment(row["raw"]))
        connection.execute(_KEEP, values)
        connection.execute(
            "DELETE FROM record WHERE journal_id = ? AND sequence = ?",
            (journal_id, row["sequence"]),
        )


def _deleted_moment(raw: bytes) -> bytes | None:
    """Return what stands for the moment of a record that may come again with another number."""
    if not record.is_record(raw):
        return None
    deleted = record.decode(raw)
    if deleted.kind in SESSION_KINDS:
        return _moment(deleted.boot, deleted.uptime_ms)
    return _clock_moment(deleted.boot, deleted.uptime_ms) if deleted.kind == record.CLOCK else None


def _digest(raw: bytes) -> bytes:
    import hashlib  # few commands need it, and all would wait for it

    return hashlib.sha256(raw).digest()[:_DIGEST_BYTES]


def _moment(boot: int, uptime_ms: int) -> bytes:
    return _digest(f"{boot} {uptime_ms}".encode())


def _clock_moment(boot: int, uptime_ms: int) -> bytes:
    return _digest(f"clock {boot} {uptime_ms}".encode())
