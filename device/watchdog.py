# SPDX-License-Identifier: MIT
"""The hardware watchdog, which restarts a board that does not feed it in time."""

from machine import WDT

TIMEOUT_MS = 8_000


class Watchdog:
    """Asleep until `start`: where the firmware is looked at by hand, it never is."""

    def __init__(self) -> None:
        self._timer: WDT | None = None

    def start(self) -> None:
        """Bite from now on whoever does not `feed` it for TIMEOUT_MS; there is no way back."""
        self._timer = WDT(timeout=TIMEOUT_MS)

    def feed(self) -> None:
        """Keep it from biting for as long again."""
        if self._timer is not None:
            self._timer.feed()
