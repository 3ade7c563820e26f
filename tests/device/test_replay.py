# SPDX-License-Identifier: MIT
"""A recorded conversation, played to a watch whose randomness has failed altogether."""

import asyncio

from bleak import BleakClient

from loslaten.link.client import connect
from loslaten.sim.bedroom import KEY
from loslaten_core.link import gatt
from tests.rigs.room import live

RIGGED = "import os\nos.urandom = lambda count: bytes(count)\n"


def constant(count):
    return bytes(count)


def recording(backend, said):
    """A client for bleak that keeps what the laptop says."""

    class Recorder(backend):
        async def write_gatt_char(self, characteristic, data, response):
            said.append(bytes(data))
            await super().write_gatt_char(characteristic, data, response)

    return Recorder


def test_a_recording_is_not_taken_for_the_laptop_without_any_randomness():
    async def story(room):
        await room.open_radio()
        said = []
        device = (await room.find()).device
        async with await connect(
            device, KEY, recording(room.client_class, said), constant
        ) as client:
            await client.write_settings({"name": "Recorded"})
        assert len(said) > 4
        async with await room.connect() as client:
            await client.write_settings({"name": "Changed"})
        for _ in range(2):
            client = BleakClient((await room.find()).device, backend=room.client_class)
            await client.connect()
            for frame in said:
                if client.is_connected:
                    try:
                        await client.write_gatt_char(gatt.TO_WATCH, frame, response=True)
                    except Exception:  # the watch has hung up, as it should
                        break
            await client.disconnect()
            await asyncio.sleep(1)
        async with await room.connect() as client:
            assert (await client.settings())["name"] == "Changed"

    live(story, main=RIGGED)


def test_no_nonce_comes_twice_without_any_randomness():
    """Neither within a start of the watch nor after the next, at the same ticks."""
    nonces = []

    async def greet(room):
        device = (await room.find()).device
        async with await connect(device, KEY, room.client_class, constant) as client:
            assert client.watch_id

    async def story(room):
        for _ in range(2):
            await room.open_radio()
            for _ in range(2):
                heard = []
                room.radio.eavesdrop(heard.append)
                await greet(room)
                air = b"".join(packet.att[5:] for packet in heard if is_notification(packet))
                # Two frames hold the greeting; the nonce is its end.
                nonces.append(air[22:40])
            room.watch.power_off()
            room.watch.power_on()
            await asyncio.sleep(1)

    live(story, main=RIGGED)
    assert len(set(nonces)) == len(nonces) == 4


def is_notification(packet):
    return packet.att is not None and packet.att[0] == 0x1B
