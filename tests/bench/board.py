# SPDX-License-Identifier: MIT
"""The firmware on a Pico W, by the engine of `tests/board`: memory, lateness, the link.

"Before" is the firmware of commit c390a61 in this engine, unmodified, with a cell that it can read
(it did not select VSYS).
"""

from tests.bench import Row
from tests.board.figures import FIGURES

BEFORE = {
    "edges within 5 ms": 0.9,
    "edge, latest": 54.8,
    "drive's length, worst": 33.1,
    "onset of a release, latest": 45,
    "largest free block, least": 1_008,
    "heap free, least": 12,
    "in use, session": 160_864,
    "in use, syncing": 163_888,
    "least heap that starts": 0,
    "pull": 7.5,
    "sync of one night": 0.4,
    "gap between feeds, longest": 8_000,
    "power-on to first tick": 2_907,
}


def run() -> list[Row]:
    """Measure and return the rows."""
    rows = [measure() for measure in FIGURES]
    return [row._replace(before=BEFORE.get(row.name)) for row in rows]
