# SPDX-License-Identifier: MIT
"""A watch on the virtual radio and a laptop within its reach, for stories in virtual time."""

import asyncio
from typing import Self

from bumble.device import Device

from loslaten.link.client import Client, connect
from loslaten.link.scan import HeardWatch, find
from loslaten.sim.bedroom import KEY
from loslaten.sim.bluetooth.bleak_backend import backends
from loslaten.sim.bluetooth.peripheral import Peripheral
from loslaten.sim.bluetooth.radio import Pacing, Radio
from loslaten.sim.watch import SimulatedWatch


class WithinReach:
    """Cast of a story: the air, the watch with a finger on its button, and the laptop."""

    def __init__(
        self, radio: Radio, watch: SimulatedWatch, peripheral: Peripheral, central: Device
    ) -> None:
        self.radio, self.watch, self.peripheral, self.central = radio, watch, peripheral, central
        self.scanner, self.client_class = backends(central)

    @classmethod
    async def begin(
        cls, watch: SimulatedWatch, pacing: Pacing | None = None, *, is_on: bool = True
    ) -> Self:
        """Bring a watch and a laptop together; switch the watch on, unless it stays off."""
        radio = Radio(pacing)
        peripheral = await Peripheral.attach(radio, watch)
        if is_on:
            watch.power_on()
        return cls(radio, watch, peripheral, await radio.central())

    async def find(self, timeout_s: float = 10) -> HeardWatch:
        """Return the watch that is heard first."""
        return await find(timeout_s=timeout_s, scanner_backend=self.scanner)

    async def connect(self, key: bytes = KEY) -> Client:
        """Return a client that has proven the key."""
        return await connect((await self.find()).device, key, self.client_class)

    async def hold(self, seconds: float) -> None:
        """Hold the button for so long."""
        self.watch.button_down()
        await asyncio.sleep(seconds)
        self.watch.button_up()
