# SPDX-License-Identifier: MIT
"""A watch that is nothing but its link: the firmware's radio and server, with services in memory.

/setup.json: {"records": how many, "bytes": of each}, and what is to be otherwise than usual:
"window_ms": of the radio, "services": how many too many, "handler_lost_ms": when the Bluetooth
stack takes the interrupt handler away.
"""

import asyncio
import gc
import json
import os

import bluetooth
from cryptolib import aes

from device.patience import Patience
from device.radio import Radio
from device.requests import RefusedError, Services
from loslaten_core.link import gatt, message
from loslaten_core.link.ccm import Ccm
from loslaten_core.link.lockout import Lockout

with open("/setup.json") as file:
    SETUP = json.load(file)


class NoButton:
    has_news = False


class Memory(Services):
    watch_id = b"wrist-01"
    key = bytes(range(32))

    def __init__(self):
        self.confirmed = 0
        self.packed = {}

    def status(self):
        gc.collect()
        values = {}
        for name in message.STATUS_HEAD.names:
            values[name] = 0
        values["next_record"] = SETUP["records"] + 1
        values["first_record"] = 1
        values["confirmed_record"] = self.confirmed
        values["storage_bytes"] = gc.mem_alloc()
        values["protocols"] = len(self.packed)
        return values, bytes(6), "test", "memory"

    def records(self, sequence):
        for number in range(max(sequence, 1), SETUP["records"] + 1):
            yield bytes((number & 0xFF,)) * SETUP["bytes"]

    def count(self, sequence):
        return max(0, SETUP["records"] + 1 - sequence)

    def confirm(self, sequence):
        self.confirmed = sequence

    def settings(self):
        return []

    def put_protocol(self, packed):
        print("put", len(packed))
        self.packed[packed[:6]] = packed
        yield packed[:6]

    def get_protocol(self, content_id):
        if content_id not in self.packed:
            raise RefusedError(message.NOT_FOUND)
        return self.packed[content_id]

    def reboot(self, safe_mode):
        print("reboot", safe_mode)

    def fault(self, error):
        print("fault", repr(error))


def cipher(key):
    return Ccm(aes(key, 1), aes(key, 2, bytes(16)))


async def lose_handler():
    await asyncio.sleep_ms(SETUP["handler_lost_ms"])
    bluetooth.BLE().irq(None)


async def main():
    gatt.TABLE += gatt.TABLE[-1:] * SETUP.get("services", 0)
    radio = Radio(
        bluetooth.BLE(),
        Memory(),
        Lockout(),
        os.urandom,
        cipher,
        "memory",
        "test",
        Patience(lambda: None),
        NoButton,
    )
    radio.name = "Wrist"
    radio.battery_pct = 77
    if "handler_lost_ms" in SETUP:
        asyncio.create_task(lose_handler())
    while True:
        await radio.serve(SETUP.get("window_ms", 180_000), lambda: None)
        print("window over")
        await asyncio.sleep(5)


asyncio.run(main())
