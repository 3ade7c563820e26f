# SPDX-License-Identifier: MIT
"""Syncs and is killed at every statement of the database in turn: run by test_cuts.

For each n a child process kills itself, with SIGKILL, when SQLite begins its nth statement of a
sync, or runs its nth batch of instructions; the link is cut as well, at a frame that depends on n.
What the watch was told to be safe goes through a pipe as it is told. Then the log is opened again
and the sync is done again, killed once more on the way.
"""

import os
import shutil
import sqlite3
import sys
from contextlib import closing, suppress
from pathlib import Path

from loslaten.link.client import connect
from loslaten.link.errors import LinkError
from loslaten.practice_log.log import PracticeLog
from loslaten.sim import clock
from loslaten.watches.sync import sync
from tests.link.wrist import KEY, Memory, Wrist
from tests.rigs.killed import ways
from tests.rigs.raw_records import records_of_nights

NIGHTS = records_of_nights(8)
NOW_MS = 1_800_000_000_000
# Half of the runs are cut, at one of so many frames: somewhere in the sync.
FRAMES = 60


class Confirming(Memory):
    """Tells through a pipe what it was told to be safe, before it says that it has heard."""

    def __init__(self, confirmed: int, pipe: int) -> None:
        super().__init__(NIGHTS)
        self.confirmed = confirmed
        self.pipe = pipe

    def confirm(self, sequence: int) -> None:
        super().confirm(sequence)
        os.write(self.pipe, bytes((sequence,)))


def bring(path: Path, services: Memory, arm=lambda connection: None, cut=None) -> None:
    async def once() -> None:
        wrist = Wrist(services, mtu=103)
        wrist.cut_after = cut
        with suppress(LinkError):
            async with await connect(wrist.device, KEY, wrist.backend()) as client:
                await sync(client, log, lambda: (NOW_MS, 60))

    with closing(PracticeLog(path)) as log:
        arm(log._db)
        clock.run(once())


def killed(path: Path, confirmed: int, arm, cut) -> tuple[bool, int]:
    """Sync in a child; return whether it was killed, and up to where the watch was confirmed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        bring(path, Confirming(confirmed, writing), arm, cut)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status), max([confirmed, *told])


def stored(path: Path) -> list[bytes]:
    with closing(sqlite3.connect(path)) as log:
        assert log.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [row[0] for row in log.execute("SELECT raw FROM record ORDER BY sequence")]


def require_safe(path: Path, confirmed: int) -> None:
    """Raise AssertionError unless the log has the first records, and all that were confirmed."""
    kept = stored(path)
    assert kept == NIGHTS[: len(kept)], path
    assert confirmed <= len(kept), f"confirmed before it was safe: {path}"


def main(folder: Path) -> None:
    empty = folder / "empty.db"
    PracticeLog(empty).close()
    for name, step, arming in ways(11):
        number, was_killed = 0, True
        while was_killed:
            path = folder / f"{name}-{number}.db"
            shutil.copy(empty, path)
            was_killed, confirmed = killed(path, 0, arming(number * step), None)
            require_safe(path, confirmed)
            cut = 20 + number % FRAMES if number % 2 else None
            _, confirmed = killed(path, confirmed, arming(number * step // 2), cut)
            require_safe(path, confirmed)
            # Nobody dies in the last one, so it needs no child, which takes twice the time.
            memory = Memory(NIGHTS)
            memory.confirmed = confirmed
            bring(path, memory)
            assert stored(path) == NIGHTS, path
            assert memory.confirmed == len(NIGHTS)
            number += 1
        sys.stdout.write(f"{name} {number - 1}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
