# SPDX-License-Identifier: MIT
"""Putting a backup in the place of the log: as it was then, with everything that was in it.

The log from before is kept aside, and is there again when anything goes wrong.
"""

from contextlib import closing
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
    with WholeLog(target, connect=database.connect_temporary) as log:
        outcome = reading.take(path, log)
        with database.in_words(target):
            return outcome, _replace(target, log, now)


def _replace(target: Path, log: WholeLog, now: datetime) -> Path | None:
    """Let the file stay and its contents change: another process may be about to open it."""
    had_one = target.exists()
    with database.alone(target) as connection:
        aside = _free(target, now)
        if connection is not None:
            if had_one:
                with closing(database.new_file(aside)) as copy:
                    connection.backup(copy)
            log.copy_to(connection)
            return aside if had_one else None
    _move(target, aside)
    try:
        with database.alone(target) as connection:
            assert connection is not None
            log.copy_to(connection)
    except BaseException:
        _move(aside, target)
        raise
    return aside


def _free(target: Path, now: datetime) -> Path:
    """Return a name for the log from before that no earlier one has."""
    stem = f"{target.stem}-before-{now:%Y%m%d-%H%M%S}"
    path, number = target.with_name(f"{stem}{target.suffix}"), 1
    while path.exists():
        number += 1
        path = target.with_name(f"{stem}-{number}{target.suffix}")
    return path


def _move(path: Path, to: Path) -> None:
    for suffix in _SUFFIXES:
        if (one := path.with_name(path.name + suffix)).exists():
            one.replace(to.with_name(to.name + suffix))
