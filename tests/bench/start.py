# SPDX-License-Identifier: MIT
"""Start of the tool: whole processes, as multiples of a Python that does nothing."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loslaten.practice_log.log import PracticeLog
from tests.bench import Row, bare
from tests.rigs.eight_weeks import fill

RUNS = 9
TOOL = str(Path(sys.executable).with_name("loslaten"))
COMMANDS = {
    "loslaten --help": [TOOL, "--help"],
    "loslaten log list": [TOOL, "log", "list"],
    "loslaten report": [TOOL, "report"],
    # This finds no watch to ask: what is measured is the way there.
    "status as JSON, no watch known": [TOOL, "status", "--json"],
}
GOALS = {"loslaten log list": 10, "loslaten report": 16}
ASKED = "status as JSON, of a simulated watch"


def run() -> list[Row]:
    """Measure and return the rows."""
    with tempfile.TemporaryDirectory() as home, _watch(home) as sim:
        environment = os.environ | {"HOME": home, "LOSLATEN_DATA": home, "XDG_STATE_HOME": home}
        with PracticeLog.in_folder(Path(home)) as log:
            fill(log)
        commands = COMMANDS | {ASKED: [TOOL, "--sim", sim, "status", "--json"]}
        measured = bare.measure(commands, RUNS, environment, may_fail=True)
    return [
        Row(
            name,
            one.times,
            "x Python",
            f"{one.seconds * 1000:.0f} ms here{_note(name)}",
            at_most=GOALS.get(name),
        )
        for name, one in measured.items()
    ]


@contextmanager
def _watch(home: str) -> Iterator[str]:
    """Run a simulated watch in a process of its own; yield where it is reached."""
    process = subprocess.Popen(
        [TOOL, "sim", "--usb", "--port", "0"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=home,
    )
    assert process.stdout is not None
    with process:
        found = re.search(r"at (\S+:\d+)", process.stdout.readline())
        assert found, "it says where it is when it is ready"
        try:
            yield found[1]
        finally:
            process.kill()


def _note(name: str) -> str:
    return "; listening, connecting and the proof of the key included" if name == ASKED else ""
