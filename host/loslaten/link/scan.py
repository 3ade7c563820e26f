"""Finding watches: by the link's service, which every one of ours advertises."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bleak import BleakScanner
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.exc import BleakError

from loslaten.link.errors import BluetoothError, NotFoundError
from loslaten_core.link import gatt

ScannerBackend = type[BaseBleakScanner]


@dataclass(frozen=True)
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
            found.short_id, named, found.version, found.rssi_dbm, found.device
        )
        return False

    await _listen(hear, timeout_s, scanner_backend)
    return sorted(heard.values(), key=lambda found: -found.rssi_dbm)


async def find(
    short_id: bytes | None = None,
    timeout_s: float = 10.0,
    scanner_backend: ScannerBackend | None = None,
) -> HeardWatch:
    """Return the first watch heard, or with `short_id` that very one.

    Raises NotFoundError after the time, BluetoothError as `scan`.
    """
    wanted = asyncio.get_running_loop().create_future()

    def hear(found: HeardWatch) -> bool:
        if short_id is not None and found.short_id != short_id:
            return False
        if not wanted.done():
            wanted.set_result(found)
        return True

    await _listen(hear, timeout_s, scanner_backend)
    if not wanted.done():
        raise NotFoundError(short_id)
    result: HeardWatch = wanted.result()
    return result


async def _listen(
    hear: Callable[[HeardWatch], bool], timeout_s: float, backend: ScannerBackend | None
) -> None:
    """Call `hear` with every watch heard until it says that it is enough, or the time is over."""
    enough = asyncio.Event()

    def detect(device: BLEDevice, advertised: AdvertisementData) -> None:
        found = _read(device, advertised)
        if found is not None and hear(found):
            enough.set()

    try:
        async with BleakScanner(detect, service_uuids=[gatt.LINK], backend=backend):
            await asyncio.wait_for(enough.wait(), timeout_s)
    except TimeoutError:
        return
    except (BleakError, OSError) as error:
        raise BluetoothError(error) from error


def _read(device: BLEDevice, advertised: AdvertisementData) -> HeardWatch | None:
    for company, data in advertised.manufacturer_data.items():
        ours = gatt.read_manufacturer_data(company, data)
        if ours is not None:
            short_id, version = ours
            return HeardWatch(
                short_id, advertised.local_name or "", version, advertised.rssi, device
            )
    return None
