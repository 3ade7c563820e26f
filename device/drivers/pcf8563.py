# SPDX-License-Identifier: MIT
"""The PCF8563 clock on I2C (NXP): it counts on from a supply of its own while the watch is off.

It is a stopwatch here: which date it shows means nothing, only that it has run on. Its own mark
says so: VL is set when its supply was ever too low to trust the count, until somebody clears it.
"""

import time

from machine import I2C

ADDRESS = 0x51
# Assumed: quartzes of ±20 ppm, some 20 ppm slow at the cold end of a bedroom and the warm one of
# an arm, 3 ppm a year of age; and as much again, for nobody has measured one.
DRIFT_PPM = 100

_CONTROL = 0x00
_SECONDS = 0x02
_CLOCK_OUT = 0x0D
_VL = 0x80
# How many tens each part of a date can have, from seconds to years; bits above mean other things.
_TENS = b"\x08\x08\x04\x04\x01\x02\x10"
# Control: counting, no alarm, no timer; then the 1st of January 2000, a Saturday, VL cleared.
_START = b"\x00\x00\x00\x00\x00\x01\x06\x01\x00"


class Pcf8563:
    """The chip on `i2c`."""

    def __init__(self, i2c: I2C) -> None:
        self._i2c = i2c

    def read(self) -> tuple[int, bool] | None:
        """Return its reading in ms, of whole seconds, and whether it has run on since it was set.

        It is set if not. None if it does not answer.
        """
        try:
            # In one go: while it is read it does not move on.
            date = self._i2c.readfrom_mem(ADDRESS, _SECONDS, 7)
            kept = not date[0] & _VL
            if not kept:
                self._set()
                date = _START[_SECONDS:]
        except OSError:
            return None
        second, minute, hour, day, _, month, year = [
            (date[i] >> 4) % _TENS[i] * 10 + (date[i] & 0x0F) for i in range(len(date))
        ]
        return time.mktime((2000 + year, month, day, hour, minute, second, 0, 0)) * 1000, kept

    def _set(self) -> None:
        self._i2c.writeto_mem(ADDRESS, _CONTROL, _START)
        # Nothing is wired to its clock output, which would only draw from its supply.
        self._i2c.writeto_mem(ADDRESS, _CLOCK_OUT, b"\x00")
