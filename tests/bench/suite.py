# SPDX-License-Identifier: MIT
"""The tests themselves, `make quick` and `make test`, set up before, on two cores.

Their time is that of a clock on the wall, so nothing else may run meanwhile. A bare Python starts
every two seconds while they run: it meets the same computer, as busy as they do, and the mean of
its processor time is what their time is a multiple of. A test that fails, fails the measurement.
"""

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import mean
from typing import IO

from tests.bench import Row, bare

ROOT = Path(__file__).parents[2]
# 60 s for people who change things, 8 minutes for everything, at 10 ms a bare Python.
GOALS_S = {"quick": 60, "test": 480}
BARE_S = 0.010
CORES = 2
EVERY_S = 2.0
_TOLD_TO_MAKE = re.compile("ARGS|MFLAGS|MAKE.*")
_PASSED = re.compile(r"^(\d+) passed", re.MULTILINE)


def run() -> list[Row]:
    """Measure and return the rows."""
    with two_cores():
        return [measured(target, goal_s) for target, goal_s in GOALS_S.items()]


@contextmanager
def two_cores() -> Iterator[None]:
    """Let what is started meanwhile run on two cores, where the system can tell it so."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    all_cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(all_cores)[:CORES])
    try:
        yield
    finally:
        os.sched_setaffinity(0, all_cores)


def measured(target: str, goal_s: float) -> Row:
    """Make a target once and return its row.

    Raises:
        RuntimeError: it failed.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        wall_s, bare_s = _timed(["make", target], said)
        said.seek(0)
        passed = _PASSED.search(said.read())
    assert passed, "pytest says how many passed"
    note = (
        f"{int(passed[1]):,} tests; goal {goal_s:g} s, at 10 ms a bare Python; "
        f"{wall_s:.0f} s here, at {bare_s * 1000:.1f} ms"
    )
    return Row(f"make {target}", wall_s / bare_s, "x Python", note, at_most=goal_s / BARE_S)


def _timed(command: list[str], said: IO[str]) -> tuple[float, float]:
    """Return the time of a command on the wall, and a bare Python's processor time, in s."""
    # What the make that started this was told is not for the one that is measured.
    environment = {
        name: value for name, value in os.environ.items() if not _TOLD_TO_MAKE.fullmatch(name)
    }
    bare_s = []
    began_s = time.monotonic()
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said) as process:
        while process.poll() is None:
            bare_s.append(bare.cost(bare.NOTHING, environment)[0])
            with suppress(subprocess.TimeoutExpired):
                process.wait(EVERY_S)
    if process.returncode:
        said.seek(0)
        raise RuntimeError(f"{' '.join(command)}: {said.read()[-2_000:]}")
    return time.monotonic() - began_s, mean(bare_s)
