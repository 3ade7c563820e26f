# SPDX-License-Identifier: MIT
"""The desk of a practice: 300 persons over five years, five sessions and a sync a week each.

One person's years are taken in as a sync does; the others are copies of them, each with a watch, a
plan and notes of their own. The plain query asks the same file for what a desk cannot do without:
of each person how many sessions there are and when the last one was.
"""

import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from loslaten.practice_log import rows
from loslaten.practice_log.agreements import PlanRow
from loslaten.practice_log.folder import FILE_NAME
from loslaten.practice_log.log import PracticeLog
from loslaten.protocols.file import find
from loslaten_core.journal import event, record
from tests.bench import Row, bare, report

PERSONS, WEEKS, A_WEEK = 300, 260, 5
SESSIONS = PERSONS * WEEKS * A_WEEK
BEGAN_MS = 1_795_379_400_000  # 2026-11-22 20:30 UTC
DAY_MS, HOUR_MS = 86_400_000, 3_600_000
NOW_MS = BEGAN_MS + WEEKS * 7 * DAY_MS
FILE = find("handout")
PAGE = 64
# 2 s of processor time, as a multiple of the plain query's 0.08 s beside it.
TIMES_MOST = 25
_PLAIN = "SELECT person_id, count(*), max(latest_ms) FROM session GROUP BY person_id"
_ASK = "import sqlite3, sys; list(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]))"
# The command, at the time to which the log goes.
_DESK = f"""
import sys
from loslaten.watches import wallclock
wallclock.now = lambda: ({NOW_MS}, 60)
from loslaten.cli import main
main(["desk", "--data", sys.argv[1]])
"""
# Copies the first person to another one.
_COPIES = """
    INSERT INTO person (id, code, name, added_utc_ms)
        VALUES (:number, randomblob(16), 'person ' || :number, 0);
    INSERT INTO watch (id, serial, name, seen_utc_ms)
        SELECT :number, randomblob(8), name, seen_utc_ms FROM watch WHERE id = 1;
    INSERT INTO journal (id, watch_id, begun_utc_ms)
        SELECT :number, :number, begun_utc_ms FROM journal WHERE id = 1;
    INSERT INTO holding (watch_id, person_id, from_utc_ms, by_journal)
        VALUES (:number, :number, 0, 0);
    INSERT INTO plan (person_id, code, made_utc_ms, taken_utc_ms, content)
        SELECT :number, randomblob(16), made_utc_ms, taken_utc_ms, content FROM plan
        WHERE person_id = 1;
"""


def run() -> list[Row]:
    """Measure and return the rows."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder)
        path = str(folder / FILE_NAME)
        environment = bare.installed(os.environ, str(folder / "bytecode"))
        plain_s, _ = bare.cost((sys.executable, "-c", _ASK, path, _PLAIN), environment)
        desk_s, mib = bare.cost((sys.executable, "-c", _DESK, str(folder)), environment)
        told = f"{desk_s:.2f} s of processor time, process and all; the query {plain_s:.2f} s"
        what = f"desk of {PERSONS} persons, {SESSIONS:,} sessions"
        return [
            Row(what, desk_s / plain_s, "x query", told, at_most=TIMES_MOST),
            Row(f"{what}, memory", mib, "MiB", "the process's most", at_most=100),
        ]


def fill(folder: Path) -> None:
    """Make the log."""
    with PracticeLog.in_folder(folder) as log:
        content_id = log.keep_protocol(FILE.packed, FILE.texts, BEGAN_MS)
        watch = log.see_watch(bytes(8), "", BEGAN_MS).id
        raws = list(_records(content_id))
        for at in range(0, len(raws), PAGE):
            log.take_page(watch, raws[at : at + PAGE], BEGAN_MS + at)
        for session_id in range(1, WEEKS * A_WEEK + 1, 2):
            log.add_note(session_id, _note(session_id))
        log.keep_plan(
            1,
            PlanRow(
                code=bytes(16),
                made_utc_ms=BEGAN_MS,
                taken_utc_ms=BEGAN_MS,
                content={"times_a_week": A_WEEK, "until": "2040-01-01"},
            ),
        )
        log.identify(1)
        assert log.count_sessions() == WEEKS * A_WEEK
    _copy(folder / FILE_NAME)


def _note(session_id: int) -> rows.Note:
    return rows.Note(
        written_utc_ms=BEGAN_MS,
        tension_before=session_id % 5 + 3,
        tension_after=session_id % 4,
        text="",
    )


def _copy(path: Path) -> None:
    """Copy the first person's rows, of every table that has any, for all the others."""
    with closing(sqlite3.connect(path)) as log:
        log.executescript("PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF")
        (sessions,) = log.execute("SELECT count(*) FROM session").fetchone()
        for number in range(2, PERSONS + 1):
            shift = (number - 1) * sessions
            for statement in filter(str.strip, _COPIES.split(";")):
                log.execute(statement, {"number": number})
            for table, changed in (
                ("record", {"journal_id": number}),
                ("anchor", {"journal_id": number}),
                ("session", {"id": f"id + {shift}", "journal_id": number, "person_id": number}),
                ("session_group", {"session_id": f"session_id + {shift}"}),
                ("note", {"id": "NULL", "session_id": f"session_id + {shift}"}),
            ):
                log.execute(_copied(log, table, changed, sessions))
            log.commit()


def _copied(log: sqlite3.Connection, table: str, changed: dict[str, object], most: int) -> str:
    columns = [row[1] for row in log.execute(f"PRAGMA table_info({table})")]
    values = ", ".join(str(changed.get(name, name)) for name in columns)
    own = {"session": f"id <= {most}", "note": f"session_id <= {most}"}
    where = own.get(table) or (
        f"session_id <= {most}" if table == "session_group" else "journal_id = 1"
    )
    return f"INSERT INTO {table} SELECT {values} FROM {table} WHERE {where}"


def _records(content_id: bytes) -> Iterator[bytes]:
    sequence = 0
    for day in range(WEEKS * 7):
        bodies: list[tuple[record.Body, int]] = []
        if day % 7 < A_WEEK:
            bodies.append((report.session(day, content_id), day * DAY_MS + HOUR_MS))
        if day % 7 == 6:
            at_ms = day * DAY_MS + 2 * HOUR_MS
            bodies.append((event.Clock(BEGAN_MS + at_ms, 60, 40), at_ms))
        for body, uptime_ms in bodies:
            sequence += 1
            yield record.encode(record.of(body, sequence, 1, uptime_ms))
