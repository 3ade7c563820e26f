# SPDX-License-Identifier: MIT
"""Arithmetic on millisecond ticks that wrap at 2^30, as MicroPython's `time.ticks_ms` does.

The shared code cannot import `time`, so it brings the two operations itself; every difference and
every sum of tick values in the project goes through them.
"""

PERIOD_MS = 1 << 30
_HALF_MS = PERIOD_MS >> 1


def add(ticks_ms: int, delta_ms: int) -> int:
    """Return the tick value `delta_ms` after `ticks_ms`."""
    return (ticks_ms + delta_ms) & (PERIOD_MS - 1)


def diff(later_ms: int, earlier_ms: int) -> int:
    """Return `later_ms - earlier_ms` across the wrap, in -2^29 .. 2^29-1 ms (about six days)."""
    return ((later_ms - earlier_ms + _HALF_MS) & (PERIOD_MS - 1)) - _HALF_MS


def earlier(one_ms: int | None, other_ms: int | None) -> int | None:
    """Return the earlier of two moments; None is none."""
    if one_ms is None or other_ms is None:
        return other_ms if one_ms is None else one_ms
    return one_ms if diff(one_ms, other_ms) <= 0 else other_ms
