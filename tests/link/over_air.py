# SPDX-License-Identifier: MIT
"""The firmware's link on MicroPython, on the virtual radio, and a laptop with bleak beside it."""

import asyncio
import json
from pathlib import Path

import pytest

from loslaten.firmware import tree
from loslaten.sim import clock
from loslaten.sim.watch import SimulatedWatch
from tests.rigs.within_reach import WithinReach

both_boards = pytest.mark.parametrize("board", ["pico_w", "xiao_esp32s3"])
FIRMWARE = Path(__file__).with_name("firmware")
NEEDED = ("/device/__init__.py", "/device/clock.py", "/device/link.py", "/device/radio.py")


class OverAir(WithinReach):
    """A watch whose link alone runs, and a laptop within reach."""

    @property
    def said(self):
        return self.watch.printed.splitlines()


def link_only(board="pico_w", gauge=False, **setup):
    """Return a watch whose link alone runs, set up as the firmware beside this file reads it."""
    setup = {"records": 20, "bytes": 120} | setup
    files = tree.core_tree() | tree.read_tree(tree.DEVICE, "/device")
    files["/main.py"] = (FIRMWARE / "link_only.py").read_bytes()
    files["/setup.json"] = json.dumps(setup).encode()
    return SimulatedWatch(board, files, gauge=gauge)


def now_s():
    return asyncio.get_running_loop().time()


def tell(story, *args, may_crash=False, pacing=None, **options):
    """Run `story(air, *args)` in virtual time and return what it returns."""

    async def whole():
        air = await OverAir.begin(link_only(**options), pacing)
        try:
            return await story(air, *args)
        finally:
            assert may_crash or air.watch.crashes == []

    return clock.run(whole())
