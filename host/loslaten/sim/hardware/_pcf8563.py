# SPDX-License-Identifier: MIT
"""The PCF8563 clock at its registers (NXP, rev. 10): it counts on whatever the processor does.

Event in: ("clock_power_lost",): its own supply was gone for a moment.
"""

from binascii import hexlify, unhexlify

import _bus
import _sim
import utime

_CONTROL = 0x00
_STOP = 0x20
_SECONDS = 0x02
_DAYS = 0x05
_MONTHS = 0x07
_YEARS = 0x08
_VL = 0x80
_COUNT = 0x10
# Seconds, minutes, hours, days, weekdays, months, years: the bits that count.
_MASKS = b"\x7f\x7f\x3f\x3f\x07\x1f\xff"


class Device:
    """One chip. What it remembers: its registers, and when they were set."""

    ADDRESS = 0x51

    def __init__(self):
        self._registers = bytearray(_COUNT)
        self._set_ms = 0
        self._pointer = 0
        kept = unhexlify(_sim.chip("pcf8563"))
        if kept:
            self._registers[:] = kept[:_COUNT]
            self._set_ms = int.from_bytes(kept[_COUNT:], "little")
        else:
            self._lose_power()
        _bus.on("clock_power_lost", self._lose_power)

    def write(self, data):
        """The register's number, then what goes into it and those after it."""
        self._count()
        self._pointer = data[0]
        for value in data[1:]:
            self._registers[self._pointer % _COUNT] = value
            self._pointer = (self._pointer + 1) % _COUNT
        if data[0] <= _YEARS and len(data) > 1:
            self._set_ms = int(_sim.now_ms())  # a write to the clock begins a second
        self._keep()

    def read(self, count):
        """The registers from the one named by the last write."""
        self._count()
        data = bytes([self._registers[(self._pointer + i) % _COUNT] for i in range(count)])
        self._pointer = (self._pointer + count) % _COUNT
        return data

    def _lose_power(self):
        self._registers[:] = bytes(_COUNT)
        self._registers[_SECONDS] = _VL
        self._registers[_DAYS] = self._registers[_MONTHS] = 0x01
        self._set_ms = int(_sim.now_ms())
        self._keep()

    def _count(self):
        """Move the date on by the whole seconds that have passed."""
        passed_s = (int(_sim.now_ms()) - self._set_ms) // 1000
        if passed_s <= 0 or self._registers[_CONTROL] & _STOP:
            return
        self._set_ms += passed_s * 1000
        mark = self._registers[_SECONDS] & _VL
        second, minute, hour, day, _, month, year = [
            _from_bcd(self._registers[_SECONDS + i] & _MASKS[i]) for i in range(7)
        ]
        then = utime.mktime((2000 + year, month, day, hour, minute, second, 0, 0)) + passed_s
        year, month, day, hour, minute, second, weekday, _ = utime.gmtime(int(then))
        parts = (second, minute, hour, day, (weekday + 1) % 7, month, year % 100)
        self._registers[_SECONDS : _YEARS + 1] = bytes([_to_bcd(part) for part in parts])
        self._registers[_SECONDS] |= mark
        self._keep()

    def _keep(self):
        kept = bytes(self._registers) + self._set_ms.to_bytes(8, "little")
        _sim.keep_chip("pcf8563", hexlify(kept).decode())


def _from_bcd(byte):
    return (byte >> 4) * 10 + (byte & 0x0F)


def _to_bcd(number):
    return number // 10 << 4 | number % 10
