# SPDX-License-Identifier: MIT
"""Parts of asyncio that boards have and the engine's build lacks: `run()`, `ThreadSafeFlag`."""

import asyncio
import asyncio.core
import asyncio.event
import asyncio.funcs
import asyncio.lock


class ThreadSafeFlag:
    """A flag that an interrupt may set and one task waits for."""

    def __init__(self):
        self._event = asyncio.event.Event()

    def set(self):
        self._event.set()

    def clear(self):
        self._event.clear()

    async def wait(self):
        await self._event.wait()
        self._event.clear()


def install(start):
    """Complete the engine's asyncio; `start` is the module that runs main.py."""
    asyncio.run = asyncio.core.run = start.run
    asyncio.ThreadSafeFlag = asyncio.event.ThreadSafeFlag = ThreadSafeFlag
