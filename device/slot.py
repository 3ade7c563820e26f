# SPDX-License-Identifier: MIT
"""New firmware on trial: once it has been well for a while, it is the one that runs from then on.

The files and their meaning are those of `device/main.py`, which reads them at every start.
"""

import sys

from device import VERSION, clock, files
from loslaten_core import ticks
from loslaten_core.flash_layout import SLOT, TRIAL

# All tasks have reported several times by then.
WELL_MS = 10_000


class Trial:
    """The firmware's own trial, if it is on trial; it begins now."""

    def __init__(self) -> None:
        self._slot = sys.path[0][1:]
        self._running = (files.read(TRIAL) or b"").split()[:1] == [self._slot.encode()]
        self._since_ms = clock.now_ms()

    def well(self) -> None:
        """Take note that every part works at this moment."""
        if self._running and ticks.diff(clock.now_ms(), self._since_ms) >= WELL_MS:
            files.write(SLOT, self._slot.encode())
            files.remove(TRIAL)
            self._running = False
            print(f"loslaten {VERSION} in /{self._slot} is well")

    def failed(self, reason: str) -> None:
        """Leave why it will not be run again, for the laptop to tell."""
        if self._running:
            try:
                files.write(TRIAL, f"{self._slot} tried: {reason}".encode())
            except OSError:
                return
