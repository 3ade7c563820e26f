# SPDX-License-Identifier: MIT
"""Practice logs of every version there has been, with a row in every table."""

import sqlite3
from contextlib import closing
from pathlib import Path

from loslaten.practice_log import migrations
from loslaten_core.practice import protocol
from tests.rigs.raw_records import NOW_MS, SERIAL, practised, raw

PACKED = protocol.pack(protocol.Protocol("evening", (protocol.Group(2), protocol.Group(3))))
CONTENT_ID = protocol.content_id(PACKED)
RAW = raw(1, practised(), uptime_ms=3_600_000)
CODE = bytes(range(16))

# By the version that brought the table; a table that a version made anew stands there once more.
ROWS = {
    1: {
        "watch": {"id": 1, "serial": SERIAL, "name": "nightstand", "seen_utc_ms": NOW_MS},
        "journal": {"id": 1, "watch_id": 1, "begun_utc_ms": NOW_MS},
        "record": {
            "journal_id": 1,
            "sequence": 1,
            "boot": 1,
            "uptime_ms": 3_600_000,
            "kind": 1,
            "version": 1,
            "raw": RAW,
            "received_utc_ms": NOW_MS,
        },
        "unreadable": {
            "journal_id": 1,
            "raw": b"?",
            "problem": "too short",
            "received_utc_ms": NOW_MS,
        },
        "session": {
            "id": 1,
            "journal_id": 1,
            "sequence": 1,
            "boot": 1,
            "uptime_ms": 3_600_000,
            "protocol_id": CONTENT_ID,
            "summary": 0,
            "ending": 1,
            "duration_ms": 1_900_000,
            "pauses": 0,
            "final_rest_ms": 300_000,
            "groups_done": 1,
            "repeats_done": 2,
        },
        "session_group": {
            "session_id": 1,
            "position": 0,
            "muscle": 2,
            "done": 2,
            "asked": 0,
            "cuts": 0,
            "skipped": 0,
            "left_out": 0,
            "tense_ms": 12_000,
            "release_ms": 60_000,
        },
        "anchor": {
            "journal_id": 1,
            "boot": 1,
            "uptime_ms": 7_200_000,
            "utc_ms": NOW_MS,
            "zone_min": 60,
            "error_ms": 40,
        },
        "protocol": {
            "content_id": CONTENT_ID,
            "pushed_utc_ms": NOW_MS,
            "name": "evening",
            "packed": PACKED,
            "texts": "{}",
        },
        "note": {
            "session_id": 1,
            "written_utc_ms": NOW_MS,
            "tension_before": 7,
            "tension_after": 3,
            "text": "ok",
        },
        "loss": {"journal_id": 1, "told_utc_ms": NOW_MS, "summarised": 5, "lost": 3},
    },
    2: {
        "quiz": {
            "id": 1,
            "watch_id": 1,
            "taken_utc_ms": NOW_MS,
            "theme": "standard",
            "strength_pct": 70,
            "seed": 1,
        },
        "quiz_answer": {"quiz_id": 1, "played": 1, "answered": 1, "times": 3},
    },
    3: {
        "loss": {
            "journal_id": 1,
            "told_utc_ms": NOW_MS,
            "summarised": 5,
            "lost": 3,
            "lost_events": 0,
        },
    },
    4: {},
    5: {
        "holding": {"watch_id": 1, "person_id": 1, "from_utc_ms": 0, "by_journal": 0},
        "plan": {
            "person_id": 1,
            "code": CODE,
            "made_utc_ms": NOW_MS,
            "taken_utc_ms": NOW_MS,
            "content": "{}",
        },
        "proposal": {
            "person_id": 1,
            "kind": "shorter",
            "content": "{}",
            "decision": "later",
            "decided_utc_ms": NOW_MS,
        },
        "measure": {
            "person_id": 1,
            "instrument": "sleep",
            "day": "2026-11-22",
            "answers": '{"latency": 25}',
            "written_utc_ms": NOW_MS,
        },
        "unplaced": {"journal_id": 1, "boot": 1, "uptime_ms": 0},
        "state": {"name": "knows", "value": "an earlier loslaten"},
        "erased": {"journal_id": 1, "sequence": 9, "digest": b"abcd", "moment": b"efgh"},
    },
    6: {
        "delivery": {
            "person_id": 1,
            "code": CODE,
            "made_utc_ms": NOW_MS,
            "received_utc_ms": NOW_MS,
            "sender": bytes(32),
            "proven": 0,
        },
        "delivered": {"journal_id": 1, "boot": 1, "uptime_ms": 0, "delivery_id": 1},
    },
    7: {"sent": {"destination": bytes(16), "person_id": 1, "name": bytes(16)}},
    8: {},
}


def fill_version(path: Path, version: int) -> None:
    """Make a log as that version left it, with a row in every table."""
    with closing(sqlite3.connect(path)) as connection:
        for statements in migrations.MIGRATIONS[:version]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {version}")
        rows: dict[str, dict[str, object]] = {}
        for brought in range(1, version + 1):
            rows |= ROWS[brought]
        for table, row in rows.items():
            marks = ", ".join("?" * len(row))
            connection.execute(
                f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", [*row.values()]
            )
        connection.commit()
        assert not list(connection.execute("PRAGMA foreign_key_check"))
        for (table,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        ):
            assert connection.execute(f"SELECT 1 FROM {table}").fetchone(), table
