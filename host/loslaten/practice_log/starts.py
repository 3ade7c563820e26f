# SPDX-License-Identifier: MIT
"""Starts of a watch, the anchors that laptops left in them, and what joins them in a chain.

All times are in ms, `utc_ms` since 1970 as in Unix; drifts are in parts per million.
"""

from bisect import bisect_left

from loslaten_core.journal.event import Clock

# As many anchors on either side of a moment are heard; those further away know less.
ANCHORS_HEARD = 5
_MILLION = 1_000_000


class WallAnchor:
    """At `uptime_ms` of this boot it was `utc_ms` ± `error_ms`, and local time `zone_min` ahead.

    JournalError for a time that cannot be, as 1970 and 2000 cannot.
    """

    def __init__(
        self, boot: int, uptime_ms: int, utc_ms: int, zone_min: int, error_ms: int
    ) -> None:
        Clock(utc_ms, zone_min, error_ms).check()
        self.boot = boot
        self.uptime_ms = uptime_ms
        self.utc_ms = utc_ms
        self.zone_min = zone_min
        self.error_ms = error_ms


class Start:
    """One start of the watch: how long it ran at least, and where it stands in its chain.

    `uptime_drift_ppm` bounds the error of its count of uptime. The chain's clock runs on from one
    start to the next; it said `rtc_ms` at `read_at_ms` of uptime and `rtc_drift_ppm` bounds its
    error. A start without such a clock is a chain of its own.
    `earliest_ms` is when it began at the earliest, `latest_end_ms` when `lasted_ms` was reached at
    the latest, both as far as other starts tell.
    """

    def __init__(self, boot: int, uptime_drift_ppm: int) -> None:
        self.boot = boot
        self.lasted_ms = 0
        self.chain = boot
        self.rtc_ms = 0
        self.read_at_ms = 0
        self.uptime_drift_ppm = uptime_drift_ppm
        self.rtc_drift_ppm = 0
        self.earliest_ms: int | None = None
        self.latest_end_ms: int | None = None

    def on_chain(self, uptime_ms: int) -> int:
        """Return what the chain's clock said at this uptime."""
        return self.rtc_ms - self.read_at_ms + uptime_ms

    def uptime_error(self, counted_ms: int) -> int:
        """Return by how much the time differs at most from what it counted."""
        return drift(counted_ms, self.uptime_drift_ppm)

    def at_least(self, uptime_ms: int) -> int:
        """Return how long a stretch of its uptime lasts at least."""
        return uptime_ms - self.uptime_error(uptime_ms)


class Chain:
    """The anchors of starts that hang together, each with what their clock said at it.

    There may be years of them, and a moment is near few.
    """

    def __init__(self, anchors: list[tuple[int, WallAnchor]]) -> None:
        keys = [(at_ms, index) for index, (at_ms, _) in enumerate(anchors)]
        self._keys = sorted(keys)
        self._anchors = [anchors[index] for _, index in self._keys]

    def near(self, at_ms: int) -> list[tuple[WallAnchor, int]]:
        """Return the nearest anchors, each with how long before the moment it was."""
        here = bisect_left(self._keys, (at_ms + 1, 0))
        heard = self._anchors[max(0, here - ANCHORS_HEARD) : here + ANCHORS_HEARD]
        return [(anchor, at_ms - anchor_at_ms) for anchor_at_ms, anchor in heard]


def drift(counted_ms: int, ppm: int) -> int:
    """Return by how much the time differs at most from what such a clock counted."""
    return -(-abs(counted_ms) * ppm // (_MILLION - ppm))
