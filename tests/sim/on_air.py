# SPDX-License-Identifier: MIT
"""A watch with test firmware on the virtual radio, and a laptop beside it."""

import asyncio
import json
from pathlib import Path

from bleak import BleakClient, BleakScanner
from bumble.device import Peer
from bumble.hci import Address

from loslaten.sim import clock
from loslaten.sim.bluetooth.bleak_backend import backends
from loslaten.sim.bluetooth.peripheral import Peripheral
from loslaten.sim.bluetooth.radio import Radio
from loslaten.sim.watch import SimulatedWatch

FIRMWARE = Path(__file__).with_name("firmware")
SERVICE = "6d1d0001-9b1c-4f0e-8a56-3c2f1e0d9c8b"
INBOX = "6d1d0002-9b1c-4f0e-8a56-3c2f1e0d9c8b"
OUTBOX = "6d1d0003-9b1c-4f0e-8a56-3c2f1e0d9c8b"


class OnAir:
    """Cast of a story."""

    def __init__(self, radio, watch, peripheral, central):
        self.radio, self.watch, self.peripheral, self.central = radio, watch, peripheral, central
        self.scanner, self.client_class = backends(central)
        self.received = []

    @classmethod
    async def begin(cls, firmware="ble_echo", board="pico_w", pacing=None, layout=None, seed=0):
        files = {"/main.py": (FIRMWARE / f"{firmware}.py").read_bytes()}
        if layout is not None:
            files["/layout.json"] = json.dumps(layout).encode()
        radio = Radio(pacing)
        watch = SimulatedWatch(board, files, seed=seed)
        peripheral = await Peripheral.attach(radio, watch)
        watch.power_on()
        return cls(radio, watch, peripheral, await radio.central())

    async def find(self, timeout_s=5):
        return await BleakScanner.find_device_by_filter(
            lambda _, data: SERVICE in data.service_uuids, timeout_s, backend=self.scanner
        )

    async def client(self, **options):
        """Return a client that is not connected yet."""
        return BleakClient(await self.find(), backend=self.client_class, **options)

    async def subscribed(self, **options):
        """Return a connected client; notifications go to `received`."""
        client = await self.client(**options)
        await client.connect()
        await client.start_notify(OUTBOX, lambda _, value: self.received.append(bytes(value)))
        return client

    async def peer(self, mtu=None):
        """Return bumble's own idea of the other side, for what bleak does not let one choose."""
        connection = await self.central.connect(Address(self.peripheral.address), timeout=5)
        peer = Peer(connection)
        if mtu:
            await peer.request_mtu(mtu)
        await peer.discover_all()
        return peer

    def said(self):
        """Return the lines that the firmware has printed."""
        return self.watch.printed.splitlines()


async def small_exchange(air):
    client = await air.subscribed()
    await client.write_gatt_char(INBOX, b"one", response=True)
    await client.write_gatt_char(INBOX, b"two", response=False)
    while len(air.received) < 2:
        assert client.is_connected
        await asyncio.sleep(0.01)
    await client.disconnect()


def now_s():
    return asyncio.get_running_loop().time()


def tell(story, *args, **options):
    """Run `story(on_air, *args)` in virtual time and return what it returns."""

    async def whole():
        return await story(await OnAir.begin(**options), *args)

    return clock.run(whole())
