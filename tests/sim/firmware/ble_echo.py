# SPDX-License-Identifier: MIT
"""Sends back what is written to it, and prints every event."""

import asyncio

import bluetooth

SERVICE = bluetooth.UUID("6d1d0001-9b1c-4f0e-8a56-3c2f1e0d9c8b")
INBOX = bluetooth.UUID("6d1d0002-9b1c-4f0e-8a56-3c2f1e0d9c8b")
OUTBOX = bluetooth.UUID("6d1d0003-9b1c-4f0e-8a56-3c2f1e0d9c8b")
ADVERTISEMENT = b"\x02\x01\x06\x11\x07" + bytes(SERVICE)

ble = bluetooth.BLE()


def irq(event, data):
    if event in (1, 2):
        print(event, data[0], data[1], bytes(data[2]).hex())
    else:
        print(event, *data)
    if event == 2:
        try:
            ble.gatts_notify(data[0], outbox, b"anybody?")
        except OSError as error:
            print("dead handle", error.errno)
    if event == 3:
        value = ble.gatts_read(inbox)
        if value == b"raise":
            raise ValueError("as asked")
        if value == b"hang up":
            ble.gap_disconnect(data[0])
        elif value == b"advertise":
            ble.gap_advertise(100_000)
        elif value == b"off and on":
            ble.active(False)
            ble.active(True)
            ble.gap_advertise(100_000, ADVERTISEMENT)
        elif value == b"long":
            ble.gatts_notify(data[0], outbox, bytes(range(200)))
        else:
            ble.gatts_notify(data[0], outbox, value)


ble.irq(irq)
ble.active(True)
write = bluetooth.FLAG_WRITE | bluetooth.FLAG_WRITE_NO_RESPONSE
read = bluetooth.FLAG_READ | bluetooth.FLAG_NOTIFY
((inbox, outbox),) = ble.gatts_register_services(((SERVICE, ((INBOX, write), (OUTBOX, read))),))
ble.gatts_set_buffer(inbox, 512)
ble.gatts_write(outbox, b"hello")
ble.gap_advertise(100_000, ADVERTISEMENT, resp_data=b"\x05\x09Echo")
asyncio.run(asyncio.sleep(3600))
