# SPDX-License-Identifier: MIT
"""Finger on the button: a wire from another pin of the board, or, without one, this program."""

import asyncio
import time

from machine import Pin


class WiredFinger:
    """Presses by a wire from `pin` to the button's. It never drives the wire high."""

    def __init__(self, pin):
        self._pin = Pin(pin, Pin.OPEN_DRAIN, value=1)

    def down(self):
        """Press; return when, in ticks_us."""
        at_us = time.ticks_us()
        self._pin.value(0)
        return at_us

    def up(self):
        """Let go."""
        self._pin.value(1)

    async def press(self, ms):
        """Press for so long; return when it went down, in ticks_us."""
        at_us = self.down()
        await asyncio.sleep_ms(ms)
        self.up()
        return at_us


class PinOfFinger:
    """In the place of the button's pin: what it reads is what the program says."""

    def __init__(self):
        self._level = 1
        self._on_edge = None

    def irq(self, handler, trigger):
        """Call `handler` at every edge."""
        self._on_edge = handler

    def value(self):
        """The level."""
        return self._level

    async def press(self, ms):
        """Press for so long."""
        self._go(0)
        await asyncio.sleep_ms(ms)
        self._go(1)

    def _go(self, level):
        self._level = level
        self._on_edge(self)
