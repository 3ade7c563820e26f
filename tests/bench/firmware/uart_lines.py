"""For comparison: the log as JSON lines, one asked for at a time over a UART-style service."""

import asyncio

import bluetooth

SERVICE = bluetooth.UUID("6E400001-B5A3-F393-E0A9-E50E24DCCA9E")
TO_WATCH = (bluetooth.UUID("6E400002-B5A3-F393-E0A9-E50E24DCCA9E"), 0x000C)
TO_LAPTOP = (bluetooth.UUID("6E400003-B5A3-F393-E0A9-E50E24DCCA9E"), 0x0010)
CHUNK = 244

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
    with open("/lines.json", "rb") as lines:
        while True:
            await wish.wait()
            line = lines.readline()
            for at in range(0, len(line), CHUNK):
                ble.gatts_notify(connection, out, line[at : at + CHUNK])


asyncio.run(main())
