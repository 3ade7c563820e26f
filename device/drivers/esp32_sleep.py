# SPDX-License-Identifier: MIT
"""Sleep on an ESP32, its one wake-up pin, and its clock that runs on through deep sleep.

The pin wakes by its level, not by an edge, and edges during light sleep are not seen at all: the
firmware looks at the button after each one. A button that is held wakes when it is let go.
"""

import time

import esp32  # pyright: ignore[reportMissingImports] (the stubs are the RP2's)
import machine
from machine import Pin

from loslaten_core.journal.event import SOFT_RESET

# In deep sleep only an RC oscillator runs, which is off by seconds in five minutes, more so in the
# heat (esp-idf#6687, #6829); nobody gives a bound, so this one is generous.
RTC_DRIFT_PPM = 50_000
# In light sleep it is the same oscillator, measured against the crystal at every sleep: assumed.
UPTIME_DRIFT_PPM = 5_000
# Kept where only loss of power clears it: that the clock was there at an earlier start.
_MARK = b"loslaten"


def light_sleep(ms: int, pin: Pin, is_held: bool, pressed_level: int = 0) -> None:
    """Stand still for so long, or until the button changes; the tick counter runs on."""
    _wake_on(pin, pressed_level != int(is_held))
    machine.lightsleep(ms)


def deep_sleep(pin: Pin, pressed_level: int = 0) -> None:
    """Start over at the next press; does not return."""
    _wake_on(pin, pressed_level == 1)
    machine.deepsleep()


def rtc() -> tuple[int, bool]:
    """Return the clock's reading in ms and whether it has run on since the start before.

    A start by the USB console does not count: tools set the clock there.
    """
    memory = machine.RTC()
    kept = memory.memory() == _MARK and machine.reset_cause() != SOFT_RESET
    memory.memory(_MARK)
    return time.time_ns() // 1_000_000, kept


def _wake_on(pin: Pin, high: bool) -> None:
    esp32.wake_on_ext0(pin, esp32.WAKEUP_ANY_HIGH if high else esp32.WAKEUP_ALL_LOW)
