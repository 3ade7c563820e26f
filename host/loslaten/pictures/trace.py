# SPDX-License-Identifier: MIT
"""A level over time, such as the motor's, as the outline of an area."""

from bisect import bisect_right

from loslaten.pictures.axis import Axis
from loslaten.pictures.night.model import Trace
from loslaten.pictures.svg import number


def clipped(trace: Trace, from_ms: int, to_ms: int) -> list[tuple[int, int]]:
    """Return the steps between two moments, with the level that holds at the first of them."""
    first = bisect_right(trace, from_ms, key=lambda step: step[0])
    last = bisect_right(trace, to_ms - 1, key=lambda step: step[0])
    level = trace[first - 1][1] if first else 0
    return [(from_ms, level), *trace[first:last]]


def outline(
    trace: Trace, axis: Axis, from_ms: int, to_ms: int, base: float, px_per_pct: float
) -> str:
    """Return the path of the areas above (and, braking, below) the line at `base`, "" if none."""
    path = ""
    steps = [*clipped(trace, from_ms, to_ms), (to_ms, 0)]
    before = 0
    for at_ms, level in steps:
        if level == before or (level < 0 and not path):
            continue
        x, y = number(axis.x(at_ms)), number(base - level * px_per_pct)
        if before == 0:
            path += f"M{x} {number(base)}V{y}"
        else:
            path += f"H{x}V{y}"
        if level == 0:
            path += "Z"
        before = level
    return path


def stretches(trace: Trace, from_ms: int, to_ms: int) -> list[tuple[int, int]]:
    """Return when the level is above nothing, as (from, to)."""
    driven = []
    began = None
    for at_ms, level in [*clipped(trace, from_ms, to_ms), (to_ms, 0)]:
        if level > 0 and began is None:
            began = at_ms
        elif level <= 0 and began is not None:
            driven.append((began, at_ms))
            began = None
    return driven
