"""The board's tick counter, as the plain integers that the shared code counts with."""

import time


def now_ms() -> int:
    """Return the milliseconds of a counter that wraps at 2^30; see `loslaten_core.ticks`."""
    # The stubs give ticks a type of their own to keep them out of plain arithmetic; all of ours
    # goes through `loslaten_core.ticks`.
    return time.ticks_ms()  # pyright: ignore[reportReturnType]
