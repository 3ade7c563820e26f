# SPDX-License-Identifier: MIT
"""Refusals of each system's Bluetooth, as bleak hands them on: named, or tried again.

The texts and numbers are those in bleak's sources for WinRT and CoreBluetooth, and BlueZ's.
"""

import inspect
from pathlib import Path

import bleak
import pytest
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakDeviceNotFoundError,
    BleakError,
)

from loslaten.link.errors import BluetoothError
from loslaten.link.refusals import is_transient, words

BACKENDS = Path(inspect.getfile(bleak)).parent / "backends"
REASONS = BleakBluetoothNotAvailableReason


def windows(hresult):
    """An error of Windows as Python has it there: `winerror` is a signed HRESULT."""
    error = OSError(22, "windows")
    error.winerror = hresult - (1 << 32)
    return error


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (windows(0x8007048F), "switched off"),
        (windows(0x800710DF), "switched off"),
        (windows(0x80070005), "may not use"),
        (windows(0x800706BA), "hung up"),
        (windows(0x80070102), "does not answer"),
        (BleakError("Failed to start scanner. Is Bluetooth turned on?"), "switched off"),
        (BleakError("Could not get GATT services: Access Denied"), "may not use"),
        (BleakError("Bluetooth device is turned off"), "switched off"),
        (BleakBluetoothNotAvailableError("x", REASONS.DENIED_BY_UNKNOWN), "may not use"),
        (BleakBluetoothNotAvailableError("x", REASONS.NO_BLE_CENTRAL_ROLE), "too old"),
        (EOFError(), "hung up"),
        (ConnectionResetError(104, "reset"), "hung up"),
        (TimeoutError(), "does not answer"),
        (KeyError("Roles"), "what it can do"),
        (BleakDBusError("org.freedesktop.DBus.Error.NoReply", []), "does not answer"),
        (BleakDBusError("org.freedesktop.DBus.Error.Spawn.Failed", []), "does not run"),
    ],
)
def test_the_laptop_s_own_bluetooth_is_named(error, told):
    message, advice = words(error)
    assert told in message.en
    assert message.nl != message.en
    assert advice.nl != advice.en
    assert told in BluetoothError(error).message


@pytest.mark.parametrize(
    "error",
    [
        windows(0x80004005),
        BleakError("odd"),
        BleakDeviceNotFoundError("here"),
        BleakBluetoothNotAvailableError("x", REASONS.UNKNOWN),
        BleakDBusError("org.bluez.Error.Failed", ["odd"]),
    ],
)
def test_what_is_not_the_laptop_s_bluetooth_is_not_called_that(error):
    assert words(error) is None


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (BleakDBusError("org.bluez.Error.Failed", ["le-connection-abort-by-local"]), True),
        (BleakDBusError("org.bluez.Error.InProgress", ["In Progress"]), True),
        (BleakDBusError("org.bluez.Error.Failed", ["Operation already in progress"]), True),
        (BleakError("failed to discover services, device disconnected"), True),
        (BleakError("Could not get GATT services: Unreachable"), True),
        (BleakError("failed to connect: Error Domain=CBErrorDomain Code=14"), True),
        (BleakDBusError("org.bluez.Error.AccessDenied", []), False),
        (BleakDeviceNotFoundError("here", "failed to connect"), False),
        (BleakError("odd"), False),
    ],
)
def test_only_what_is_known_to_pass_is_tried_again(error, passes):
    assert is_transient(error) == passes


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("winrt/scanner.py", "Is Bluetooth turned on?"),
        ("winrt/client.py", ": Access Denied"),
        ("winrt/client.py", ": Unreachable"),
        ("corebluetooth/CentralManagerDelegate.py", "failed to connect: "),
        ("corebluetooth/CentralManagerDelegate.py", "Bluetooth device is turned off"),
        ("bluezdbus/client.py", "le-connection-abort-by-local"),
        ("bluezdbus/manager.py", '["Roles"]'),
    ],
)
def test_bleak_still_says_what_we_listen_for(file, text):
    """A canary: with another bleak this table may have to be looked at again."""
    assert text in (BACKENDS / file).read_text("utf-8")
