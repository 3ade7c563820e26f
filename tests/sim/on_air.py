# SPDX-License-Identifier: MIT
"""A watch with test firmware on the virtual radio, and a laptop beside it."""

import asyncio
import json
from pathlib import Path

from bleak import BleakClient, BleakScanner
from bumble.device import Peer
from bumble.hci import Address

from loslaten.sim import clock
from loslaten.sim.watch import SimulatedWatch
from tests.rigs.within_reach import WithinReach

FIRMWARE = Path(__file__).with_name("firmware")
SERVICE = "6d1d0001-9b1c-4f0e-8a56-3c2f1e0d9c8b"
INBOX = "6d1d0002-9b1c-4f0e-8a56-3c2f1e0d9c8b"
OUTBOX = "6d1d0003-9b1c-4f0e-8a56-3c2f1e0d9c8b"


class OnAir(WithinReach):
    """A watch with test firmware, and a laptop that uses bleak directly."""

    def __init__(self, *cast):
        super().__init__(*cast)
        self.received = []

    async def heard(self, timeout_s=5):
        """Return the device with the test firmware's service, None where it is not heard."""
        return await BleakScanner.find_device_by_filter(
            lambda _, data: SERVICE in data.service_uuids, timeout_s, backend=self.scanner
        )

    async def client(self, **options):
        """Return a client that is not connected yet."""
        return BleakClient(await self.heard(), backend=self.client_class, **options)

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


def on_air(firmware="ble_echo", board="pico_w", layout=None, seed=0):
    """Return a watch with one of the firmwares beside this file."""
    files = {"/main.py": (FIRMWARE / f"{firmware}.py").read_bytes()}
    if layout is not None:
        files["/layout.json"] = json.dumps(layout).encode()
    return SimulatedWatch(board, files, seed=seed)


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


def tell(story, *args, pacing=None, **options):
    """Run `story(on_air, *args)` in virtual time and return what it returns."""

    async def whole():
        return await story(await OnAir.begin(on_air(**options), pacing), *args)

    return clock.run(whole())
