# SPDX-License-Identifier: MIT
"""Goes on advertising after each connection, as long as the board allows it."""

import asyncio

import bluetooth

ble = bluetooth.BLE()


def irq(event, data):
    print(event, data[0])
    if event == 1:
        advertise()


def advertise():
    try:
        ble.gap_advertise(100_000, b"\x02\x01\x06")
    except OSError as error:
        print("advertise", error.errno)


ble.irq(irq)
ble.active(True)
advertise()
asyncio.run(asyncio.sleep(3600))
