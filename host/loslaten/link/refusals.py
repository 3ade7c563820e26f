# SPDX-License-Identifier: MIT
"""Refusals of a laptop's own Bluetooth, on each system: in words, and whether to try again.

The systems' errors reach us through bleak: BlueZ's by their names on D-Bus, those of Windows
(WinRT) as texts and as numbers of Windows, those of macOS (CoreBluetooth) as texts.
"""

import sys
from types import ModuleType
from typing import Final

from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakDeviceNotFoundError,
    BleakError,
)

from loslaten.language.text import Text

# What is wrong, and what to do about it.
Words = tuple[Text, Text]

_REASONS = BleakBluetoothNotAvailableReason
_PRIVACY: Final = {
    "darwin": Text(
        "sta het toe voor de terminal die u gebruikt: Systeeminstellingen, Privacy en beveiliging,"
        " Bluetooth",
        "allow it for the terminal you use: System Settings, Privacy & Security, Bluetooth",
    ),
    "win32": Text(
        "sta het toe: Instellingen, Privacy en beveiliging, Radio's",
        "allow it: Settings, Privacy & security, Radios",
    ),
}.get(
    sys.platform,
    Text(
        "sta het toe in de privacy-instellingen van het systeem",
        "allow it in the system's privacy settings",
    ),
)
_RESTART: Final = {
    "darwin": Text(
        "vraagt macOS of uw terminal Bluetooth mag gebruiken, sta het dan toe; zet Bluetooth"
        " anders uit en weer aan",
        "if macOS asks whether your terminal may use Bluetooth, allow it; else switch Bluetooth"
        " off and on",
    ),
    "win32": Text(
        "zet Bluetooth uit en weer aan; blijft het zo, herstart dan de computer",
        "switch Bluetooth off and on; if it stays so, restart the computer",
    ),
}.get(
    sys.platform,
    Text(
        "start het opnieuw: sudo systemctl restart bluetooth; of trek de adapter eruit en steek"
        " hem er weer in",
        "start it anew: sudo systemctl restart bluetooth; or plug the adapter in again",
    ),
)

_POWERED_OFF: Final = (
    Text("Bluetooth staat uit", "Bluetooth is switched off"),
    Text("zet het aan en probeer het opnieuw", "switch it on and try again"),
)
_DENIED: Final = (
    Text("dit programma mag Bluetooth niet gebruiken", "this program may not use Bluetooth"),
    _PRIVACY,
)
_DENIED_BY_SYSTEM: Final = (
    Text(
        "het systeem laat dit programma Bluetooth niet gebruiken",
        "the system does not let this program use Bluetooth",
    ),
    Text("vraag wie deze computer beheert", "ask who administers this computer"),
)
_NOT_AVAILABLE: Final = {
    _REASONS.NO_BLUETOOTH: (
        Text("deze computer heeft geen Bluetooth", "this computer has no Bluetooth"),
        Text("steek er een Bluetooth-adapter in", "plug in a Bluetooth adapter"),
    ),
    _REASONS.NO_BLE_CENTRAL_ROLE: (
        Text(
            "de Bluetooth van deze computer is te oud voor Bluetooth Low Energy",
            "this computer's Bluetooth is too old for Bluetooth Low Energy",
        ),
        Text("steek er een nieuwere Bluetooth-adapter in", "plug in a newer Bluetooth adapter"),
    ),
    _REASONS.POWERED_OFF: _POWERED_OFF,
    _REASONS.DENIED_BY_USER: _DENIED,
    _REASONS.DENIED_BY_SYSTEM: _DENIED_BY_SYSTEM,
    _REASONS.DENIED_BY_UNKNOWN: _DENIED,
}
_NO_SERVICE: Final = (
    Text(
        "de Bluetooth-dienst van deze computer draait niet",
        "this computer's Bluetooth service does not run",
    ),
    Text(
        "start hem: sudo systemctl start bluetooth; is er geen: sudo apt install bluez",
        "start it: sudo systemctl start bluetooth; if there is none: sudo apt install bluez",
    ),
)
_NO_DBUS: Final = (
    Text(
        "deze computer heeft geen Bluetooth-dienst: op D-Bus antwoordt niemand",
        "this computer has no Bluetooth service: nobody answers on D-Bus",
    ),
    Text(
        "installeer en start BlueZ: sudo apt install bluez; of neem een computer met Bluetooth",
        "install and start BlueZ: sudo apt install bluez; or use a computer with Bluetooth",
    ),
)
_SILENT: Final = (
    Text(
        "de Bluetooth van deze computer antwoordt niet",
        "this computer's Bluetooth does not answer",
    ),
    _RESTART,
)
_HUNG_UP: Final = (
    Text(
        "de Bluetooth-dienst van deze computer heeft opgehangen",
        "this computer's Bluetooth service hung up",
    ),
    _RESTART,
)
_GARBLED: Final = (
    Text(
        "de Bluetooth-dienst van deze computer antwoordt niet zoals het hoort",
        "this computer's Bluetooth service does not answer as it should",
    ),
    _RESTART,
)
_INCOMPLETE: Final = (
    Text(
        "de Bluetooth van deze computer zegt niet wat hij kan",
        "this computer's Bluetooth does not say what it can do",
    ),
    Text(
        "hij is misschien te oud: werk BlueZ bij (5.55 of nieuwer), of neem een andere adapter",
        "it may be too old: update BlueZ (5.55 or newer), or plug in another Bluetooth adapter",
    ),
)
_IN_USE: Final = (
    Text(
        "een ander programma gebruikt de Bluetooth van deze computer",
        "another program is using this computer's Bluetooth",
    ),
    Text("wacht tot het klaar is, of sluit het", "wait until it is done, or close it"),
)
# It does not run, and D-Bus cannot start it, for one reason or another.
_DBUS_SPAWN: Final = "org.freedesktop.DBus.Error.Spawn."
_DBUS: Final = {
    "org.freedesktop.DBus.Error.ServiceUnknown": _NO_SERVICE,
    "org.freedesktop.DBus.Error.NameHasNoOwner": _NO_SERVICE,
    "org.freedesktop.DBus.Error.AccessDenied": _DENIED_BY_SYSTEM,
    "org.freedesktop.DBus.Error.NoReply": _SILENT,
    "org.freedesktop.DBus.Error.Timeout": _SILENT,
    "org.freedesktop.DBus.Error.Disconnected": _HUNG_UP,
    "org.bluez.Error.AccessDenied": _DENIED_BY_SYSTEM,
    "org.bluez.Error.NotAuthorized": _DENIED_BY_SYSTEM,
    "org.bluez.Error.NotPermitted": _DENIED_BY_SYSTEM,
    "org.bluez.Error.NotReady": _POWERED_OFF,
    "org.bluez.Error.InProgress": _IN_USE,
}
# Windows: HRESULTs, as `OSError.winerror` has them.
_WINDOWS: Final = {
    0x8007048F: _POWERED_OFF,  # the device is not connected: no radio any more
    0x80070015: _POWERED_OFF,  # the device is not ready
    0x80070005: _DENIED,  # access is denied
    0x800710DF: _POWERED_OFF,  # the device is not ready for use
    0x80070102: _SILENT,  # the wait timed out
    0x800706BA: _HUNG_UP,  # the RPC server is unavailable
}
# Parts of what bleak says without an error of its own: WinRT, then CoreBluetooth.
_TEXTS: Final = (
    ("Is Bluetooth turned on", _POWERED_OFF),
    ("Access Denied", _DENIED),
    ("Bluetooth device is turned off", _POWERED_OFF),
    ("not authorized", _DENIED),
)
# What goes by itself: most of it is interference (the table of bleak-retry-connector).
_TRANSIENT: Final = (
    "le-connection-abort-by-local",
    "le-connection-abort-by-remote",
    "le-connection-create-socket",
    "br-connection-canceled",
    "Software caused connection abort",
    "Operation already in progress",
    "org.bluez.Error.InProgress",
    "failed to discover services, device disconnected",
    "Unreachable",  # WinRT, where a cold radio did not answer the first question
    "Peripheral failed to connect",  # CoreBluetooth
    "failed to connect",
)


def system_errors() -> tuple[type[Exception], ...]:
    """Return what bleak raises, and what it lets through.

    That is where D-Bus closes, refuses or talks nonsense, and where BlueZ leaves out a property.
    """
    bus = _bus_errors()
    more = () if bus is None else (bus.DBusFastError,)
    return (BleakError, OSError, EOFError, KeyError, AssertionError, *more)


def _bus_errors() -> ModuleType | None:
    """Return the module of D-Bus's errors; None where none can have been raised."""
    return sys.modules.get("dbus_fast.errors")


def words(error: Exception) -> Words | None:
    """Return what is wrong with the laptop's own Bluetooth; None when that is not what failed."""
    if isinstance(error, BleakBluetoothNotAvailableError):
        return _NOT_AVAILABLE.get(error.reason)
    if isinstance(error, BleakDBusError):
        spawned = error.dbus_error.startswith(_DBUS_SPAWN)
        return _NO_SERVICE if spawned else _DBUS.get(error.dbus_error)
    bus = _bus_errors()
    if bus is not None and isinstance(error, bus.DBusFastError):
        if isinstance(error, bus.AuthTimeoutError):
            return _SILENT
        return _DENIED_BY_SYSTEM if isinstance(error, bus.AuthError) else _GARBLED
    if isinstance(error, FileNotFoundError | ConnectionRefusedError):
        return _NO_DBUS  # the socket that bleak goes to on Linux
    if isinstance(error, EOFError | ConnectionError):
        return _HUNG_UP
    if isinstance(error, TimeoutError):
        return _SILENT
    if isinstance(error, KeyError):
        return _INCOMPLETE  # a property that bleak takes for granted
    number = getattr(error, "winerror", None)
    if number is not None and number & 0xFFFFFFFF in _WINDOWS:
        return _WINDOWS[number & 0xFFFFFFFF]
    return next((told for part, told in _TEXTS if part in str(error)), None)


def is_transient(error: Exception) -> bool:
    """Whether the same call is known to succeed now and then when it is made again."""
    if isinstance(error, BleakDeviceNotFoundError):
        return False  # it has to be heard anew
    return any(part in str(error) for part in _TRANSIENT)
