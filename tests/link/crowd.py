# SPDX-License-Identifier: MIT
"""Several devices in one room, advertising what they like, for bleak to find and connect to."""

import asyncio

from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner

from loslaten.watches.reach import Reach
from loslaten_core.link import gatt
from tests.link.wrist import Client


def hears(advertised):
    """A scanner backend that hears all of `advertised()`: (address, short id, name, rssi) each."""

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
                for address, short_id, name, rssi_dbm in advertised():
                    await asyncio.sleep(0.1)
                    device = BLEDevice(address, name, None)
                    data = {0xFFFF: short_id + b"\x01"} if len(short_id) == 4 else {}
                    told = AdvertisementData(name, data, {}, [gatt.LINK], None, rssi_dbm, ())
                    self.call_detection_callbacks(device, told)

    return Scanner


def fails(error):
    """A scanner backend where Bluetooth cannot be used, for the reason in `error`."""

    class Scanner(BaseBleakScanner):
        def __init__(self, detection_callback, service_uuids, scanning_mode, **kwargs):
            super().__init__(detection_callback, service_uuids)

        async def start(self):
            raise error

        async def stop(self):
            pass

    return Scanner


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

    def _scanner(self):
        return hears(
            lambda: (
                (address, short_id, "Wrist", -50)
                for address, (_, short_id) in self.devices.items()
            )
        )

    def _client(crowd):  # noqa: N805 - the client in it has a self of its own
        class CrowdClient(Client):
            def __init__(self, device, **kwargs):
                super().__init__(device, **kwargs)
                self.wrist = crowd.devices[device.address][0]
                crowd.connected.append(device.address)

        return CrowdClient
