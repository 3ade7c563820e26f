# SPDX-License-Identifier: MIT
"""Sends as many notifications of 244 bytes as the text written to it asks for, without a pause.

"retry N" tries again one connection interval after an error.
"""

import asyncio

import bluetooth

SERVICE = bluetooth.UUID("6d1d0001-9b1c-4f0e-8a56-3c2f1e0d9c8b")
INBOX = bluetooth.UUID("6d1d0002-9b1c-4f0e-8a56-3c2f1e0d9c8b")
OUTBOX = bluetooth.UUID("6d1d0003-9b1c-4f0e-8a56-3c2f1e0d9c8b")
ADVERTISEMENT = b"\x02\x01\x06\x11\x07" + bytes(SERVICE)

ble = bluetooth.BLE()
wanted = asyncio.ThreadSafeFlag()
connection = 0


def irq(event, data):
    global connection
    if event == 3:
        connection = data[0]
        wanted.set()


async def flood():
    while True:
        await wanted.wait()
        words = ble.gatts_read(inbox).decode().split()
        payload = bytearray(244)
        refused = 0
        for i in range(int(words[-1])):
            payload[0:2] = i.to_bytes(2, "little")
            while True:
                try:
                    ble.gatts_notify(connection, outbox, payload)
                    break
                except OSError as error:
                    refused += 1
                    if words[0] != "retry":
                        print("errno", error.errno)
                        break
                    await asyncio.sleep_ms(15)
        print("sent", words[-1], "refused", refused)


ble.irq(irq)
ble.active(True)
((inbox, outbox),) = ble.gatts_register_services(
    ((SERVICE, ((INBOX, bluetooth.FLAG_WRITE_NO_RESPONSE), (OUTBOX, bluetooth.FLAG_NOTIFY))),)
)
ble.gap_advertise(100_000, ADVERTISEMENT)
asyncio.run(flood())
