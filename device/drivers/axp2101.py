# SPDX-License-Identifier: MIT
"""The AXP2101 power chip on I2C: what it feeds, the battery, and the key behind it.

Registers as in XPowersLib (lewisxhe/XPowersLib, AXP2101), which the makers of such boards use. The
chip has no register for the key's level. It latches edges and pulls its interrupt line low for as
long as one that was asked for is latched; writing its bit back forgets it.
"""

from machine import I2C

from device import clock
from loslaten_core import ticks

ADDRESS = 0x34

# For `settings`.
KEY_TURNS_OFF = 0x22
KEY_TIMES = 0x27
ADC_CHANNELS = 0x30
EVENTS = 0x40
BACKUP_CHARGER = 0x18
THERMISTOR = 0x50
PRECHARGE = 0x61
BACKUP_MV = 0x6A
BUCKS = 0x80
LDOS = 0x90
LDO_BLDO2_MV = 0x97

# Bits of the second of three registers of EVENTS, and of what `take_events` returns.
KEY_UP = 0x01
KEY_DOWN = 0x02
POWER_GONE = 0x40
POWER_CAME = 0x80

_STATUS = 0x00
_POWER_GOOD = 0x20
_BATTERY_MV = 0x34
_LATCHED = 0x49
# A bus that failed is left alone for a while, for asking it costs its timeout each time.
_RETRY_MS = 2_000


class Axp2101:
    """The chip, brought by `settings` into the state a board wants.

    Those are (register, bits that stay, bits that are set), in the order they are written.
    """

    def __init__(self, i2c: I2C, settings: tuple[tuple[int, int, int], ...]) -> None:
        self._i2c = i2c
        self._settings = settings
        self._is_set_up = False
        self._has_power = False
        self._failed_ms: int | None = None

    def set_up(self) -> bool:
        """Bring it into the state that the board wants; return whether it has heard all of it."""
        try:
            for register, stay, bits in self._settings:
                value = self._read(register, 1)[0] & stay | bits
                self._i2c.writeto_mem(ADDRESS, register, bytes((value,)))
            self._is_set_up = True
        except OSError:
            self._is_set_up = False
        return self._is_set_up

    def battery_mv(self) -> int:
        """One reading of the battery; OSError if the chip does not answer."""
        high, low = self._read(_BATTERY_MV, 2)
        return (high & 0x3F) << 8 | low

    def has_power(self) -> bool:
        """Whether power comes in by USB, as far as is known: while nothing answers, as before.

        It is asked often, so what could not be set up is tried again here.
        """
        now_ms = clock.now_ms()
        if self._failed_ms is None or ticks.diff(now_ms, self._failed_ms) >= _RETRY_MS:
            try:
                self._has_power = bool(self._read(_STATUS, 1)[0] & _POWER_GOOD)
                self._failed_ms = None if self._is_set_up or self.set_up() else now_ms
            except OSError:
                self._failed_ms = now_ms
        return self._has_power

    def take_events(self) -> int:
        """Return which events were latched, and forget them; OSError if it does not answer."""
        events = self._read(_LATCHED, 1)
        if events[0]:
            self._i2c.writeto_mem(ADDRESS, _LATCHED, events)
        return events[0]

    def _read(self, register: int, count: int) -> bytes:
        return self._i2c.readfrom_mem(ADDRESS, register, count)
