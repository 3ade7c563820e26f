# SPDX-License-Identifier: MIT
"""Restores a backup and is killed at every line in turn: run by test_killed_restore.

For each n the child process kills itself, with SIGKILL, before the nth line that puts the
backup in the place of the log, and once in the midst of a copy, as it grows too large.
There has to be the log from before or the backup then, beside it whole logs only once it was
opened, and the next restore has to end well.
"""

import os
import resource
import signal
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from loslaten.practice_log import database
from loslaten.practice_log.backup import restore, write
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.database import StoreError
from tests.rigs.killed import Countdown
from tests.rigs.raw_records import NOW_MS, SERIAL, pages

BEFORE, BACKUP = 400, 3
DAMAGED = b"no log" * 1000
# Larger than the backup, smaller than the log from before.
SIZE_MAX = 300_000
MODULES = {database.__file__, restore.__file__}
LOCK = "practice.lock"
NOW = datetime(2026, 11, 29, tzinfo=UTC)


def fill(folder: Path, nights: int) -> str:
    with WholeLog.in_folder(folder) as log:
        watch_id = log.see_watch(SERIAL, "nightstand", NOW_MS).id
        for page in pages(nights, 50):
            log.take_page(watch_id, page, NOW_MS)
        return "".join(write.write(log))


def die_at_line(count: int) -> None:
    countdown, has_begun = Countdown(count), False

    def trace(frame: FrameType, event: str, _: object):
        nonlocal has_begun
        if frame.f_code.co_filename not in MODULES:
            return None
        has_begun |= frame.f_code is restore._replace.__code__
        if event == "line" and has_begun:
            countdown()
        return trace

    sys.settrace(trace)


def die_when_too_large(_: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (SIZE_MAX, SIZE_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def die_in_child(backup: Path, data: Path, arm, count: int) -> bool:
    """Whether the restore was killed before it was done."""
    child = os.fork()
    if child == 0:
        arm(count)
        restore.restore(backup, data, NOW)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or status == 0, status
    return os.WIFSIGNALED(status)


def nights(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return connection.execute("SELECT count(*) FROM session").fetchone()[0]


def what_is(path: Path) -> int | str:
    """Return how many nights are in a log; the damaged one is as damaged as it was."""
    if path.read_bytes() == DAMAGED:
        return "damaged"
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return connection.execute("SELECT count(*) FROM session").fetchone()[0]


def look(data: Path, before: int | str) -> None:
    """Open the log, as the next command does, and see what there is."""
    try:
        with WholeLog.in_folder(data) as log:
            log.check()
    except StoreError:
        assert before == "damaged"
        # Who has a damaged log opens none, and restores or moves it away.
        (data / "practice.db-unfinished").unlink(missing_ok=True)
    here = what_is(data / "practice.db")
    assert here in (before, BACKUP), here
    others = {path for path in data.iterdir() if path.name not in ("practice.db", LOCK)}
    aside = [what_is(path) for path in others]
    assert set(aside) <= {before, BACKUP}, aside
    assert here == before or before in aside


def main(folder: Path) -> None:
    backup = folder / "practice.jsonl"
    backup.write_text(fill(folder / "small", BACKUP))
    fill(folder / "large", BEFORE)
    sound = (folder / "large" / "practice.db").read_bytes()
    assert len(sound) > SIZE_MAX > (folder / "small" / "practice.db").stat().st_size
    for name, before, content, arm in (
        ("large", BEFORE, sound, die_when_too_large),
        ("sound", BEFORE, sound, die_at_line),
        ("damaged", "damaged", DAMAGED, die_at_line),
    ):
        killed = 0
        while True:
            data = folder / f"{name}-{killed}"
            data.mkdir()
            (data / "practice.db").write_bytes(content)
            if not die_in_child(backup, data, arm, killed):
                break
            killed += 1
            look(data, before)
            restore.restore(backup, data, NOW)
            look(data, before)
            assert what_is(data / "practice.db") == BACKUP
            if arm is die_when_too_large:
                break
        sys.stdout.write(f"{name} {killed}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
