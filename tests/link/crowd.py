# SPDX-License-Identifier: MIT
"""Several devices in one room, advertising what they like, for bleak to find and connect to."""

import asyncio

from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner

from loslaten.watches.reach import Reach
from loslaten_core.link import gatt
from tests.link.wrist import Client


class Crowd:
    """Devices by address: each a `Wrist`, and the short id that it advertises.

    They advertise in the order they came in. `connected` has the addresses that were connected to.
    """

    def __init__(self):
        self.devices = {}
        self.connected = []

    def add(self, address, wrist, short_id):
        self.devices[address] = wrist, short_id

    def reach(self, key_for, addresses=None):
        more = {} if addresses is None else {"addresses": addresses}
        return Reach(
            key_for=key_for, scanner_backend=self._scanner(), client_backend=self._client(), **more
        )

    def _scanner(crowd):  # noqa: N805 - the scanner in it has a self of its own
        class Scanner(BaseBleakScanner):
            def __init__(self, detection_callback, service_uuids, scanning_mode, **kwargs):
                super().__init__(detection_callback, service_uuids)

            async def start(self):
                self._task = asyncio.create_task(self._advertise())

            async def stop(self):
                self._task.cancel()

            async def _advertise(self):
                while True:
                    await asyncio.sleep(0.1)
                    for address, (_, short_id) in crowd.devices.items():
                        await asyncio.sleep(0.1)
                        device = BLEDevice(address, "Wrist", None)
                        data = {0xFFFF: short_id + b"\x01"}
                        told = AdvertisementData("Wrist", data, {}, [gatt.LINK], None, -50, ())
                        self.call_detection_callbacks(device, told)

        return Scanner

    def _client(crowd):  # noqa: N805
        class CrowdClient(Client):
            def __init__(self, device, **kwargs):
                super().__init__(device, **kwargs)
                self.wrist = crowd.devices[device.address][0]
                crowd.connected.append(device.address)

        return CrowdClient
