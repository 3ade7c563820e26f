# SPDX-License-Identifier: MIT
"""For comparison: the log as JSON lines, streamed over a UART-style service once asked for."""

import asyncio
import time

import bluetooth

SERVICE = bluetooth.UUID("6E400001-B5A3-F393-E0A9-E50E24DCCA9E")
TO_WATCH = (bluetooth.UUID("6E400002-B5A3-F393-E0A9-E50E24DCCA9E"), 0x000C)
TO_LAPTOP = (bluetooth.UUID("6E400003-B5A3-F393-E0A9-E50E24DCCA9E"), 0x0010)
CHUNK = 244
# A Pico W's stack never says that it is full: what the connection carries in an interval, no more.
PACKETS = 4
INTERVAL_MS = 15

ble = bluetooth.BLE()
wish = asyncio.ThreadSafeFlag()
connection = None


def irq(event, data):
    global connection
    if event == 1:
        connection = data[0]
    elif event == 3:
        wish.set()


async def main():
    ble.active(True)
    ble.config(mtu=CHUNK + 3)
    ble.irq(irq)
    (((_, out),)) = ble.gatts_register_services(((SERVICE, (TO_WATCH, TO_LAPTOP)),))
    ble.gap_advertise(250_000, b"\x02\x01\x06\x05\x09UART")
    await wish.wait()
    with open("/lines.json", "rb") as lines:
        while data := lines.read(PACKETS * CHUNK):
            due_ms = time.ticks_add(time.ticks_ms(), INTERVAL_MS)
            for at in range(0, len(data), CHUNK):
                ble.gatts_notify(connection, out, data[at : at + CHUNK])
            await asyncio.sleep_ms(max(0, time.ticks_diff(due_ms, time.ticks_ms())))
    await asyncio.sleep_ms(10_000)


asyncio.run(main())
