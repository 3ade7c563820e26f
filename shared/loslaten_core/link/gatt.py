# SPDX-License-Identifier: MIT
"""GATT table and advertising of the watch.

The UUIDs and their order are frozen: hosts cache the table of a watch they know, and a cached
table that no longer fits cannot be mended from our side (bleak issues 431 and 1940). What changes
is the version of the messages inside, agreed in the hello.
"""

import hashlib

from loslaten_core.link.wire import WireError

# The flags of MicroPython's `bluetooth`, which are those of the Bluetooth core specification.
READ = 0x0002
WRITE_NO_RESPONSE = 0x0004
WRITE = 0x0008
NOTIFY = 0x0010

DEVICE_INFORMATION = 0x180A
MODEL_NUMBER = 0x2A24
SERIAL_NUMBER = 0x2A25
FIRMWARE_REVISION = 0x2A26
BATTERY = 0x180F
BATTERY_LEVEL = 0x2A19
LINK = "6ea70001-6f5d-46f0-8aa2-ed7cd198b819"
TO_WATCH = "6ea70002-6f5d-46f0-8aa2-ed7cd198b819"
TO_LAPTOP = "6ea70003-6f5d-46f0-8aa2-ed7cd198b819"

# (service, ((characteristic, flags), ...)). Never an encrypted flag: stock firmware on the Pico W
# cannot pair, and would make the value unreadable for ever.
TABLE = (
    (
        DEVICE_INFORMATION,
        ((MODEL_NUMBER, READ), (SERIAL_NUMBER, READ), (FIRMWARE_REVISION, READ)),
    ),
    (BATTERY, ((BATTERY_LEVEL, READ),)),
    (LINK, ((TO_WATCH, WRITE | WRITE_NO_RESPONSE), (TO_LAPTOP, NOTIFY))),
)

# What the Pico W's stack leaves of its 512 bytes; beyond them it overwrites in silence.
BUDGET_BYTES = 447
# A value that is read must fit the smallest MTU whole.
VALUE_BYTES = 22

_COMPANY_NONE = 0xFFFF  # "no company": reserved by the Bluetooth SIG for those without a number
_AD_FLAGS = 0x01
_AD_UUIDS_128 = 0x07
_AD_NAME = 0x09
_AD_MANUFACTURER = 0xFF
_ID_BYTES = 8
_SHORT_ID_BYTES = 4


def table_bytes(table: "tuple[tuple[int | str, tuple[tuple[int | str, int], ...]], ...]") -> int:
    """Return what a service table takes of BUDGET_BYTES (BTstack's sizes, from its source)."""
    total = 0
    for service, characteristics in table:
        total += 10 if isinstance(service, int) else 24
        for characteristic, flags in characteristics:
            total += 21 if isinstance(characteristic, int) else 49
            total += 10 if flags & NOTIFY else 0
    return total


def watch_id(serial: bytes) -> bytes:
    """Return who a watch is, 8 bytes from its board's serial number.

    Boards of one batch share most of a serial; of its hash even the part that is advertised tells
    them apart, and it does not tell the serial.
    """
    return hashlib.sha256(serial).digest()[:_ID_BYTES]


def short_id(watch_id: bytes) -> bytes:
    """Return the part of a watch's id that it advertises."""
    return watch_id[:_SHORT_ID_BYTES]


def advertisement(watch_id: bytes, version: int) -> bytes:
    """Return the advertising data: the link's UUID, the short id, the newest wire version."""
    return (
        _structure(_AD_FLAGS, b"\x06")  # general discoverable, no classic Bluetooth
        + _structure(_AD_UUIDS_128, _uuid_bytes(LINK))
        + _structure(
            _AD_MANUFACTURER,
            _COMPANY_NONE.to_bytes(2, "little") + short_id(watch_id) + bytes((version,)),
        )
    )


def scan_response(name: str) -> bytes:
    """Return the scan response: the wearer's name for the watch, at most 20 bytes of UTF-8."""
    raw = name.encode()
    if len(raw) > 20:
        raise WireError(f"a name of {len(raw)} bytes; 20 fit")
    return _structure(_AD_NAME, raw)


def read_manufacturer_data(company: int, data: bytes) -> "tuple[bytes, int] | None":
    """Return (short id, newest version) from advertised manufacturer data, or None if not ours."""
    if company != _COMPANY_NONE or len(data) != _SHORT_ID_BYTES + 1:
        return None
    return bytes(data[:_SHORT_ID_BYTES]), data[_SHORT_ID_BYTES]


def _structure(kind: int, data: bytes) -> bytes:
    return bytes((len(data) + 1, kind)) + data


def _uuid_bytes(uuid: str) -> bytes:
    return bytes(reversed(bytes.fromhex(uuid.replace("-", ""))))
