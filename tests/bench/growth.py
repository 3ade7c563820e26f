# SPDX-License-Identifier: MIT
"""A log of a million nights, of a thousand watches: what it costs to show ten of them.

Each command is a process of its own: its processor time, and the most memory that it took. It is
held against a bare Python that asks SQLite the same; where the goal is in seconds, against a bare
Python that does nothing, which takes 10 ms where the goal is 1 s. `LOSLATEN_BENCH_NIGHTS` makes it
shorter.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from loslaten.practice_log import rows
from loslaten.practice_log.folder import FILE_NAME
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.migrations import EVER_MS
from loslaten.protocols.file import find
from loslaten_core.journal import event, record
from loslaten_core.journal.session import SessionRecord
from loslaten_core.practice.event import COMPLETED
from loslaten_core.practice.tally import GroupTally
from tests.bench import Row, bare

NIGHTS = int(os.environ.get("LOSLATEN_BENCH_NIGHTS", "1000000"))
WATCHES = max(1, NIGHTS // 1000)
BEGAN_MS = 1_795_375_800_000  # 2026-11-22 19:30 UTC
DAY_MS, HOUR_MS = 86_400_000, 3_600_000
PAGE = 1_000
RUNS = 3
BARE_TIMES_A_SECOND = 100
PERIOD = ("--since", "2029-06-25", "--until", "2029-08-19")
FILE = find("onderweg")
_PLAIN = """
import sqlite3, sys
log = sqlite3.connect(sys.argv[1])
for row in log.execute(sys.argv[2]):
    pass
"""
_TEN = "SELECT * FROM session ORDER BY id DESC LIMIT 10"
# By the index that the log has, so that it is no slower than SQLite can be.
_WEEKS = (
    f"SELECT * FROM session WHERE person_id = 1 AND coalesce(latest_ms, {EVER_MS}) "
    "BETWEEN 1876867200000 AND 1881705600000"
)
_ALL = (
    "SELECT session.*, raw FROM session "
    "JOIN record USING (journal_id, sequence) ORDER BY session.id"
)


def run() -> list[Row]:
    """Measure and return the rows."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder)
        path = str(folder / FILE_NAME)
        tool = str(Path(sys.executable).with_name("loslaten"))
        data = ("--data", str(folder))
        backup = str(folder / "backup.jsonl")
        found: list[Row] = []
        seconds = {"list of ten": 1, "report of eight weeks": 2}
        environment = bare.installed(os.environ, str(folder / "bytecode"))
        bare.cost((tool, "report", *data), environment)  # so that its bytecode is there
        into = str(folder / "into")
        bare_s = min(bare.cost(bare.NOTHING, environment)[0] for _ in range(RUNS))
        for what, command, plain, times_most, mib_most in (
            ("list of ten", (tool, "log", "list", "--last", "10", *data), _TEN, 20, 60),
            ("show", (tool, "log", "show", *data), _TEN, 30, 60),
            ("report of eight weeks", (tool, "report", *PERIOD, *data), _WEEKS, 50, 100),
            ("backup", (tool, "log", "backup", backup, *data), _ALL, 60, 100),
            ("import", (tool, "log", "import", backup, "--data", into), _ALL, 80, 100),
        ):
            cpu_s, mib = bare.cost(command, environment)
            if what in seconds:
                # The best of some: a goal in seconds is one of an idle machine.
                cpu_s = min(cpu_s, *(bare.cost(command, environment)[0] for _ in range(RUNS - 1)))
                note = f"goal {seconds[what]} s, at 10 ms a bare Python; {cpu_s:.2f} s here"
                most = seconds[what] * BARE_TIMES_A_SECOND
                row = Row(f"{what} of {NIGHTS} nights, time", cpu_s / bare_s, "x Python", note)
                found.append(row._replace(at_most=most))
            plain_s, _ = bare.cost((sys.executable, "-c", _PLAIN, path, plain), environment)
            name = f"{what} of {NIGHTS} nights"
            spent = f"{cpu_s:.2f} s of processor time; the same, plainly, {plain_s:.2f} s"
            found += [
                Row(name, cpu_s / plain_s, "x", spent, at_most=times_most),
                Row(f"{name}, memory", mib, "MiB", "the process's most", at_most=mib_most),
            ]
        size = (folder / FILE_NAME).stat().st_size
        return [*found, Row("log, a night", size / NIGHTS, "bytes", "with records and groups")]


def fill(folder: Path) -> None:
    """Make the log: a session and a sync a week, on each watch."""
    with PracticeLog.in_folder(folder) as log:
        content_id = log.keep_protocol(FILE.packed, FILE.texts, BEGAN_MS)
        for number in range(WATCHES):
            watch = log.see_watch(number.to_bytes(8, "big"), "", BEGAN_MS).id
            raws = list(_records(content_id))
            for at in range(0, len(raws), PAGE):
                log.take_page(watch, raws[at : at + PAGE], BEGAN_MS + at)
            log.add_note(
                log.last_session_id(),
                rows.Note(written_utc_ms=BEGAN_MS, tension_before=5, tension_after=3, text=""),
            )


def _records(content_id: bytes) -> Iterator[bytes]:
    session = SessionRecord(
        content_id, [GroupTally(group.muscle, False) for group in FILE.protocol.groups]
    )
    session.ending, session.duration_ms = COMPLETED, 600_000
    sequence = 0
    for night in range(NIGHTS // WATCHES):
        bodies: list[tuple[record.Body, int]] = [(session, night * DAY_MS + HOUR_MS)]
        if night % 7 == 0:
            told = event.Clock(BEGAN_MS + night * DAY_MS + 2 * HOUR_MS, 60, 40)
            bodies.append((told, night * DAY_MS + 2 * HOUR_MS))
        for body, uptime_ms in bodies:
            sequence += 1
            yield record.encode(record.of(body, sequence, 1, uptime_ms))
