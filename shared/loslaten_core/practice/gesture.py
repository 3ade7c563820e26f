# SPDX-License-Identifier: MIT
"""One button: from bouncing edges to gestures, without ever waiting for a second press.

A press is reported at the moment the button goes down. What comes after amends it: a second
press within the window is a DOUBLE, and keeping the button down gives HOLD or LONG when it comes
up again, their thresholds reported as they pass so that they can be felt. A button that stays
down is being lain on: after STUCK_MS it means nothing until it comes up.

Going down is believed at once, coming up only when it lasts: no finger leaves a button and is
back within DEBOUNCE_MS, so whatever comes up for less is the contact bouncing.
"""

from loslaten_core import ticks
from loslaten_core.practice import event

DEBOUNCE_MS = 25
DOUBLE_MS = 500
HOLD_MS = 700
LONG_MS = 3_000
STUCK_MS = 8_000

# What staying down leads to, in order of time: (after_ms, gesture reported as it passes).
_STAGES = (
    (HOLD_MS, event.HOLD_REACHED),
    (LONG_MS, event.LONG_REACHED),
    (STUCK_MS, event.STUCK),
)
# What coming up means after so many stages have passed; a short press has said all it had to say.
_UP = (None, event.HOLD, event.LONG, None)


class Button:
    """Recognises gestures in button edges. Gestures are returned as `(at_ms, gesture)` pairs.

    `edge` takes every change of the raw level with the time it happened, `advance` lets time
    pass; call it at `deadline_ms`. Either returns what was recognised, oldest first.
    """

    def __init__(self) -> None:
        self._down = False
        self._down_ms = 0
        # Since when the button seems to be up again, until that is believed.
        self._up_ms: int | None = None
        self._stage = 0
        self._press_ms: int | None = None

    @property
    def deadline_ms(self) -> int | None:
        """Time in ticks at which `advance` is next wanted, or None while nothing is due."""
        if self._up_ms is not None:
            return ticks.add(self._up_ms, DEBOUNCE_MS)
        if self._down and self._stage < len(_STAGES):
            return ticks.add(self._down_ms, _STAGES[self._stage][0])
        if self._press_ms is not None:
            return ticks.add(self._press_ms, DOUBLE_MS + 1)
        return None

    def edge(self, now_ms: int, down: bool) -> list[tuple[int, int]]:
        """Take the raw level as of `now_ms`; return the gestures recognised up to then."""
        found = self.advance(now_ms)
        if not down:
            if self._down and self._up_ms is None:
                self._up_ms = now_ms
        elif self._down:
            self._up_ms = None
            found += self.advance(now_ms)
        else:
            found.append((now_ms, self._go_down(now_ms)))
        return found

    def advance(self, now_ms: int) -> list[tuple[int, int]]:
        """Let time pass until `now_ms`; return the gestures recognised on the way."""
        found: list[tuple[int, int]] = []
        deadline_ms = self.deadline_ms
        while deadline_ms is not None and ticks.diff(now_ms, deadline_ms) >= 0:
            gesture = self._pass()
            if gesture is not None:
                found.append((deadline_ms, gesture))
            deadline_ms = self.deadline_ms
        return found

    def _pass(self) -> int | None:
        """One deadline passes. Each is forgotten then, so none is met again after a tick wrap."""
        if self._up_ms is not None:
            self._up_ms = None
            return self._come_up()
        if self._down and self._stage < len(_STAGES):
            self._stage += 1
            return _STAGES[self._stage - 1][1]
        self._press_ms = None
        return None

    def _go_down(self, at_ms: int) -> int:
        """A press, or the second of two: a third one in a row begins anew."""
        self._down = True
        self._down_ms = at_ms
        self._stage = 0
        if self._press_ms is not None:
            self._press_ms = None
            return event.DOUBLE
        self._press_ms = at_ms
        return event.PRESS

    def _come_up(self) -> int | None:
        self._down = False
        if self._stage:
            self._press_ms = None
        return _UP[self._stage]
