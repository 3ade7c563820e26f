# SPDX-License-Identifier: MIT
"""Small firmware that tells which one it is, watches that have it, and their lives."""

import asyncio

from loslaten.deploy import image
from loslaten.deploy.compact import Names
from loslaten.firmware import tree
from loslaten.sim.watch import SimulatedWatch
from loslaten_core.link import settings

Files = dict[str, bytes]

MAIN = {"/main.py": (tree.DEVICE / "main.py").read_bytes()}
BOARD = b"pico_w 15"
# The parts of the firmware that a trial consists of; the rest only says who it is.
PARTS = ("device/slot.py", "device/clock.py", "device/files.py")
MOTOR = b"""
class motor:
    def off(self):
        pass
"""
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
    core = {
        f"loslaten_core/{name}": (tree.SHARED / name).read_bytes()
        for name in ("flash_layout.py", "ticks.py")
    }
    return (
        files
        | core
        | {
            "board": BOARD,
            "device/__init__.py": f'VERSION = "{version}"\n'.encode(),
            "device/app.py": app.encode(),
            "device/boards/__init__.py": b"",
            "device/boards/pico_w.py": MOTOR,
            "loslaten_core/__init__.py": b"",
        }
    )


def in_slot(slot: str, files: Files) -> Files:
    return {f"/{slot}/{path}": data for path, data in files.items()}


DATA = {
    "/data/": b"",
    "/data/journal/00000001.log": b"a night",
    "/data/key": bytes(range(32)),
    "/data/protocols/protocol-0": b"a protocol",
    "/data/settings": settings.pack_items([(settings.THEME, b"\x02")]),
}


def image_of(version: str, **changes: str) -> image.Image:
    board = image.board_named("pico_w")
    return image.Image(
        board=board,
        version=version,
        files=firmware(version, **changes),
        chooser=MAIN["/main.py"],
        names=Names({}, {}),
    )


def deployed(version: str) -> Files:
    """Return what is on a watch that runs a version from /a and has something to lose."""
    return MAIN | in_slot("a", firmware(version)) | {"/slot": b"a"} | DATA


async def life(
    flash: Files, seconds: float = 15, *, button: bool = False, cut: tuple[int, int] = (0, 0)
) -> SimulatedWatch:
    """Start a watch from what is on its flash and answer the watch.

    It runs for `seconds`, or until the power goes at the flash operation `cut` (number, bytes
    kept). `button`: it is held down.
    """
    watch = SimulatedWatch(firmware={}, flash=flash)
    if cut[0]:
        watch.cut_power_at(*cut)
    if button:
        watch.button_down()
    watch.power_on()
    await asyncio.sleep(seconds)
    return watch
