# SPDX-License-Identifier: MIT
"""The firmware's link on MicroPython, on the virtual radio, and a laptop with bleak beside it."""

import asyncio
import json
from pathlib import Path

from loslaten.firmware import tree
from loslaten.link.client import connect
from loslaten.link.scan import find
from loslaten.sim import clock
from loslaten.sim.bluetooth.bleak_backend import backends
from loslaten.sim.bluetooth.peripheral import Peripheral
from loslaten.sim.bluetooth.radio import Radio
from loslaten.sim.watch import SimulatedWatch

FIRMWARE = Path(__file__).with_name("firmware")
KEY = bytes(range(32))
NEEDED = ("/device/__init__.py", "/device/clock.py", "/device/link.py", "/device/radio.py")


class OverAir:
    """A watch whose link alone runs, and a laptop within reach."""

    def __init__(self, radio, watch, central):
        self.radio, self.watch, self.central = radio, watch, central
        self.scanner, self.client_class = backends(central)

    @classmethod
    async def begin(cls, board="pico_w", pacing=None, gauge=False, **setup):
        setup = {"records": 20, "bytes": 120} | setup
        files = tree.core_tree() | tree.read_tree(tree.DEVICE, "/device")
        files["/main.py"] = (FIRMWARE / "link_only.py").read_bytes()
        files["/setup.json"] = json.dumps(setup).encode()
        radio = Radio(pacing)
        watch = SimulatedWatch(board, files, gauge=gauge)
        await Peripheral.attach(radio, watch)
        watch.power_on()
        return cls(radio, watch, await radio.central())

    async def connect(self, key=KEY):
        found = await find(scanner_backend=self.scanner)
        return await connect(found.device, key, self.client_class)

    @property
    def said(self):
        return self.watch.printed.splitlines()


def now_s():
    return asyncio.get_running_loop().time()


def tell(story, *args, may_crash=False, **options):
    """Run `story(air, *args)` in virtual time and return what it returns."""

    async def whole():
        air = await OverAir.begin(**options)
        try:
            return await story(air, *args)
        finally:
            assert may_crash or air.watch.crashes == []

    return clock.run(whole())
