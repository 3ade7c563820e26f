# SPDX-License-Identifier: MIT
"""Death of a process in its work on a log: at any statement, or within one."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

_REPOSITORY = Path(__file__).parents[2]

Arm = Callable[[sqlite3.Connection], None]


class Countdown:
    """Kills this process the nth time it is called."""

    def __init__(self, count: int) -> None:
        self.left = count

    def __call__(self, *_: object) -> int:
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0


def ways(instructions: int) -> Iterator[tuple[str, int, Callable[[int], Arm]]]:
    """Yield each way to die: its name, the step from one death to the next, how to set it up."""
    yield "statement", 1, lambda count: lambda log: log.set_trace_callback(Countdown(count))
    yield (
        "instructions",
        instructions,
        lambda count: lambda log: log.set_progress_handler(Countdown(count), 40),
    )


def deaths(program: str, folder: Path, limit_s: float) -> dict[str, int]:
    """Run a program that lets children die in each way; return how many died in each.

    It exits with 0 where all was well after each death, and prints a line for each way.
    """
    done = subprocess.run(
        [sys.executable, "-m", program, str(folder)],
        cwd=_REPOSITORY,
        capture_output=True,
        text=True,
        timeout=limit_s,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {line.split()[0]: int(line.split()[1]) for line in done.stdout.splitlines()}
