# SPDX-License-Identifier: MIT
"""Finding watches: by the link's service, which every one of ours advertises."""

import asyncio
from collections.abc import Callable, Container
from contextlib import suppress
from dataclasses import dataclass

from bleak import BleakScanner
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner

from loslaten.language import clean
from loslaten.link.errors import BluetoothError, NotFoundError
from loslaten.link.limit import within
from loslaten.link.refusals import is_transient, system_errors
from loslaten_core.link import gatt

ScannerBackend = type[BaseBleakScanner]

# What starting and stopping the scanner may take; a healthy system needs a tenth of it.
START_S = 8.0
STOP_S = 3.0
_ATTEMPTS = 3
_PAUSE_S = 1.0
# A watch advertises four times a second: by then the address that proved the key last was heard.
_PREFERENCE_S = 1.5

# Longer than any name that fits an advertisement.
_NAME_CHARS = 40


@dataclass(frozen=True, kw_only=True)
class HeardWatch:
    """A watch within reach.

    short_id: the beginning of its id, 4 bytes. name: the wearer's for it, or empty. version: the
    newest wire version that it speaks. rssi_dbm: how strong it was heard. device: bleak's own.
    """

    short_id: bytes
    name: str
    version: int
    rssi_dbm: int
    device: BLEDevice


async def scan(
    timeout_s: float = 8.0, scanner_backend: ScannerBackend | None = None
) -> list[HeardWatch]:
    """Return all watches heard within the time, the nearest first.

    Raises BluetoothError when the laptop's own Bluetooth cannot be used.
    """
    heard: dict[bytes, HeardWatch] = {}

    def hear(found: HeardWatch) -> bool:
        named = found.name or (heard[found.short_id].name if found.short_id in heard else "")
        heard[found.short_id] = HeardWatch(
            short_id=found.short_id,
            name=named,
            version=found.version,
            rssi_dbm=found.rssi_dbm,
            device=found.device,
        )
        return False

    await _listen(hear, timeout_s, scanner_backend)
    return sorted(heard.values(), key=lambda found: -found.rssi_dbm)


async def find(
    short_id: bytes | None = None,
    timeout_s: float = 10.0,
    scanner_backend: ScannerBackend | None = None,
    *,
    without: Container[str] = (),
    preferred: str | None = None,
) -> HeardWatch:
    """Return the first watch heard, or with `short_id` one that claims to be that very one.

    without: addresses that are passed over. preferred: the address that is waited for a moment
    longer when another one is heard first.

    Raises NotFoundError after the time, BluetoothError as `scan`.
    """
    heard: dict[str, HeardWatch] = {}
    enough = asyncio.Event()

    def hear(found: HeardWatch) -> bool:
        address = found.device.address
        if address in without or short_id not in (None, found.short_id):
            return False
        if preferred not in (None, address) and not heard:
            asyncio.get_running_loop().call_later(_PREFERENCE_S, enough.set)
        heard.setdefault(address, found)
        return preferred in (None, address)

    await _listen(hear, timeout_s, scanner_backend, enough)
    if not heard:
        raise NotFoundError(short_id)
    return heard.get(preferred or "", next(iter(heard.values())))


async def _listen(
    hear: Callable[[HeardWatch], bool],
    timeout_s: float,
    backend: ScannerBackend | None,
    enough: asyncio.Event | None = None,
) -> None:
    """Call `hear` with every watch heard until it says that it is enough, or the time is over."""
    enough = enough or asyncio.Event()

    def detect(device: BLEDevice, advertised: AdvertisementData) -> None:
        found = _read(device, advertised)
        if found is not None and hear(found):
            enough.set()

    scanner = await _started(
        lambda: BleakScanner(detect, service_uuids=[gatt.LINK], backend=backend)
    )
    try:
        with suppress(TimeoutError):
            await asyncio.wait_for(enough.wait(), timeout_s)
    finally:
        # What was heard is as good without: the system ends the search when the program ends.
        with suppress(*system_errors()):
            await within(STOP_S, scanner.stop())


async def _started(make: Callable[[], BleakScanner]) -> BleakScanner:
    """Return a scanner that scans; try again where another program only seems to be in the way."""
    for attempt in range(1, _ATTEMPTS + 1):
        scanner = make()
        try:
            await within(START_S, scanner.start())
            return scanner
        except TimeoutError as error:
            raise BluetoothError(error) from error
        except system_errors() as error:
            if attempt == _ATTEMPTS or not is_transient(error):
                raise BluetoothError(error) from error
            await asyncio.sleep(_PAUSE_S)
    raise AssertionError("a last attempt returns or raises")


def _read(device: BLEDevice, advertised: AdvertisementData) -> HeardWatch | None:
    for company, data in advertised.manufacturer_data.items():
        ours = gatt.read_manufacturer_data(company, data)
        if ours is not None:
            short_id, version = ours
            name = clean.line(advertised.local_name or "", _NAME_CHARS)
            return HeardWatch(
                short_id=short_id,
                name=name,
                version=version,
                rssi_dbm=advertised.rssi,
                device=device,
            )
    return None
