# SPDX-License-Identifier: MIT
"""Feeds the watchdog while the radio's chip is switched, which the whole event loop waits for.

An attempt blocks where the chip is dead: for 15 s (BTstack), or 3 (NimBLE). What takes much longer
never ends (micropython#14097): then the watchdog must not be fed.
"""

import sys

from machine import Timer

_FEED_MS = 3_000
_FEEDS = 5
_TIMER = -1 if sys.platform == "rp2" else 2


class Patience:
    """A timer that calls `feed` every 3 s, five times at most from each `begin` on."""

    def __init__(self, feed) -> None:
        self._feed = feed
        self._left = 0
        self._timer = Timer(_TIMER)
        self._on_timer = self._be_patient

    def begin(self) -> None:
        """Begin, or begin anew."""
        self._left = _FEEDS
        self._timer.init(mode=Timer.PERIODIC, period=_FEED_MS, callback=self._on_timer)

    def end(self) -> None:
        """Feed no more."""
        self._timer.deinit()

    def _be_patient(self, _timer: Timer) -> None:
        if self._left:
            self._left -= 1
            self._feed()
