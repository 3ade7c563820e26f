# SPDX-License-Identifier: MIT
"""`machine.Pin` and `machine.Signal`: levels, edges, and what is wired to what.

Wires from an output to an input carry its level; of a PWM whether it drives at all.
"""

import _bus
import _i2c
import _sim
import _wake


class Pin:
    """A digital pin; one object per number, as on the boards."""

    IN = 0
    OUT = 1
    OPEN_DRAIN = 2
    PULL_UP = 1
    PULL_DOWN = 2
    IRQ_FALLING = 4
    IRQ_RISING = 8
    _pins = {}
    _levels = {}  # what the outside drives

    def __new__(cls, id, *args, **options):
        pin = cls._pins.get(id)
        if pin is None:
            pin = cls._pins[id] = super().__new__(cls)
            pin.id = id
            pin._mode = cls.IN
            pin._pull = None
            pin._out = 0
            pin._handler = None
            pin._trigger = 0
            pin._flags = 0
        return pin

    def __init__(self, id, mode=-1, pull=-1, value=None, **_):
        self.init(mode, pull, value)

    def init(self, mode=-1, pull=-1, value=None, **_):
        """Change what is given."""
        if pull != -1:
            self._pull = pull
        if mode != -1:
            self._mode = mode
        if value is not None or (mode == Pin.OUT):
            self.value(self._out if value is None else value)

    def __repr__(self):
        return f"Pin({self.id!r})"

    def value(self, level=None):
        """Read the level, or drive the pin."""
        if level is None:
            return self._read()
        level = 1 if level else 0
        self._out = level
        if self._mode != Pin.IN:
            _bus.send("pin_out", self.id, level)
            _i2c.feel(self.id, level)
            carry(self.id, level)

    __call__ = value

    def _read(self):
        if self._mode == Pin.OUT:
            return self._out
        if self.id in Pin._levels:
            return Pin._levels[self.id]
        return 1 if self._pull == Pin.PULL_UP else 0

    def on(self):
        """Drive high."""
        self.value(1)

    high = on

    def off(self):
        """Drive low."""
        self.value(0)

    low = off

    def toggle(self):
        """Drive to the other level."""
        self.value(1 - self._out)

    def irq(self, handler=None, trigger=12, hard=False, **_):
        """Call `handler(pin)` at an edge."""
        self._handler = handler
        self._trigger = trigger
        return self

    def flags(self):
        """The edge that called the handler (`pin.irq().flags()`)."""
        return self._flags

    def _edge(self, edge):
        if _wake.asleep and _wake.loses_edges:
            return
        if self._handler is not None and self._trigger & edge:
            self._flags = edge
            if _wake.asleep:
                _sim.wake()
            _bus.protect(self._handler, self)


def _level(id, level):
    """Drive a pin from outside, or with None let it go."""
    pin = Pin._pins.get(id)
    before = None if pin is None else pin._read()
    if level is None:
        Pin._levels.pop(id, None)
    else:
        Pin._levels[id] = level
    if before is not None and pin._mode != Pin.OUT and pin._read() != before:
        pin._edge(Pin.IRQ_FALLING if before else Pin.IRQ_RISING)
    if _wake.asleep and _wake.is_due(Pin):
        _sim.wake()


def carry(id, level):
    """Let the pins that are wired to this one have its level."""
    for out, into in _bus.config("wires"):
        if out == id:
            _level(into, level)


_bus.on("pin", _level)
_i2c.wire(_level)


class Signal:
    """A pin that may be active low."""

    def __init__(self, pin, *args, invert=False, **options):
        self._pin = pin if isinstance(pin, Pin) else Pin(pin, *args, **options)
        self._invert = 1 if invert else 0

    def value(self, level=None):
        """Read or set whether it is active."""
        if level is None:
            return self._pin.value() ^ self._invert
        self._pin.value((1 if level else 0) ^ self._invert)

    __call__ = value

    def on(self):
        """Make it active."""
        self.value(1)

    def off(self):
        """Make it inactive."""
        self.value(0)
