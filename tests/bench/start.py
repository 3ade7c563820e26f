"""How soon the tool is there: whole processes, beside a bare Python.

In turns, so that all of them meet the same machine; the best of each is compared.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import Row

RUNS = 9
TOOL = str(Path(sys.executable).with_name("loslaten"))
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "loslaten --help": [TOOL, "--help"],
    "loslaten log list --json": [TOOL, "log", "list", "--json"],
    # This finds no watch to ask: what is measured is the way there.
    "loslaten status --json, no watch known": [TOOL, "status", "--json"],
}
ASKED = "loslaten status --json, of a simulated watch"


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as home, _watch(home) as sim:
        environment = os.environ | {"HOME": home, "LOSLATEN_DATA": home, "XDG_STATE_HOME": home}
        commands = COMMANDS | {ASKED: [TOOL, "--sim", sim, "status", "--json"]}
        best = dict.fromkeys(commands, float("inf"))
        for _ in range(RUNS):
            for name, command in commands.items():
                began_s = time.perf_counter()
                subprocess.run(
                    command, env=environment, capture_output=True, check=False, timeout=60
                )
                best[name] = min(best[name], time.perf_counter() - began_s)
    bare_s = best["python -c pass"]
    return [
        (name, took_s * 1000, "ms", f"{took_s / bare_s:.1f} x bare Python{_note(name)}")
        for name, took_s in best.items()
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
