# SPDX-License-Identifier: MIT
"""Advertises in several ways, five seconds each."""

import asyncio

import bluetooth

ble = bluetooth.BLE()


async def main():
    ble.active(True)
    await asyncio.sleep(1)
    ble.gap_advertise(20_000, b"\x02\x01\x06", resp_data=b"\x05\x09Echo")
    await asyncio.sleep(5)
    ble.gap_advertise(152_999)  # as before, but every 152.5 ms
    await asyncio.sleep(5)
    ble.gap_advertise(1_000_000, b"\x04\x09Off", connectable=False)
    await asyncio.sleep(5)
    ble.gap_advertise(None)
    await asyncio.sleep(5)


asyncio.run(main())
