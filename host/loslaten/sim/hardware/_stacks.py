# SPDX-License-Identifier: MIT
"""Bluetooth stacks of the boards: their differences, faults included.

`BTstack` as in the official Pico W and Pico 2 W firmware, `NimBLE` as on the ESP32. None of this
is meant to be good behaviour: it is what firmware has to live with.
"""

import gc
import json

import _bus
import _sim
from _attributes import Table

EINVAL = 22
ENOMEM = 12
EBUSY = 16

_GAP = b"\x00\x18"
_GATT = b"\x01\x18"
_DEVICE_NAME = b"\x00\x2a"
_APPEARANCE = b"\x01\x2a"
_SERVICE_CHANGED = b"\x05\x2a"
_READ = 0x0002
_INDICATE = 0x0020

# This module is loaded before any firmware runs.
_before_firmware_bytes = gc.mem_alloc()


class BTstack:
    """The Raspberry Pi boards. Sends whatever it is given, from copies on the heap."""

    default_name = b"MPY BTSTACK"
    default_mtu = 517
    max_connections = 1
    first_handle = 64
    dead_handle = EINVAL  # errno of a notification on a connection that is gone
    settings = ("gap_name", "mtu", "rxbuf", "addr_mode")
    registers_any_time = True
    resumes_advertising = True
    bridge = {"long_reads": False, "prepared_parts": 0, "keeps_cccds": True}

    _HEAP_BYTES = 210016  # of the official Pico W firmware
    _TABLE_BYTES = 512
    _COPY_OVERHEAD_BYTES = 24
    _HEAP_BLOCK_BYTES = 16
    _LAST_ROOM_BYTES = 16384
    _CONTROLLER_BUFFERS = 7  # with 8 notifications under way at most one copy is on the heap

    def __init__(self):
        self._in_controller = {}
        self._copies = {}
        self._leaked = []
        self._copied_bytes = 0
        self._live_bytes = 0

    def new_table(self):
        """Answer a table with the stack's own services, and the handle of the device name."""
        table = Table(self._TABLE_BYTES)
        table.add_service(_GAP)
        name = table.add_characteristic(_DEVICE_NAME, _READ)
        table.add_service(_GATT)
        table.add_characteristic(_SERVICE_CHANGED, _READ)
        return table, name

    def disconnected_address(self, addr_type, address):
        """Answer the address of nobody: who has gone is not told."""
        return 0xFF, bytes(6)

    def accept(self, conn_handle, size_bytes):
        """Account for one more notification; a full heap is a hard fault, never an error."""
        if self._in_controller.get(conn_handle, 0) < self._CONTROLLER_BUFFERS:
            self._in_controller[conn_handle] = self._in_controller.get(conn_handle, 0) + 1
            return
        copies = self._copies.setdefault(conn_handle, [])
        if not self._copied_bytes:
            self._look_at_heap()
        blocks = -(-(size_bytes + self._COPY_OVERHEAD_BYTES) // self._HEAP_BLOCK_BYTES)
        self._copied_bytes += blocks * self._HEAP_BLOCK_BYTES
        if self._live_bytes + self._copied_bytes > self._HEAP_BYTES:
            _bus.send("ble_fault", f"{self._copied_bytes} bytes of notifications wait")
            _sim.halt("reset", json.dumps({"cause": "hard fault"}))
        copies.append(bytearray(blocks * self._HEAP_BLOCK_BYTES))

    def _look_at_heap(self):
        """Note what the firmware keeps allocated.

        Garbage is in it, which a board would collect before it gives up and this engine only
        between turns of the loop: so the least ever seen counts, and never the last room.
        """
        allocated = max(0, gc.mem_alloc() - _before_firmware_bytes)
        known = self._live_bytes or self._HEAP_BYTES - self._LAST_ROOM_BYTES
        self._live_bytes = min(known, allocated)

    def release(self, conn_handle):
        """Note that a notification has left: the oldest copy takes its place."""
        copies = self._copies.get(conn_handle)
        if copies:
            self._copied_bytes -= len(copies.pop(0))
        else:
            self._in_controller[conn_handle] -= 1

    def forget(self, conn_handle):
        """Forget a link that is gone; the copies that waited for it are never freed."""
        self._in_controller.pop(conn_handle, None)
        self._leaked.extend(self._copies.pop(conn_handle, ()))


class NimBLE:
    """The ESP32 boards. Has a fixed pool for what waits to be sent."""

    default_name = b"MPY ESP32"
    default_mtu = 256
    max_connections = 3
    first_handle = 0
    dead_handle = 128
    settings = BTstack.settings + ("bond", "mitm", "io", "le_secure")
    registers_any_time = False
    resumes_advertising = False
    # 400 B at an MTU of 247, two parts, are taken, and at 23, in 23 parts, not: the bound between
    # them has not been measured.
    bridge = {"long_reads": True, "prepared_parts": 12, "keeps_cccds": False}

    _POOL = 12

    def __init__(self):
        self._waiting = {}

    def new_table(self):
        """Answer a table with the stack's own services, and the handle of the device name."""
        table = Table()
        table.add_service(_GAP)
        name = table.add_characteristic(_DEVICE_NAME, _READ)
        table.add_characteristic(_APPEARANCE, _READ)
        table.add_service(_GATT)
        table.add_characteristic(_SERVICE_CHANGED, _INDICATE)
        return table, name

    def disconnected_address(self, addr_type, address):
        """Answer the address of who has gone."""
        return addr_type, address

    def accept(self, conn_handle, size_bytes):
        """Account for one more notification; OSError(ENOMEM) while the pool is empty."""
        if sum(self._waiting.values()) >= self._POOL:
            raise OSError(ENOMEM)
        self._waiting[conn_handle] = self._waiting.get(conn_handle, 0) + 1

    def release(self, conn_handle):
        """Note that a notification has left."""
        self._waiting[conn_handle] -= 1

    def forget(self, conn_handle):
        """Forget a link that is gone, and what waited for it."""
        self._waiting.pop(conn_handle, None)
