# SPDX-License-Identifier: MIT
"""Cost of a whole night on the simulator, as a multiple of a Python that does nothing."""

import sys
import tempfile
from pathlib import Path

from tests.bench import Row, bare

RUNS = 3


def run() -> list[Row]:
    """Measure and return the rows."""
    tool = str(Path(sys.executable).with_name("loslaten"))
    with tempfile.TemporaryDirectory() as folder:
        command = [tool, "demo", "--out", folder]
        one = bare.measure({"a whole night, simulated": command}, RUNS)
    return [
        Row(name, it.times, "x Python", f"`loslaten demo`; {it.seconds:.1f} s here")
        for name, it in one.items()
    ]
