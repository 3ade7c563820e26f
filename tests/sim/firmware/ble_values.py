# SPDX-License-Identifier: MIT
"""Values of several kinds: with the default buffer, a larger one, one that appends, a long one."""

import asyncio

import bluetooth

SERVICE = bluetooth.UUID("6d1d0001-9b1c-4f0e-8a56-3c2f1e0d9c8b")
ADVERTISEMENT = b"\x02\x01\x06\x11\x07" + bytes(SERVICE)
WRITE = bluetooth.FLAG_WRITE | bluetooth.FLAG_WRITE_NO_RESPONSE | bluetooth.FLAG_READ
READ_ENCRYPTED = 0x0200

ble = bluetooth.BLE()


def irq(event, data):
    if event == 3:
        name = names[handles.index(data[1])]
        print("write", name, len(ble.gatts_read(data[1])))


ble.irq(irq)
ble.active(True)
names = ("default", "larger", "append", "long", "secret", "hidden")
characteristics = (
    (bluetooth.UUID(0xFF01), WRITE),
    (bluetooth.UUID(0xFF02), WRITE),
    (bluetooth.UUID(0xFF03), WRITE),
    (bluetooth.UUID(0xFF04), WRITE),
    (bluetooth.UUID(0xFF05), bluetooth.FLAG_READ | READ_ENCRYPTED),
    (bluetooth.UUID(0xFF06), bluetooth.FLAG_NOTIFY, ((bluetooth.UUID(0x2901), 2),)),
)
handles = ble.gatts_register_services(((SERVICE, characteristics),))[0]
ble.gatts_set_buffer(handles[1], 60)
ble.gatts_set_buffer(handles[2], 60, True)
ble.gatts_set_buffer(handles[3], 512)
ble.gatts_write(handles[3], bytes(range(256)) + bytes(44))
ble.gatts_write(handles[4], b"secret")
ble.gatts_write(handles[6], b"described")
ble.gap_advertise(100_000, ADVERTISEMENT)
asyncio.run(asyncio.sleep(3600))
