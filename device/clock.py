# SPDX-License-Identifier: MIT
"""The board's tick counter, as the plain integers that the shared code counts with."""

import time

from loslaten_core import ticks


def now_ms() -> int:
    """Return the milliseconds of a counter that wraps at 2^30; see `loslaten_core.ticks`."""
    # The stubs give ticks a type of their own to keep them out of plain arithmetic; all of ours
    # goes through `loslaten_core.ticks`.
    return time.ticks_ms()  # pyright: ignore[reportReturnType]


# MicroPython has the same two operations in C: a cue takes dozens of them before it is felt.
ticks.add = time.ticks_add  # type: ignore[assignment]
ticks.diff = time.ticks_diff  # type: ignore[assignment]
