# SPDX-License-Identifier: MIT
"""Finding watches when the laptop's own Bluetooth does not do what it should."""

import asyncio

import pytest
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakError,
)

from loslaten.link.errors import BluetoothError, NotFoundError
from loslaten.link.scan import find, scan
from loslaten.sim import clock
from tests.link.crowd import fails, hears

REASONS = BleakBluetoothNotAvailableReason


def room(*devices):
    """A scanner backend in a room with these devices: (short id, name, rssi) each."""
    return hears(lambda: ((short_id.hex(), short_id, *rest) for short_id, *rest in devices))


def test_all_watches_the_nearest_first():
    backend = room((b"aaaa", "Far", -80), (b"bbbb", None, -40), (b"other", "Lamp", -20))
    found = clock.run(scan(3, backend))
    assert [(one.short_id, one.name, one.rssi_dbm) for one in found] == [
        (b"bbbb", "", -40),
        (b"aaaa", "Far", -80),
    ]


def test_the_one_that_is_wanted():
    backend = room((b"aaaa", "One", -30), (b"bbbb", "Other", -60))
    assert clock.run(find(b"bbbb", 5, backend)).name == "Other"
    assert clock.run(find(None, 5, backend)).name == "One"


@pytest.mark.parametrize(
    ("preferred", "address", "within_s"),
    [
        (b"aaaa".hex(), b"aaaa".hex(), 1),
        (b"bbbb".hex(), b"bbbb".hex(), 1),
        ("gone", b"aaaa".hex(), 2),
    ],
)
def test_the_address_that_was_right_before_is_waited_for_a_moment(preferred, address, within_s):
    async def look():
        backend = room((b"aaaa", "One", -30), (b"bbbb", "Other", -60))
        found = await find(None, 9, backend, preferred=preferred)
        return found.device.address, asyncio.get_running_loop().time()

    found, took_s = clock.run(look())
    assert (found, took_s < within_s) == (address, True)


def test_nobody_there_in_time():
    async def look():
        with pytest.raises(NotFoundError) as told:
            await find(b"cccc", 4, room((b"aaaa", "One", -30)))
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
    (found,) = clock.run(scan(3, room((b"aaaa", name, -40))))
    assert found.name == shown
