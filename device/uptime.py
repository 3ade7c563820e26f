# SPDX-License-Identifier: MIT
"""Milliseconds since the watch booted, counted past the wrap of the ticks."""

from device import clock
from loslaten_core import ticks


class Uptime:
    """Counts on from `ticks_ms`, which wrap: ask it at least once in six days."""

    def __init__(self) -> None:
        self._seen_ms = clock.now_ms()
        self._uptime_ms = 0

    def ms(self) -> int:
        """Return the milliseconds since boot."""
        return self.at(clock.now_ms())

    def at(self, moment_ms: int) -> int:
        """Return the uptime at a tick value of at most six days ago or to come."""
        now_ms = clock.now_ms()
        self._uptime_ms += ticks.diff(now_ms, self._seen_ms)
        self._seen_ms = now_ms
        return self._uptime_ms + ticks.diff(moment_ms, now_ms)
