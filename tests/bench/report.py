# SPDX-License-Identifier: MIT
"""Ten years of practice, a session and a sync every night: taking them in, and reporting them.

The watch is one that sleeps deeply between the nights, so that each night is a start of its own
and its time is worked out over the board's clock. The naive ways beside them do the same: import
with a commit for each record, and a report over all nights as objects in memory, added up in
Python.
"""

import dataclasses
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from loslaten.practice_log import rows
from loslaten.practice_log.days import Period, day_of
from loslaten.practice_log.folder import FILE_NAME
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.sessions import Night, nights
from loslaten.programme.in_report import in_report
from loslaten.protocols.file import find
from loslaten.report.figures import compute
from loslaten.report.page import html as page
from loslaten.report.reading import joined
from loslaten.watches.wallclock import now
from loslaten_core.journal import event, record
from loslaten_core.journal.record import Body
from loslaten_core.journal.session import SessionRecord
from loslaten_core.practice import protocol
from loslaten_core.practice.event import COMPLETED, STOPPED
from loslaten_core.practice.tally import GroupTally
from tests.bench import Row, bare

NIGHTS = 3_650
PAGE = 64
# The naive import is timed over so many records: it would take minutes for all of them.
FEW = 600
BEGAN_MS = 1_795_375_800_000  # 2026-11-22 19:30 UTC
DAY_MS, HOUR_MS = 86_400_000, 3_600_000
SERIAL = b"ten-year"
_PERSON = 1  # the only one
FILE = find("handout")
RUNS = 3
NAIVE = "naive: report over 10 years, page"
# 1.5 s where a bare Python takes 10 ms.
PAGE_TIMES = 150
SINCE, UNTIL = day_of(BEGAN_MS, 60), day_of(BEGAN_MS + NIGHTS * DAY_MS, 60)


def run() -> list[Row]:
    """Measure and return the rows."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return [*_imports(folder), *_reports(folder)]


def _imports(folder: Path) -> list[Row]:
    path = folder / FILE_NAME
    raws = list(_records())
    plain_s = _plain_inserts(folder / "plain.db", raws)
    paged_s = _import(path, raws, PAGE)
    naive_s = _import(folder / "naive.db", raws[:FEW], 1)
    size = path.stat().st_size
    slower = (naive_s / FEW) / (paged_s / len(raws))
    note = f"{len(raws)} records, {PAGE} a commit; {paged_s:.1f} s of processor time"
    return [
        Row("import of 10 years", paged_s / plain_s, "x SQLite", note),
        Row("naive: import, a commit for each record", slower, "x ours", ""),
        Row("database of 10 years", size / NIGHTS, "B/night", f"{size / 1_000_000:.1f} MB"),
    ]


def _plain_inserts(path: Path, raws: Sequence[bytes]) -> float:
    """Put the same bytes into a table of SQLite's, as often a commit; return its time."""
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("CREATE TABLE record (number INTEGER PRIMARY KEY, raw BLOB)")
        began_s = time.process_time()
        for at in range(0, len(raws), PAGE):
            with plain:
                plain.executemany(
                    "INSERT INTO record (raw) VALUES (?)", [(raw,) for raw in raws[at : at + PAGE]]
                )
        return time.process_time() - began_s


def _import(path: Path, raws: list[bytes], page_size: int) -> float:
    """Take records in as a sync does, then the notes; return the time of the records."""
    with PracticeLog(path) as log:
        log.see_watch(SERIAL, "", BEGAN_MS)
        log.keep_protocol(FILE.packed, FILE.texts, BEGAN_MS)
        began_s = time.process_time()
        for at in range(0, len(raws), page_size):
            log.take_page(1, raws[at : at + page_size], BEGAN_MS + at)
        took_s = time.process_time() - began_s
        for session_id in range(1, NIGHTS if page_size > 1 else 1, 3):
            tension = session_id % 5 + 3
            log.add_note(
                session_id,
                rows.Note(
                    written_utc_ms=BEGAN_MS,
                    tension_before=tension,
                    tension_after=session_id % 4,
                    text="",
                ),
            )
    return took_s


def _records() -> Iterable[bytes]:
    """Yield the records of the watch: each night a start, a session, and the time it was told."""
    content_id = protocol.content_id(FILE.packed)
    sequence = 0
    for night in range(NIGHTS):
        boot = night + 1
        start = event.Boot(event.DEEP_SLEEP, "0.1")
        start.rtc_ms, start.rtc_kept, start.rtc_drift_ppm = night * DAY_MS, True, 100
        told = event.Clock(BEGAN_MS + night * DAY_MS + 9 * HOUR_MS, 60, 40)
        bodies: tuple[tuple[Body, int], ...] = (
            (start, 10),
            (session(night, content_id), 60_000),
            (told, 9 * HOUR_MS),
        )
        for body, uptime_ms in bodies:
            sequence += 1
            yield record.encode(record.of(body, sequence, boot, uptime_ms))


def session(night: int, content_id: bytes) -> SessionRecord:
    """Return a night's session, with something asked for, something cut, and some stopped."""
    one = SessionRecord(
        content_id, [GroupTally(group.muscle, False) for group in FILE.protocol.groups]
    )
    for place, group in enumerate(one.groups):
        group.asked = int((night + place) % 5 == 0)
        group.done = 2 + group.asked
        group.cuts = 0b10 if (night + place) % 17 == 0 else 0
        group.tense_ms, group.release_ms = group.done * 6_000, group.done * 30_000
    one.ending = STOPPED if night % 9 == 0 else COMPLETED
    one.duration_ms, one.settle_in_ms, one.final_rest_ms = 1_900_000, 60_000, 300_000
    one.battery_before_mv, one.battery_after_mv, one.worst_late_ms = 3_900, 3_850, 3
    return one


def _reports(folder: Path) -> list[Row]:
    ours, theirs = folder / "ours.html", folder / "naive.html"
    tool = str(Path(sys.executable).with_name("loslaten"))
    data = ["--data", str(folder)]
    whole = [tool, "report", "--since", str(SINCE), "--until", str(UNTIL), *data]
    measured = bare.measure(
        {
            "report over 10 years, page": [
                *(*whole, "--lang", "en", "--force", "--html", str(ours)),
            ],
            "report over 10 years, text": whole,
            "report over its newest weeks, text": [tool, "report", "--since", "2036-10-01", *data],
            NAIVE: [sys.executable, "-m", "tests.bench.report", str(folder), str(theirs)],
        },
        RUNS,
    )
    assert _body(ours) == _body(theirs), "both ways tell the same"
    rows = [
        Row(name, one.times, "x Python", f"process and all; {one.seconds:.2f} s here")
        for name, one in measured.items()
    ]
    rows[0] = rows[0]._replace(at_most=PAGE_TIMES)
    return rows + [
        Row(f"{name}, memory", one.mib, "MiB", "the process's most")
        for name, one in measured.items()
        if "page" in name
    ]


def _body(path: Path) -> str:
    """Return a page without the day on which it was made."""
    return path.read_text("utf-8").partition("<footer>")[0]


def _naive(folder: Path, path: Path) -> None:
    """Make the page from all nights in memory, added up one by one."""
    with PracticeLog.in_folder(folder) as log:
        every = nights(log)
        counted = joined(log, ((one.session, one.notes) for one in every))
        utc_ms, zone_min = now()
        told = in_report(log, _PERSON, SINCE, UNTIL, day_of(utc_ms, zone_min), zone_min)
    figures = compute(counted, Period(SINCE, UNTIL), lambda parts: _sums(every, parts))
    made = datetime.fromtimestamp(BEGAN_MS / 1000, UTC).date()
    path.write_text(
        page.html(figures, page.Page(lang="en", made=made, programme=told)), encoding="utf-8"
    )


def _sums(every: list[Night], parts: Iterable[tuple[int, int]]) -> list[rows.GroupSums]:
    by_id = {night.id: night for night in every}
    found: dict[tuple[int, int], list[int]] = {}
    for session_id, part in parts:
        for place, group in enumerate(by_id[session_id].groups):
            sums = found.setdefault((part, group.muscle), [place, *[0] * 9])
            hurt = bool(group.cuts or group.skipped or group.interrupted)
            sums[0] = min(sums[0], place)
            for at, more in enumerate(
                (
                    not group.left_out,
                    bool(group.done or group.skipped or group.interrupted),
                    group.done,
                    group.asked,
                    group.asked > 0,
                    bool(group.cuts),
                    group.skipped,
                    group.interrupted,
                    hurt,
                ),
                1,
            ):
                sums[at] += more
    names = [field.name for field in dataclasses.fields(rows.GroupSums)]
    return [
        rows.GroupSums(**dict(zip(names, (*key, *sums), strict=True)))
        for key, sums in sorted(found.items())
    ]


if __name__ == "__main__":
    _naive(Path(sys.argv[1]), Path(sys.argv[2]))
