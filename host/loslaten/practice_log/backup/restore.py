# SPDX-License-Identifier: MIT
"""Putting a backup in the place of the log: as it was then, with everything that was in it.

The log from before is moved aside, and is there again when anything goes wrong.
"""

from datetime import datetime
from pathlib import Path

from loslaten.practice_log import database
from loslaten.practice_log.backup import read as reading
from loslaten.practice_log.backup.merge import Outcome
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.folder import FILE_NAME, data_folder

_SUFFIXES = ("", "-wal", "-shm")


def restore(path: Path, folder: Path | None, now: datetime) -> tuple[Outcome, Path | None]:
    """Put a backup in the place of the log in a folder, wholly or not at all.

    Return what was in it, and where the log from before is now, None if there was none. `now`
    names that one. Raises FileError, and StoreError also while another process has the log open.
    """
    target = data_folder(folder) / FILE_NAME
    made = target.with_name(f".{target.name}-restored")
    _remove(made)
    try:
        with WholeLog(made) as log:
            outcome = reading.take(path, log)
        with database.in_words(target):
            return outcome, _replace(target, made, now)
    finally:
        _remove(made)


def _replace(target: Path, made: Path, now: datetime) -> Path | None:
    aside = target.with_name(f"{target.stem}-before-{now:%Y%m%d-%H%M%S}{target.suffix}")
    had_one = target.exists()
    if had_one:
        database.require_unused(target)
        for suffix in _SUFFIXES:
            if (old := _with(target, suffix)).exists():
                old.replace(_with(aside, suffix))
    made.replace(target)
    return aside if had_one else None


def _remove(path: Path) -> None:
    for suffix in _SUFFIXES:
        _with(path, suffix).unlink(missing_ok=True)


def _with(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
