# SPDX-License-Identifier: MIT
"""The button of a watch whose only key hangs on its power chip.

The chip pulls a line low when the key has moved. Which way is asked over I2C: in the task, never
in the interrupt, which only notes the time.
"""

from machine import Pin

from device import clock
from device.button import Button
from device.drivers.axp2101 import KEY_DOWN, KEY_UP, Axp2101
from loslaten_core import ticks
from loslaten_core.practice.gesture import DEBOUNCE_MS

# Until a chip that did not answer is asked again, and one whose line is low all the same.
_RETRY_MS = 100
_AGAIN_MS = 20


class PowerKey(Button):
    """The key of `pmu`, whose interrupt line is at `line`; otherwise like any other button."""

    def __init__(self, line: Pin, pmu: Axp2101) -> None:
        super().__init__(line)
        self._pmu = pmu
        # When the line went low, until the chip was asked why.
        self._fell_ms: int | None = None
        self._ask_ms: int | None = None
        # What is latched from before the start says nothing, unless it woke the watch.
        self._is_stale = True

    @property
    def is_down(self) -> bool:
        """Whether the key is down, as far as the chip was asked."""
        return self._was_down

    @property
    def has_news(self) -> bool:
        """Whether the chip is to be asked now, or `gestures` about what it has said."""
        # MicroPython finds no properties by super().
        return self._tail != self._head or (self._fell_ms is not None and self._ask_ms is None)

    @property
    def deadline_ms(self) -> int | None:
        """Time at which `gestures` is next wanted without an edge, or None."""
        deadline_ms = self._recogniser.deadline_ms
        if self._ask_ms is None:
            return deadline_ms
        if deadline_ms is None or ticks.diff(self._ask_ms, deadline_ms) < 0:
            return self._ask_ms
        return deadline_ms

    def gestures(self, now_ms: int) -> list[tuple[int, int]]:
        """Return the `(at_ms, gesture)` recognised up to now, oldest first."""
        self.look()
        return super().gestures(now_ms)

    def look(self) -> None:
        """Ask the chip what has moved, where the line says that something has."""
        now_ms = clock.now_ms()
        if self._fell_ms is None:
            if self._pin.value():
                self._is_stale = False
                return
            self._fell_ms = now_ms
        if self._ask_ms is not None and ticks.diff(now_ms, self._ask_ms) < 0:
            return
        try:
            events = self._pmu.take_events()
        except OSError:
            self._ask_ms = ticks.add(now_ms, _RETRY_MS)
            return
        fell_ms, self._fell_ms, self._ask_ms = self._fell_ms, None, None
        if not self._is_stale:
            self._take(events, fell_ms, now_ms)
        self._is_stale = False
        if self._pin.value() == 0:
            # It has moved on meanwhile; should the line be stuck, the others get their turn.
            self._fell_ms, self._ask_ms = now_ms, ticks.add(now_ms, _AGAIN_MS)

    def woken(self) -> None:
        """Take what woke the board from deep sleep, as of now; it need not have been the key.

        A start takes long enough for a whole press, which is not to be taken for a bouncing one.
        """
        self._is_stale = False
        self._fell_ms = ticks.add(clock.now_ms(), -DEBOUNCE_MS)
        self.look()

    def _take(self, events: int, fell_ms: int, now_ms: int) -> None:
        was_down = self._was_down
        if events & (KEY_UP if was_down else KEY_DOWN):
            self._note(not was_down, fell_ms)
            # No finger is back within the bouncing of a contact: then the first edge counts.
            quick = ticks.diff(now_ms, fell_ms) < DEBOUNCE_MS
            if events & (KEY_DOWN if was_down else KEY_UP) and not quick:
                self._note(was_down, now_ms)

    def _on_edge(self, _pin: Pin) -> None:
        if self._fell_ms is None and self._pin.value() == 0:
            self._fell_ms = clock.now_ms()
        self.changed.set()
