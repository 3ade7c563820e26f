# SPDX-License-Identifier: MIT
"""Finding watches when the laptop's own Bluetooth does not do what it should."""

import asyncio

import pytest
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakError,
)

from loslaten.link.errors import BluetoothError, NotFoundError
from loslaten.link.scan import find, scan
from loslaten.sim import clock
from loslaten_core.link import gatt

REASONS = BleakBluetoothNotAvailableReason


def hears(*advertisements):
    """A scanner backend to which (short id, name, rssi) are advertised every second."""

    class Scanner(BaseBleakScanner):
        def __init__(self, detection_callback, service_uuids, scanning_mode, **kwargs):
            super().__init__(detection_callback, service_uuids)
            self._task = None

        async def start(self):
            self._task = asyncio.create_task(self._advertise())

        async def stop(self):
            self._task.cancel()

        async def _advertise(self):
            while True:
                await asyncio.sleep(1)
                for short_id, name, rssi in advertisements:
                    device = BLEDevice(short_id.hex(), name, None)
                    data = {0xFFFF: short_id + b"\x01"} if len(short_id) == 4 else {}
                    told = AdvertisementData(name, data, {}, [gatt.LINK], None, rssi, ())
                    self.call_detection_callbacks(device, told)

    return Scanner


def fails(error):
    class Scanner(BaseBleakScanner):
        def __init__(self, detection_callback, service_uuids, scanning_mode, **kwargs):
            super().__init__(detection_callback, service_uuids)

        async def start(self):
            raise error

        async def stop(self):
            pass

    return Scanner


def test_all_watches_the_nearest_first():
    backend = hears((b"aaaa", "Far", -80), (b"bbbb", None, -40), (b"other", "Lamp", -20))
    found = clock.run(scan(3, backend))
    assert [(one.short_id, one.name, one.rssi_dbm) for one in found] == [
        (b"bbbb", "", -40),
        (b"aaaa", "Far", -80),
    ]


def test_the_one_that_is_wanted():
    backend = hears((b"aaaa", "One", -30), (b"bbbb", "Other", -60))
    assert clock.run(find(b"bbbb", 5, backend)).name == "Other"
    assert clock.run(find(None, 5, backend)).name == "One"


def test_nobody_there_in_time():
    async def look():
        with pytest.raises(NotFoundError) as told:
            await find(b"cccc", 4, hears((b"aaaa", "One", -30)))
        assert told.value.advice
        return asyncio.get_running_loop().time()

    assert 4 <= clock.run(look()) < 4.5


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (BleakBluetoothNotAvailableError("x", REASONS.NO_BLUETOOTH), "has no Bluetooth"),
        (BleakBluetoothNotAvailableError("x", REASONS.POWERED_OFF), "switched off"),
        (BleakBluetoothNotAvailableError("x", REASONS.DENIED_BY_USER), "may not use Bluetooth"),
        (BleakBluetoothNotAvailableError("x", REASONS.DENIED_BY_SYSTEM), "does not let"),
        (BleakBluetoothNotAvailableError("why", REASONS.UNKNOWN), "does not work: .*why"),
        (BleakBluetoothNotAvailableError("x", REASONS.NO_BLE_CENTRAL_ROLE), "too old"),
        (BleakDBusError("org.bluez.Error.NotReady", []), "switched off"),
        (BleakError("odd"), "odd"),
        (FileNotFoundError(2, "no bus", "/run/dbus"), "no Bluetooth service"),
    ],
)
def test_bluetooth_that_cannot_be_used_says_what_to_do(error, words):
    for look in (lambda: scan(2, fails(error)), lambda: find(None, 2, fails(error))):
        with pytest.raises(BluetoothError, match=words) as told:
            clock.run(look())
        assert told.value.advice


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\x1b]0;x\x07\x1b[2J\x1b[H ok", "]0;x[2J[H ok"),
        ("two\nlines", "two lines"),
        ("\u202eesrever", "esrever"),
        ("long" * 40, ("long" * 40)[:40]),
    ],
)
def test_a_stranger_s_name_is_made_harmless_where_it_is_heard(name, shown):
    (found,) = clock.run(scan(3, hears((b"aaaa", name, -40))))
    assert found.name == shown
