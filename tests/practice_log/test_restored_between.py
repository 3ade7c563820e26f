# SPDX-License-Identifier: MIT
"""A restore between any two lines of which another process is at work in the folder."""

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from loslaten.practice_log import database
from loslaten.practice_log.backup import restore, write
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.database import StoreError
from loslaten.practice_log.log import PracticeLog
from tests.rigs.raw_records import NOW_MS

NOW = datetime.fromtimestamp(NOW_MS / 1000)
DAMAGED = b"no log" * 1000
# Does something in the folder of a log, given its path and another backup.
Visit = Callable[[Path, Path], None]


def backup_of(name: str, folder: Path) -> Path:
    """Return a backup of the log of one person."""
    with WholeLog.in_folder(folder / name) as log:
        log.add_person(name, NOW_MS)
        file = folder / f"{name}.jsonl"
        file.write_text("".join(write.write(log)))
    return file


def new(_path: Path) -> None:
    """Leave the log to be made."""


def sound(path: Path) -> None:
    with PracticeLog(path) as log:
        log.add_person("Before", NOW_MS)


def damaged(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(DAMAGED)


def add(path: Path, _backup: Path) -> None:
    with PracticeLog(path, busy_ms=0) as log:
        log.add_person("Visitor", NOW_MS)


def restore_another(path: Path, backup: Path) -> None:
    restore.restore(backup, path.parent, NOW)


def restored(backup: Path, path: Path, at: int, visit: Callable[[], None]) -> bool:
    """Restore a backup with a visit before the nth line; return whether there are so many."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        if frame.f_code.co_filename != restore.__file__ or frame.f_code.co_name == "restore":
            return trace if frame.f_code.co_name == "restore" else None
        if event == "line":
            count += 1
            if count == at:
                sys.settrace(None)
                visit()
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        restore.restore(backup, path.parent, NOW)
    finally:
        sys.settrace(before)
    return count >= at


def names_in(path: Path) -> set[str]:
    """Return the persons of all logs that are there, and whether a damaged one is."""
    found = set()
    for one in path.parent.glob("*.db"):
        if one.read_bytes() == DAMAGED:
            found.add("damaged")
            continue
        with PracticeLog(one) as log:
            log.check()
            found |= {person.name for person in log.persons()}
    return found


@pytest.mark.parametrize("visit", [add, restore_another])
@pytest.mark.parametrize("begin", [new, sound, damaged])
def test_nothing_is_lost_of_what_either_did(tmp_path, monkeypatch, begin, visit):
    first, second = backup_of("First", tmp_path), backup_of("Second", tmp_path)
    added = {add: "Visitor", restore_another: "Second"}[visit]
    expected = {new: set(), sound: {"Before"}, damaged: {"damaged"}}[begin] | {"First"}
    at, is_visited = 0, True
    while is_visited:
        at += 1
        path = tmp_path / f"{at}" / "practice.db"
        begin(path)
        done = set()

        def visited(path: Path = path, done: set[str] = done) -> None:
            with monkeypatch.context() as patch, suppress(StoreError):
                patch.setattr(database, "BUSY_MS", 0)
                visit(path, second)
                done.add(added)

        is_visited = restored(first, path, at, visited)
        assert names_in(path) - {""} == expected | done
    assert at > 5
