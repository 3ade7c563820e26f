# SPDX-License-Identifier: MIT
"""Advertisement that a bumble central heard, as bleak shows it."""

from uuid import UUID

from bleak.backends.scanner import AdvertisementData
from bumble import core
from bumble.core import AdvertisingData
from bumble.device import Advertisement

UUID_SIZES = {  # by the kind of list or data in an advertisement
    AdvertisingData.INCOMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS: 2,
    AdvertisingData.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS: 2,
    AdvertisingData.INCOMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS: 16,
    AdvertisingData.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS: 16,
}
SERVICE_DATA_SIZES = {
    AdvertisingData.SERVICE_DATA_16_BIT_UUID: 2,
    AdvertisingData.SERVICE_DATA_128_BIT_UUID: 16,
}


def advertisement_data(advertisement: Advertisement) -> AdvertisementData:
    """Return names, service UUIDs and data as bleak gives them."""
    name, tx_power = None, None
    makers: dict[int, bytes] = {}
    service_data: dict[str, bytes] = {}
    uuids: list[str] = []
    for kind, data in advertisement.data.ad_structures:
        if kind in (AdvertisingData.COMPLETE_LOCAL_NAME, AdvertisingData.SHORTENED_LOCAL_NAME):
            name = data.decode(errors="replace")
        elif kind == AdvertisingData.TX_POWER_LEVEL:
            tx_power = int.from_bytes(data[:1], "little", signed=True)
        elif kind == AdvertisingData.MANUFACTURER_SPECIFIC_DATA:
            makers[int.from_bytes(data[:2], "little")] = data[2:]
        elif size := UUID_SIZES.get(kind):
            starts = range(0, len(data) - size + 1, size)
            uuids += [uuid_text(core.UUID.from_bytes(data[at : at + size])) for at in starts]
        elif size := SERVICE_DATA_SIZES.get(kind):
            service_data[uuid_text(core.UUID.from_bytes(data[:size]))] = data[size:]
    return AdvertisementData(
        name, makers, service_data, uuids, tx_power, advertisement.rssi, (advertisement,)
    )


def uuid_text(uuid: core.UUID) -> str:
    """Return a UUID as bleak writes it: 128 bits, lower case."""
    return str(UUID(bytes=uuid.to_bytes(force_128=True)[::-1]))
