# SPDX-License-Identifier: MIT
"""Lets the practice's task fail at its next turn, with all of the heap taken that can be."""

import sys

from loslaten_core.practice.evening import Practice

_LARGEST_BYTES = 4_096


def begin():
    """From now on the practice takes nothing any more."""
    Practice.handle = _handle


def _handle(practice, now_ms, what):
    sys.modules["hoard"] = _hoard()
    raise MemoryError("all is taken")


def _hoard():
    """Return a chain of pieces that leaves no block of the heap free."""
    hoard = None
    size = _LARGEST_BYTES
    while size:
        try:
            hoard = (bytearray(size), hoard)
        except MemoryError:
            size //= 2
    return hoard
