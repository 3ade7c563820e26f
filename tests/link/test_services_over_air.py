# SPDX-License-Identifier: MIT
"""The standard services of a watch on MicroPython, as any central reads them."""

import asyncio

from bleak import BleakClient

from loslaten.link.scan import find
from loslaten_core.link import gatt
from tests.link.over_air import both_boards, tell
from tests.link.wrist import WATCH_ID


def uuid(number):
    return f"0000{number:04x}-0000-1000-8000-00805f9b34fb"


@both_boards
def test_standard_services_tell_what_the_sig_says(board):
    async def story(air):
        found = await find(scanner_backend=air.scanner)
        async with BleakClient(found.device, backend=air.client_class) as client:
            return [
                bytes(await client.read_gatt_char(uuid(number)))
                for number in (
                    gatt.MODEL_NUMBER,
                    gatt.SERIAL_NUMBER,
                    gatt.FIRMWARE_REVISION,
                    gatt.BATTERY_LEVEL,
                )
            ]

    assert tell(story, board=board) == [b"memory", WATCH_ID.hex().encode(), b"test", b"M"]


def test_a_service_table_that_overflows_is_noticed_at_the_start():
    async def story(air):
        await asyncio.sleep(1)
        return [text for _, text in air.watch.crashes]

    (crash,) = tell(story, may_crash=True, services=3)
    assert "the attribute table does not fit this board" in crash


@both_boards
def test_the_wearer_s_name_is_the_device_s_name(board):
    async def story(air):
        found = await find(scanner_backend=air.scanner)
        async with BleakClient(found.device, backend=air.client_class) as client:
            return bytes(await client.read_gatt_char(uuid(0x2A00)))

    assert tell(story, board=board) == b"Wrist"
