# SPDX-License-Identifier: MIT
"""Taking records in: raw beside decoded, and the same result however often they come.

Everything here runs inside the caller's transaction.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import asdict

from loslaten.practice_log import erasure, placing, rows
from loslaten_core.journal import JournalError, body, record
from loslaten_core.journal.event import Clock
from loslaten_core.journal.record import Record
from loslaten_core.journal.session import SessionRecord, Summary

_FROM_NEWER = "of a kind or version that this loslaten does not know"

_RECORD = """
    INSERT INTO record (
        journal_id, sequence, boot, uptime_ms, kind, version, raw, problem, received_utc_ms
    ) VALUES (
        :journal_id, :sequence, :boot, :uptime_ms, :kind, :version, :raw, :problem,
        :received_utc_ms
    )
"""
_UNREADABLE = """
    INSERT INTO unreadable (journal_id, raw, problem, received_utc_ms) VALUES (?, ?, ?, ?)
    ON CONFLICT (journal_id, raw) DO NOTHING
"""
_LOSS = """
    INSERT INTO loss (journal_id, told_utc_ms, summarised, lost, lost_events)
    VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
# A power cut at the wrong moment makes the watch record one session twice: the same start tells.
# The record that has more of it stands, under the number that the session has.
_SESSION = """
    INSERT INTO session (
        id, journal_id, sequence, boot, uptime_ms, protocol_id, summary, ending, duration_ms,
        settle_in_ms, pauses, paused_ms, final_rest_ms, groups_done, repeats_done,
        battery_before_mv, battery_after_mv, worst_late_ms, tension_before, tension_after, calmer
    ) VALUES (
        (SELECT id FROM session WHERE (journal_id, boot, uptime_ms)
            = (:journal_id, :boot, :uptime_ms)),
        :journal_id, :sequence, :boot, :uptime_ms, :protocol_id, :summary, :ending, :duration_ms,
        :settle_in_ms, :pauses, :paused_ms, :final_rest_ms, :groups_done, :repeats_done,
        :battery_before_mv, :battery_after_mv, :worst_late_ms, :tension_before, :tension_after,
        :calmer
    )
    ON CONFLICT DO UPDATE SET
        sequence = excluded.sequence, protocol_id = excluded.protocol_id,
        summary = excluded.summary, ending = excluded.ending,
        duration_ms = excluded.duration_ms, settle_in_ms = excluded.settle_in_ms,
        pauses = excluded.pauses, paused_ms = excluded.paused_ms,
        final_rest_ms = excluded.final_rest_ms, groups_done = excluded.groups_done,
        repeats_done = excluded.repeats_done, battery_before_mv = excluded.battery_before_mv,
        battery_after_mv = excluded.battery_after_mv, worst_late_ms = excluded.worst_late_ms,
        tension_before = excluded.tension_before, tension_after = excluded.tension_after,
        calmer = excluded.calmer
    WHERE (excluded.duration_ms, session.summary) > (session.duration_ms, excluded.summary)
    RETURNING id
"""
_GROUP = """
    INSERT INTO session_group (
        session_id, position, muscle, done, asked, cuts, skipped, interrupted, left_out, tense_ms,
        release_ms
    ) VALUES (
        :session_id, :position, :muscle, :done, :asked, :cuts, :skipped, :interrupted, :left_out,
        :tense_ms, :release_ms
    )
"""
_ANCHOR = """
    INSERT INTO anchor (journal_id, boot, uptime_ms, utc_ms, zone_min, error_ms)
    VALUES (:journal_id, :boot, :uptime_ms, :utc_ms, :zone_min, :error_ms)
    ON CONFLICT (journal_id, boot, uptime_ms) DO UPDATE SET
        utc_ms = excluded.utc_ms, zone_min = excluded.zone_min, error_ms = excluded.error_ms
    WHERE excluded.error_ms < anchor.error_ms
"""


class ContradictionError(Exception):
    """A record came with the number of another one: the watch counts from the beginning again."""


def take(
    connection: sqlite3.Connection, journal_id: int, raws: Iterable[bytes], received_utc_ms: int
) -> rows.IntakeCount:
    """Store the records of a page. Raise ContradictionError when one denies what is stored.

    Two records of one number within a page are a fault of the watch, not a beginning: the first
    stands, the other is kept as unreadable. What was deleted here does not come back.
    """
    page = rows.IntakeCount()
    stored: set[int] = set()
    learned: list[placing.Learned] = []
    for raw in raws:
        try:
            received = record.decode(raw)
            if received.sequence in stored and not _is_same(connection, journal_id, received, raw):
                raise JournalError(f"record {received.sequence} came twice, and differently")
        except JournalError as error:
            keep_unreadable(connection, journal_id, raw, str(error), received_utc_ms)
            page.unreadable += 1
            continue
        page.last_sequence = max(page.last_sequence, received.sequence)
        stored.add(received.sequence)
        if _is_known(connection, journal_id, received, raw):
            page.known += 1
            continue
        if erasure.keep_away(connection, journal_id, received, raw):
            page.known += 1
            continue
        problem = _problem(received)
        learned.append((journal_id, received.boot, received.uptime_ms))
        values = _place(journal_id, received) | {
            "kind": received.kind,
            "version": received.version,
            "raw": raw,
            "problem": problem,
            "received_utc_ms": received_utc_ms,
        }
        connection.execute(_RECORD, values)
        page.new += 1
        if problem is None:
            _keep_decoded(connection, journal_id, received)
        else:
            page.undecoded += 1
    placing.mark(connection, learned)
    return page


def decode_again(connection: sqlite3.Connection) -> int:
    """Decode the stored records that an older loslaten could not; return how many could be now."""
    undecoded = connection.execute(
        "SELECT journal_id, sequence, raw FROM record WHERE problem IS NOT NULL "
        "ORDER BY journal_id, sequence"
    ).fetchall()
    decoded = 0
    for row in undecoded:
        if not record.is_record(row["raw"]):
            continue
        kept = record.decode(row["raw"])
        if _problem(kept) is not None:
            continue
        connection.execute(
            "UPDATE record SET problem = NULL WHERE journal_id = ? AND sequence = ?",
            (row["journal_id"], row["sequence"]),
        )
        _keep_decoded(connection, row["journal_id"], kept)
        decoded += 1
    return decoded


def keep_unreadable(
    connection: sqlite3.Connection, journal_id: int, raw: bytes, problem: str, received_utc_ms: int
) -> None:
    """Store bytes that are no record, once."""
    connection.execute(_UNREADABLE, (journal_id, raw, problem, received_utc_ms))


def keep_loss(connection: sqlite3.Connection, journal_id: int, loss: rows.LossRow) -> None:
    """Store what a watch had to give up, once."""
    counts = (loss.summarised, loss.lost, loss.lost_events)
    connection.execute(_LOSS, (journal_id, loss.told_utc_ms, *counts))


def keep_anchor(connection: sqlite3.Connection, journal_id: int, anchor: rows.AnchorRow) -> None:
    """Store an anchor; of two for the same moment the more exact one stays."""
    if connection.execute(_ANCHOR, {"journal_id": journal_id} | asdict(anchor)).rowcount:
        placing.mark(connection, [(journal_id, anchor.boot, anchor.uptime_ms)])


def _is_known(connection: sqlite3.Connection, journal_id: int, one: Record, raw: bytes) -> bool:
    same = _is_same(connection, journal_id, one, raw)
    if same is False:
        raise ContradictionError
    return same is True


def _is_same(
    connection: sqlite3.Connection, journal_id: int, one: Record, raw: bytes
) -> bool | None:
    """Whether what is stored under the record's number is the same; None where nothing is."""
    row = connection.execute(
        "SELECT raw FROM record WHERE journal_id = ? AND sequence = ?", (journal_id, one.sequence)
    ).fetchone()
    if row is None:
        return erasure.is_same(connection, journal_id, one.sequence, raw)
    return bool(row["raw"] == raw)


def _problem(one: Record) -> str | None:
    """Reason why the record cannot be decoded today, or None."""
    try:
        return None if body.unpack(one) is not None else _FROM_NEWER
    except JournalError as error:
        return str(error)


def _keep_decoded(connection: sqlite3.Connection, journal_id: int, one: Record) -> None:
    """Store what a record holds: a session, or an anchor; the rest is read from its bytes."""
    content = body.unpack(one)
    if isinstance(content, SessionRecord | Summary):
        _keep_session(connection, _place(journal_id, one) | _values(content), content)
    elif isinstance(content, Clock):
        anchor = rows.AnchorRow(
            boot=one.boot,
            uptime_ms=one.uptime_ms,
            utc_ms=content.utc_ms,
            zone_min=content.zone_min,
            error_ms=content.error_ms,
        )
        keep_anchor(connection, journal_id, anchor)


def _place(journal_id: int, one: Record) -> dict[str, object]:
    return {
        "journal_id": journal_id,
        "sequence": one.sequence,
        "boot": one.boot,
        "uptime_ms": one.uptime_ms,
    }


def kind_of(raw: bytes) -> int | None:
    """Return the kind of a record, None for what is none."""
    return record.decode(raw).kind if record.is_record(raw) else None


def knows(connection: sqlite3.Connection, journal_id: int, raw: bytes) -> bool:
    """Whether this very record is in a journal, or was deleted from it."""
    if not record.is_record(raw):
        return False
    return _is_same(connection, journal_id, record.decode(raw), raw) is True


def decoded(one: Record) -> dict[str, object]:
    """Return what a record of a session says, by the columns that it is kept in."""
    content = body.unpack(one)
    if not isinstance(content, SessionRecord | Summary):
        return {}
    return {"boot": one.boot, "uptime_ms": one.uptime_ms} | _values(content)


def _values(content: SessionRecord | Summary) -> dict[str, object]:
    values: dict[str, object] = {
        "protocol_id": content.protocol_id,
        "ending": content.ending,
        "duration_ms": content.duration_ms,
        "pauses": content.pauses,
        "final_rest_ms": content.final_rest_ms,
    }
    if isinstance(content, Summary):
        return values | {
            "summary": True,
            "settle_in_ms": None,
            "paused_ms": None,
            "groups_done": content.groups_done,
            "repeats_done": content.repeats_done,
            "battery_before_mv": None,
            "battery_after_mv": None,
            "worst_late_ms": None,
            "tension_before": None,
            "tension_after": None,
            "calmer": False,
        }
    return values | {
        "summary": False,
        "settle_in_ms": content.settle_in_ms,
        "paused_ms": content.paused_ms,
        "groups_done": sum(1 for group in content.groups if group.done),
        "repeats_done": sum(group.done for group in content.groups),
        "battery_before_mv": content.battery_before_mv or None,
        "battery_after_mv": content.battery_after_mv or None,
        "worst_late_ms": content.worst_late_ms,
        "tension_before": content.tension_before,
        "tension_after": content.tension_after,
        "calmer": content.calmer,
    }


def _keep_session(
    connection: sqlite3.Connection, values: dict[str, object], content: SessionRecord | Summary
) -> None:
    row = connection.execute(_SESSION, values).fetchone()
    if row is None:
        return
    connection.execute("DELETE FROM session_group WHERE session_id = ?", (row["id"],))
    if isinstance(content, SessionRecord):
        connection.executemany(
            _GROUP,
            (
                {"session_id": row["id"], "position": position} | vars(group)
                for position, group in enumerate(content.groups)
            ),
        )
