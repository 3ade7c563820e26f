# SPDX-License-Identifier: MIT
"""Putting a backup in the place of the log: as it was then, with everything that was in it.

Only what nothing else knows is kept: which watch is about to be handed over, and which numbers
were given.

The log from before is kept aside. Wherever the process is killed, there is the log from before or
the backup, and nothing else but whole logs.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from loslaten import files
from loslaten.practice_log import database, trouble
from loslaten.practice_log.backup import read as reading
from loslaten.practice_log.backup.merge import Outcome
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.database import StoreError
from loslaten.practice_log.folder import FILE_NAME, data_folder

_BESIDE = ("-wal", "-shm")


def restore(path: Path, folder: Path | None, now: datetime) -> tuple[Outcome, Path | None]:
    """Put a backup in the place of the log in a folder, wholly or not at all.

    Return what was in it, and where the log from before is now, None if there was none. `now`
    names that one. Raises FileError, and StoreError also while another process has the log open.
    """
    target = data_folder(folder) / FILE_NAME
    with WholeLog(target, connect=database.connect_temporary) as log:
        outcome = reading.take(path, log)
        with database.in_words(target), _turn(target):
            return outcome, _replace(target, log, now)


@contextmanager
def _turn(target: Path) -> Iterator[None]:
    """Let no other restore begin until the end: of a damaged log SQLite cannot tell who has it."""
    try:
        with files.changing(target, database.BUSY_MS / 1000):
            yield
    except TimeoutError as error:
        raise StoreError(trouble.IS_OPEN.format(target), trouble.END_IT) from error


def _replace(target: Path, log: WholeLog, now: datetime) -> Path | None:
    """Let the file stay and its contents change: another process may be about to open it."""
    with database.alone(target) as connection:
        if connection is not None:
            aside = None
            # Asked now that nobody else can make one.
            if connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone():
                with database.written_beside(target) as copy:
                    connection.backup(copy)
                aside = _free(target, now)
                database.unfinished(target).replace(aside)
            log.keep_of(connection)
            try:
                log.copy_to(connection)
            except sqlite3.OperationalError as error:
                # The log stands as it was, and a copy at each try would fill the disk the more.
                if aside is not None and error.sqlite_errorcode == sqlite3.SQLITE_FULL:
                    aside.unlink()
                raise
            return aside
    # A damaged one nobody can use: it goes wholly, with all that is wrong with it.
    with database.as_far_as_readable(target) as before:
        log.keep_of(before)
    with database.written_beside(target) as copy:
        log.copy_to(copy)
    aside = _free(target, now)
    _name_as_well(target, aside)
    for suffix in _BESIDE:
        if (beside := target.with_name(target.name + suffix)).exists():
            beside.replace(aside.with_name(aside.name + suffix))
    database.unfinished(target).replace(target)
    return aside


def _name_as_well(path: Path, name: Path) -> None:
    """Give a file another name besides, where the file system has that; else instead."""
    try:
        name.hardlink_to(path)
    except OSError:
        path.replace(name)


def _free(target: Path, now: datetime) -> Path:
    """Return a name for the log from before that no earlier one has."""
    stem = f"{target.stem}-before-{now:%Y%m%d-%H%M%S}"
    path, number = target.with_name(f"{stem}{target.suffix}"), 1
    while path.exists():
        number += 1
        path = target.with_name(f"{stem}-{number}{target.suffix}")
    return path
