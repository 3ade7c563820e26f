# SPDX-License-Identifier: MIT
"""Matching the journals of two practice logs by the records they have in common.

A journal is one life of a watch's storage; a wipe ends it, and numbers begin anew. Nothing in a
record says to which life it belongs, but two laptops that met the same life have records in
common, or records that go on where the other's stop. The records of the file are staged, see
`staging`.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

_COMMON = """
    SELECT count(*), coalesce(sum(staged_record.raw <> record.raw), 0)
    FROM temp.staged_record JOIN record
        ON record.journal_id = ?2 AND record.sequence = staged_record.sequence
    WHERE journal = ?1
"""
# A session that a power cut ended is recorded in the next start, as of the one it began in.
_OUT_OF_ORDER = """
    SELECT EXISTS (SELECT 1 FROM (
        SELECT boot, max(boot) OVER (
            ORDER BY sequence ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS newest
        FROM (
            SELECT sequence, boot FROM temp.staged_record WHERE journal = ?1
            UNION SELECT sequence, boot FROM record WHERE journal_id = ?2
        )
    ) WHERE boot < newest - 1)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A journal as a log knows it: whose it is, and when it was begun."""

    watch_id: int
    begun_utc_ms: int


def pair(
    connection: sqlite3.Connection, theirs: Mapping[int, Life], ours: Mapping[int, Life]
) -> dict[int, int]:
    """Return which of our journals each of theirs is; those that are none of ours are not in it.

    The surest pairs come first: those with the most records in common.
    """
    candidates = []
    for number, their in theirs.items():
        for journal_id, our in ours.items():
            if their.watch_id != our.watch_id:
                continue
            common, contradicting = connection.execute(_COMMON, (number, journal_id)).fetchone()
            if contradicting or not (common or _is_in_order(connection, number, journal_id)):
                continue
            doubt = (-common, their.begun_utc_ms != our.begun_utc_ms)
            is_empty = not _has_records(connection, journal_id)
            candidates.append((*doubt, is_empty, number, journal_id))
    pairs: dict[int, int] = {}
    for *_, number, journal_id in sorted(candidates):
        if number not in pairs and journal_id not in pairs.values():
            pairs[number] = journal_id
    return pairs


def _is_in_order(connection: sqlite3.Connection, number: int, journal_id: int) -> bool:
    """Whether the starts of the watch follow each other as the records of both do."""
    (is_out_of_order,) = connection.execute(_OUT_OF_ORDER, (number, journal_id)).fetchone()
    return not is_out_of_order


def _has_records(connection: sqlite3.Connection, journal_id: int) -> bool:
    found = connection.execute("SELECT 1 FROM record WHERE journal_id = ? LIMIT 1", (journal_id,))
    return found.fetchone() is not None
