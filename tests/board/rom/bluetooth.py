# SPDX-License-Identifier: MIT
"""The radio: notifications go to who is connected, and what comes from there is an interrupt.

Attributes are written to the last service's first characteristic only, the one that laptops
write to; that they may read the others is `loslaten.sim`'s business.
"""

import machine
from machine import BUFFER, tell
from micropython import const

_RADIO_ACTIVE = const(12)
_RADIO_NOTIFY = const(13)
_RADIO_HANG_UP = const(14)
_WRITTEN = const(3)
_MTU_AGREED = const(21)
_CONNECTION = const(0)
# What a stack takes of the heap while it is on: its table of attributes and its queues.
_STACK_BYTES = const(1_024)


class UUID:
    """The name of a service or a characteristic."""

    def __init__(self, value):
        self.value = value


class BLE:
    """The radio; it has one connection, as BTstack on a Pico W."""

    def __init__(self):
        self._handler = None
        self._stack = None
        self._written = 0
        self._size = 0
        machine.radio = self._interrupt

    def _interrupt(self, event, size):
        if self._handler is None:
            return
        self._size = size
        if event == _WRITTEN:
            self._handler(event, (_CONNECTION, self._written))
        elif event == _MTU_AGREED:
            self._handler(event, (_CONNECTION, size))
        else:
            self._handler(event, (_CONNECTION, 0, b""))

    def active(self, on=None):
        """Switch the radio, which takes its time; OSError when the chip does not answer."""
        if on is not None:
            self._stack = bytearray(_STACK_BYTES) if on else None
            if error := tell(_RADIO_ACTIVE, int(on)):
                raise OSError(error)
        return self._stack is not None

    def config(self, *names, **values):
        """Accept settings, and tell none."""

    def irq(self, handler):
        """Call `handler(event, data)` for what happens."""
        self._handler = handler

    def gatts_register_services(self, services):
        """Number the values of all characteristics."""
        handles = []
        handle = 0
        for _, characteristics in services:
            row = []
            for _ in characteristics:
                handle += 3
                row.append(handle)
            handles.append(tuple(row))
        self._written = row[0]
        return tuple(handles)

    def gatts_read(self, handle):
        """Return what was written last."""
        return bytes(BUFFER[: self._size])

    def gatts_write(self, handle, data):
        """Take a value for others to read."""

    def gatts_set_buffer(self, handle, size, append=False):
        """Take the size of a value."""

    def gap_advertise(self, interval_us, adv_data=None, resp_data=None, connectable=True):
        """Be there to be found."""

    def gap_disconnect(self, connection):
        """Hang up."""
        tell(_RADIO_HANG_UP)

    def gatts_notify(self, connection, handle, data):
        """Send a notification; OSError(ENOMEM) while the queue is full."""
        size = len(data)
        BUFFER[:size] = data
        if error := tell(_RADIO_NOTIFY, size):
            raise OSError(error)
