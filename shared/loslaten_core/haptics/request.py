# SPDX-License-Identifier: MIT
"""A cue that was asked for, and which others it takes the place of."""

from loslaten_core import ticks
from loslaten_core.haptics.cue import ANSWERING, END, RELEASING, TAPS, priority


class Request:
    """A cue that was asked for: felt from `at_ms` on, at `strength_pct`."""

    # How much earlier than it is felt its drive begins; None until the player has looked at it.
    lead_ms: int | None = None
    # The answer that stopped it, and is felt first.
    after: "Request | None" = None

    def __init__(self, at_ms: int, cue: int, count: int, strength_pct: int, firm: bool) -> None:
        self.at_ms = at_ms
        self.cue = cue
        self.count = count
        self.strength_pct = strength_pct
        self.firm = firm
        self.priority = priority(cue)

    @property
    def is_quick(self) -> bool:
        """Whether it cannot be mistaken for a part of what it follows."""
        return self.priority == RELEASING or self.cue in TAPS

    @property
    def is_order(self) -> bool:
        """Whether it says what the wearer is to do next."""
        return self.priority < ANSWERING and self.cue != END

    def holds(self, at_ms: int) -> bool:
        """Whether it is still to be felt once a phase has begun at `at_ms`."""
        late_ms = ticks.diff(self.at_ms, at_ms)
        return late_ms == 0 or (late_ms < 0 and not self.is_order)

    def stops(self, other: "Request") -> bool:
        """Whether this cue takes the place of `other`."""
        if self.priority == other.priority == ANSWERING:
            return ticks.diff(self.at_ms, other.at_ms) > 0
        return self.priority >= ANSWERING and self.priority > other.priority
