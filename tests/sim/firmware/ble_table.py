# SPDX-License-Identifier: MIT
"""Registers the services of layout.json and prints their handles.

Layout: [[bits of the service's UUID, [[bits of a characteristic's UUID, notifies], ...]], ...]
"""

import asyncio
import json

import bluetooth

ADVERTISEMENT = b"\x02\x01\x06"


def uuid(bits, number):
    if bits == 16:
        return bluetooth.UUID(0xF000 + number)
    return bluetooth.UUID(f"6d1d{number:04x}-9b1c-4f0e-8a56-3c2f1e0d9c8b")


with open("layout.json") as file:
    layout = json.load(file)
services = []
number = 0
for service_bits, characteristics in layout:
    number += 1
    group = []
    service = uuid(service_bits, number)
    for bits, notifies in characteristics:
        number += 1
        flags = bluetooth.FLAG_READ | (bluetooth.FLAG_NOTIFY if notifies else 0)
        group.append((uuid(bits, number), flags))
    services.append((service, group))

ble = bluetooth.BLE()
ble.active(True)
print(json.dumps([list(group) for group in ble.gatts_register_services(services)]))
ble.gap_advertise(100_000, ADVERTISEMENT)
asyncio.run(asyncio.sleep(3600))
