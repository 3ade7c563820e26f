# SPDX-License-Identifier: MIT
"""Imports pages and is killed at every statement in turn: run by test_store_unhappy.

For each n the child process kills itself, with SIGKILL, when SQLite begins its nth statement (or
runs its nth batch of instructions); then the log is opened again, must hold whole pages only, and
the import is finished. What stands then must be what an undisturbed import makes.
"""

import os
import sqlite3
import sys
from pathlib import Path

from loslaten.practice_log.log import PracticeLog
from tests.rigs import killed
from tests.rigs.raw_records import NOW_MS, SERIAL, pages

NIGHTS = 6
PER_PAGE = 3


def import_all(path: Path, arm=lambda connection: None) -> None:
    with PracticeLog(path) as log:
        arm(log._db)
        watch_id = log.see_watch(SERIAL, "nightstand", NOW_MS).id
        for page in pages(NIGHTS, PER_PAGE):
            log.take_page(watch_id, page, NOW_MS)


def content(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    found = list(connection.iterdump())
    connection.close()
    return found


def die_in_child(path: Path, arm) -> bool:
    """Whether the import was killed before it was done."""
    child = os.fork()
    if child == 0:
        import_all(path, arm)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def whole_pages_only(path: Path) -> None:
    connection = sqlite3.connect(path)
    (records,) = connection.execute("SELECT count(*) FROM record").fetchone()
    (sessions,) = connection.execute("SELECT count(*) FROM session").fetchone()
    (groups,) = connection.execute("SELECT count(*) FROM session_group").fetchone()
    connection.close()
    lengths = [0]
    for page in pages(NIGHTS, PER_PAGE):
        lengths.append(lengths[-1] + len(page))
    assert records in lengths, records
    assert sessions == max(0, records - 2)
    assert groups == 17 * sessions


def main(folder: Path) -> None:
    import_all(folder / "undisturbed.db")
    expected = content(folder / "undisturbed.db")
    for name, step, arming in killed.ways(7):
        deaths = 0
        while True:
            path = folder / f"{name}-{deaths}.db"
            if not die_in_child(path, arming(deaths * step)):
                break
            deaths += 1
            whole_pages_only(path)
            import_all(path)
            assert content(path) == expected, (name, deaths)
        sys.stdout.write(f"{name} {deaths}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
