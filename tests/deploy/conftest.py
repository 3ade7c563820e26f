"""How the tests of the deployment make firmware that tells which one it is, and start watches."""

import asyncio
from collections.abc import Callable

import pytest

from loslaten.sim import clock, tree
from loslaten.sim.watch import Watch

Files = dict[str, bytes]

MAIN = {"/main.py": (tree.DEVICE / "main.py").read_bytes()}
BOARD = b"pico_w 15"
# The parts of the firmware that a trial consists of; the rest only says who it is.
PARTS = ("device/slot.py", "device/clock.py", "device/files.py")
APP = """
import asyncio
from machine import WDT
from device import VERSION
from device.slot import Trial

async def live():
    trial, watchdog = Trial(), WDT(timeout=8_000)
    while True:
        await asyncio.sleep_ms(1_000)
        watchdog.feed()
        trial.well()

def run():
    print("this is", VERSION)
    asyncio.run(live())
"""


def firmware(version: str, app: str = APP) -> Files:
    """Return a small firmware of the shape of the real one."""
    files = {path: (tree.REPOSITORY / path).read_bytes() for path in PARTS}
    ticks = (tree.SHARED / "ticks.py").read_bytes()
    return files | {
        "board": BOARD,
        "device/__init__.py": f'VERSION = "{version}"\n'.encode(),
        "device/app.py": app.encode(),
        "loslaten_core/__init__.py": b"",
        "loslaten_core/ticks.py": ticks,
    }


def in_slot(slot: str, files: Files) -> Files:
    return {f"/{slot}/{path}": data for path, data in files.items()}


@pytest.fixture(scope="session")
def start() -> Callable[..., Watch]:
    """Starts a watch from what is on its flash and answers the watch.

    It runs for `seconds`, or until the power goes at the flash operation `cut` (number, bytes
    kept). `button`: it is held down.
    """

    def started(
        flash: Files, seconds: float = 15, *, button: bool = False, cut: tuple[int, int] = (0, 0)
    ) -> Watch:
        async def life() -> Watch:
            watch = Watch(firmware={}, flash=flash)
            if cut[0]:
                watch.cut_power_at(*cut)
            if button:
                watch.button_down()
            watch.power_on()
            await asyncio.sleep(seconds)
            return watch

        return clock.run(life())

    return started
