# SPDX-License-Identifier: MIT
"""The heap: tidied at moments when nothing is felt, and a reserve for when it is full.

A collection stops everything for some 20 ms. MicroPython collects by itself when nothing is free
any more, which may be in the middle of a cue; so the firmware collects before that, wherever it
does no harm. It also keeps what lives together: to open a file takes 1,148 bytes in one piece.
"""

import gc

from device import clock, files
from loslaten_core import ticks

# What reporting a failure takes beside an open file, for which `files` keeps room: a record of all
# groups of a session in its forms.
RESERVE_BYTES = 3_072
_BUILDING_BYTES = 49_152
# A session leaves less garbage than the heap has room for in a minute. More often would make cues
# late: right after a collection every allocation looks for its room from the first block on.
_TIDY_EVERY_MS = 25_000
# On the link things come and go that are kept for a while. Collections keep them low in the heap,
# so that what is free stays in one piece.
WAITING_BYTES = 16_384


# Of MicroPython's heap. More blocks than this are free side by side only in a large piece.
_BLOCK_BYTES = 16
_BLOCKS_IN_ROW = 32
_HOLES_MAX = 512


class Memory:
    """The heap of the watch. Make it once all code is loaded; `settle` when the watch is built."""

    def __init__(self) -> None:
        # main.py asked for more often, for code; what is made of it is less, and less scattered.
        gc.threshold(_BUILDING_BYTES)
        self._reserve: bytearray | None = None
        self.tidy()

    def settle(self) -> None:
        """Collect only when asked to from here on, for cues would be late; keep the reserve."""
        gc.threshold(-1)
        self.tidy()
        self._reserve = bytearray(RESERVE_BYTES)
        files.keep_room()

    @property
    def is_due(self) -> bool:
        """Whether it is time to `tidy`, as soon as nothing is felt."""
        return ticks.diff(clock.now_ms(), self._tidied_ms) >= _TIDY_EVERY_MS

    def tidy(self) -> None:
        """Collect. Call it only while nothing is felt."""
        gc.collect()
        self._tidied_ms = clock.now_ms()

    def make_ready(self) -> None:
        """Tidy for a cue that may come next.

        MicroPython looks for room from where it last found a single block: after a collection from
        the first block on, past all that is in use, at each allocation of the next cue. So objects
        of one block are made until several lie side by side, in a large free piece.
        """
        self.tidy()
        before = in_row = 0
        try:
            for _ in range(_HOLES_MAX):
                at = id((before,))
                in_row = in_row + 1 if at - before == _BLOCK_BYTES else 0
                before = at
                if in_row == _BLOCKS_IN_ROW:
                    return
        except MemoryError:
            return  # there is no large piece; what needs one says so

    def collect_every(self, new_bytes: int | None) -> None:
        """Collect by itself after so many new bytes, with None only when asked to.

        Let go of it before something is felt.
        """
        gc.threshold(-1 if new_bytes is None else new_bytes)

    def release(self) -> None:
        """Give up the reserve, for good: what failed leads to a restart."""
        self._reserve = None
        self.tidy()
