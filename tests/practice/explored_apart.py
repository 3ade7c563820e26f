# SPDX-License-Identifier: MIT
"""An exploration on MicroPython, of which CPython is told the extent and the fingerprint."""

from pathlib import Path

from loslaten.firmware import tree
from loslaten.sim.micropython.script import run_script

NAMES = (
    "examples.py",
    "phases.py",
    "books.py",
    "monitor.py",
    "exploration.py",
    "session_explorer.py",
    "evening_explorer.py",
)
# The engine collects garbage only between two calls of it, so the exploration is left so often:
# without that, one of a minute takes gigabytes.
_SCRIPT = """
import asyncio
import gc
from tests.practice.evening_explorer import EveningExplorer
from tests.practice.examples import every_mode, two_groups
from tests.practice.session_explorer import SessionExplorer

async def explore():
    exploration = {made}
    for number, _ in enumerate(exploration.in_pieces()):
        if number % 32 == 0:
            gc.collect()
            await asyncio.sleep_ms(1)
    print(exploration.summary())
    print(exploration.fingerprint())

asyncio.run(explore())
"""

# For hours of the torture; a test takes seconds, and a busy machine may take a hundred times that.
LIMIT_S = 4 * 3_600.0


def explored_on_micropython(made: str) -> tuple[str, int]:
    """Return the summary and the fingerprint of the exploration that the expression makes."""
    here = Path(__file__).parent
    beside = {f"/tests/practice/{name}": (here / name).read_bytes() for name in NAMES}
    files = tree.core_tree() | beside
    told = run_script(_SCRIPT.format(made=made), files, within_s=LIMIT_S)
    summary, fingerprint = told.splitlines()
    return summary, int(fingerprint)
