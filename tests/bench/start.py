"""How soon the tool is there: whole processes, beside a bare Python.

In turns, so that all of them meet the same machine; the best of each is compared.
"""

import os
import subprocess
import sys
import tempfile
import time
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


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"HOME": home, "LOSLATEN_DATA": home, "XDG_STATE_HOME": home}
        best = dict.fromkeys(COMMANDS, float("inf"))
        for _ in range(RUNS):
            for name, command in COMMANDS.items():
                began_s = time.perf_counter()
                subprocess.run(
                    command, env=environment, capture_output=True, check=False, timeout=60
                )
                best[name] = min(best[name], time.perf_counter() - began_s)
    bare_s = best["python -c pass"]
    return [
        (name, took_s * 1000, "ms", f"{took_s / bare_s:.1f} x bare Python")
        for name, took_s in best.items()
    ]
