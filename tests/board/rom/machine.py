# SPDX-License-Identifier: MIT
"""The hardware as registers in memory beside the heap; `hardware.py` is the other side of them.

A command is put into the registers and carried out by the next look at the clock. Nothing is
allocated for it, as on a board, where this is C.
"""

import sys
import time

import uctypes
from micropython import const

PWRON_RESET = 1
WDT_RESET = 3

# Commands, as in `hardware.py`. Constants with a line before them take no room.
_WAIT = const(3)
_LIGHT_SLEEP = const(4)
_RESET = const(5)
_PWM_LEVEL = const(6)
_TIMER = const(7)
_WATCHDOG = const(8)
_ADC_LEVEL = const(9)
# Events at the end of a wait.
_EDGE = const(1)
_FIRED = const(2)
_ASKED = const(3)
_RADIO = const(4)

# Registers of 32 bits.
_COMMAND = const(0)
_FIRST = const(1)
_SECOND = const(2)
_ANSWER = const(3)
_CAUSE = const(4)
_NEWS = const(5)
_SIZE = const(6)

_address = int(sys.path.pop())
_registers = uctypes.struct(_address, {"r": (0 | uctypes.ARRAY, 7 | uctypes.INT32)}).r
_pins = uctypes.bytearray_at(_address + 64, 64)
BUFFER = uctypes.bytearray_at(_address + 256, 1_024)

_look = time.ticks_ms
_edges = {}
_timers = {}
_asked = None
radio = None


def tell(command, first=0, second=0):
    """Let the board carry out a command, and return its answer."""
    _registers[_FIRST] = first
    _registers[_SECOND] = second
    _registers[_COMMAND] = command
    _look()
    return _registers[_ANSWER]


def when_asked(callback):
    """Call this whenever the test asks."""
    global _asked
    _asked = callback


def has_news():
    """Whether something happened that an interrupt would tell at once."""
    return _registers[_NEWS]


def wait(ms, command=_WAIT):
    """Stand until the time is over (-1: for ever) or something happens, and serve that."""
    event = tell(command, ms)
    if event == _EDGE:
        which = _registers[_SECOND] & 0xFF
        if which in _edges:
            handler, pin = _edges[which]
            # An interrupt would have come at the edge, and sees the level that it led to.
            level, _pins[which] = _pins[which], _registers[_SECOND] >> 8
            handler(pin)
            _pins[which] = level
    elif event == _FIRED:
        if _registers[_SECOND] in _timers:
            timer = _timers[_registers[_SECOND]]
            timer.callback(timer)
    elif event == _ASKED:
        _asked()
    elif event == _RADIO:
        radio(_registers[_SECOND], _registers[_SIZE])


def reset():
    """Start over."""
    tell(_RESET)


def reset_cause():
    """Return why the board started."""
    return _registers[_CAUSE]


def unique_id():
    """Return this board's number."""
    return b"\x01\x02\x03\x04\x05\x06\x07\x08"


def lightsleep(ms=-1):
    """Stand still until an interrupt, at most so long."""
    wait(ms, _LIGHT_SLEEP)


class Pin:
    """A pin; its level stands in memory."""

    IN = 0
    OUT = 1
    PULL_UP = 1
    PULL_DOWN = 2
    IRQ_FALLING = 4
    IRQ_RISING = 8

    def __init__(self, id, mode=0, pull=-1, value=None):
        self.id = id
        self.init(mode, pull, value)

    def init(self, mode=0, pull=-1, value=None):
        """Set what the pin is; one that nothing drives goes where it is pulled."""
        if value is not None:
            _pins[self.id] = value
        elif pull == self.PULL_DOWN:
            _pins[self.id] = 0

    def value(self, level=None):
        """Read the level, or set it."""
        if level is None:
            return _pins[self.id]
        _pins[self.id] = level

    def irq(self, handler=None, trigger=12, hard=False):
        """Call `handler` at every edge."""
        _edges[self.id] = handler, self


class PWM:
    """A pin that drives the motor."""

    def __init__(self, pin, freq=0, duty_u16=0):
        self._pin = pin.id

    def freq(self, hz=0):
        """Set the frequency, which no motor feels."""

    def duty_u16(self, duty):
        """Drive at this share of 65,535."""
        tell(_PWM_LEVEL, self._pin, duty)

    def deinit(self):
        """Stop driving."""
        tell(_PWM_LEVEL, self._pin, 0)


class ADC:
    """A pin that measures."""

    def __init__(self, pin):
        pass

    def read_u16(self):
        """Return what stands at it."""
        return tell(_ADC_LEVEL)


class Timer:
    """A timer of its own for each object, as on an RP2."""

    ONE_SHOT = 0
    PERIODIC = 1

    def __init__(self, id=-1, **options):
        self.callback = None
        self._number = len(_timers) + 1
        _timers[self._number] = self
        if options:
            self.init(**options)

    def init(self, mode=1, period=-1, callback=None, freq=0, hard=False):
        """Start it, or start it anew."""
        self.callback = callback
        if freq:
            period = int(1_000 / freq)
        tell(_TIMER, self._number | mode << 8 | hard << 9, period)

    def deinit(self):
        """Stop it."""
        tell(_TIMER, self._number, -1)


class WDT:
    """The watchdog."""

    def __init__(self, id=0, timeout=5_000):
        tell(_WATCHDOG, timeout)

    def feed(self):
        """Keep it from biting for as long again."""
        tell(_WATCHDOG)
