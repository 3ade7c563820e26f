# SPDX-License-Identifier: MIT
"""Drives of the motor: seen at the other end of a wire, or at its driver."""

import sys
import time
from array import array

from machine import Pin, Timer

# More than a minute's session has.
_MAX = 256
_LOOK_MS = 1
# A motor at half speed is a square wave of 22 kHz: so many looks in a row take longer than its
# low half, and only a line that rests reads low in all of them.
_LOOKS = 16
_IS_RP2 = sys.platform == "rp2"
# In the middle of whatever Python does, where the board can; it may not allocate then.
_AT_ONCE = {"hard": True} if _IS_RP2 else {}
_TIMER = -1 if _IS_RP2 else 3


class WiredDrives:
    """Drives seen at `pin`: each begins with an edge's interrupt and ends within a millisecond.

    `ups_us` and `downs_us` are in ticks_us; `count` of them are complete.
    """

    how = "wire"

    def __init__(self, pin):
        self.count = 0
        self.ups_us = array("I", [0] * _MAX)
        self.downs_us = array("I", [0] * _MAX)
        self._up = False
        self._pin = Pin(pin, Pin.IN, Pin.PULL_DOWN)
        # Made here, for a bound method is an object.
        self._on_rise = self._rise
        self._arm()
        self._timer = Timer(_TIMER)
        self._timer.init(mode=Timer.PERIODIC, period=_LOOK_MS, callback=self._look, **_AT_ONCE)

    def stop(self):
        """See no more."""
        self._timer.deinit()
        self._pin.irq(None)

    def _arm(self):
        # Written out twice: unpacking keywords would allocate, and the timer calls this, too.
        if _IS_RP2:
            self._pin.irq(self._on_rise, Pin.IRQ_RISING, hard=True)
        else:
            self._pin.irq(self._on_rise, Pin.IRQ_RISING)

    def _rise(self, _pin):
        if not self._up and self.count < _MAX:
            self.ups_us[self.count] = time.ticks_us()
            self._up = True
            # The wave's next edges would leave no time for anything else.
            self._pin.irq(None)

    def _look(self, _timer):
        if not self._up:
            return
        pin = self._pin
        for _ in range(_LOOKS):
            if pin.value():
                return
        self.downs_us[self.count] = time.ticks_us()
        self.count += 1
        self._up = False
        self._arm()


class NotedDrives:
    """A driver in front of the board's own `driver`, which notes when that was told and how long
    telling it took at most: what can be seen of a driver chip on a bus.
    """

    how = "driver"

    def __init__(self, driver):
        self.count = 0
        self.ups_us = array("I", [0] * _MAX)
        self.downs_us = array("I", [0] * _MAX)
        self.write_us = 0
        self._driver = driver
        self._up = False

    def set_level(self, level):
        """Drive."""
        began_us = time.ticks_us()
        self._driver.set_level(level)
        told_us = self._note(began_us)
        if not self._up and level > 0 and self.count < _MAX:
            self.ups_us[self.count] = told_us
            self._up = True

    def off(self):
        """Let the motor rest."""
        began_us = time.ticks_us()
        is_off = self._driver.off()
        told_us = self._note(began_us)
        if self._up:
            self.downs_us[self.count] = told_us
            self.count += 1
            self._up = False
        return is_off

    def check(self):
        """Whether the motor can be driven."""
        return self._driver.check()

    def stop(self):
        """Nothing to stop."""

    def _note(self, began_us):
        told_us = time.ticks_us()
        self.write_us = max(self.write_us, time.ticks_diff(told_us, began_us))
        return told_us


def drives_of(board, loopback_pin):
    """Return what sees the motor's drives; call it before the watch is put together."""
    if loopback_pin is not None:
        return WiredDrives(loopback_pin)
    noted = NotedDrives(board.motor())
    board.motor = lambda: noted
    return noted


def epoch():
    """Return the same moment in ticks_ms and in ticks_us."""
    began_ms = now_ms = time.ticks_ms()
    while now_ms == began_ms:
        now_ms = time.ticks_ms()
    return now_ms, time.ticks_us()


def complete(drives, since_us):
    """Return (up, down) of every drive, in µs after `since_us`."""
    return [
        (time.ticks_diff(up_us, since_us), time.ticks_diff(down_us, since_us))
        for up_us, down_us in zip(drives.ups_us[: drives.count], drives.downs_us[: drives.count])
    ]
