# SPDX-License-Identifier: MIT
"""The one button: its pin, and what the wearer does with it.

The interrupt only notes time and level in a ring made beforehand and sets a flag; gestures are
recognised in the task, from the times the edges really had.
"""

import asyncio

from machine import Pin

from device import clock
from loslaten_core.practice.gesture import Button as Recogniser

# More edges than a bouncing press makes before the task runs; beyond it the last level counts.
_RING = 32


class Button:
    """A button on `pin`, which reads `pressed_level` while it is down.

    `changed` is set by every edge; `gestures` returns what was recognised since the last call.
    """

    def __init__(self, pin: Pin, pressed_level: int = 0) -> None:
        self.changed = asyncio.ThreadSafeFlag()
        self._pin = pin
        self._pressed_level = pressed_level
        self._recogniser = Recogniser()
        self._times_ms = [0] * _RING
        self._levels = bytearray(_RING)
        self._head = 0
        self._tail = 0
        self._was_down = False
        pin.irq(self._on_edge, Pin.IRQ_FALLING | Pin.IRQ_RISING)

    @property
    def is_down(self) -> bool:
        """Whether the button is down at this moment, bounces and all."""
        return self._pin.value() == self._pressed_level

    @property
    def has_news(self) -> bool:
        """Whether there are edges that `gestures` has not been asked about yet."""
        return self._tail != self._head

    @property
    def deadline_ms(self) -> int | None:
        """Time at which `gestures` is next wanted without an edge, or None."""
        return self._recogniser.deadline_ms

    def gestures(self, now_ms: int) -> list[tuple[int, int]]:
        """Return the `(at_ms, gesture)` recognised up to now, oldest first."""
        found = []
        while self._tail != self._head:
            at, self._tail = self._tail, (self._tail + 1) % _RING
            found += self._recogniser.edge(self._times_ms[at], self._levels[at] == 1)
        found += self._recogniser.advance(now_ms)
        return found

    def look(self) -> None:
        """Notice an edge that passed while the board slept, when some see none."""
        if self.is_down != self._was_down:
            self._note(self.is_down, clock.now_ms())

    def woken(self) -> None:
        """Take the press that woke the board from deep sleep, as of now."""
        self._note(True, clock.now_ms())
        self.look()

    def _on_edge(self, _pin: Pin) -> None:
        self._note(self._pin.value() == self._pressed_level, clock.now_ms())

    def _note(self, is_down: bool, at_ms: int) -> None:
        """Put an edge into the ring; called from the interrupt, too."""
        self._was_down = is_down
        head = self._head
        self._times_ms[head] = at_ms
        self._levels[head] = is_down
        following = (head + 1) % _RING
        if following != self._tail:
            self._head = following
        else:
            # Full: the newest edge replaces the one before it, so the last level is never lost.
            self._levels[(head - 1) % _RING] = self._levels[head]
        self.changed.set()
