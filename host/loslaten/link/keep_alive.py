# SPDX-License-Identifier: MIT
"""Limit on how long a watch is left without a word, so that it does not hang up."""

import asyncio
from contextlib import suppress

# Well below the silence after which the watch hangs up.
KEEP_ALIVE_S = 20.0


class KeepAlive:
    """Longest silence towards a watch, in seconds of this computer.

    A simulated watch whose time passes faster hangs up sooner: it follows the watch's time.
    """

    def __init__(self) -> None:
        self._seconds = KEEP_ALIVE_S
        self._changed = asyncio.Event()

    def follow(self, speed: float) -> None:
        """Go by a watch whose time passes so many times as fast as here, from now on."""
        self._seconds = KEEP_ALIVE_S / max(1.0, speed)
        self._changed.set()

    async def silence(self) -> None:
        """Wait until a word is due; it is at once where the watch's time begins to go faster."""
        self._changed.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(self._seconds):
                await self._changed.wait()
