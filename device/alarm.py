# SPDX-License-Identifier: MIT
"""A wait of one task that another can cut short.

`asyncio.wait_for_ms` on an Event does the same with two more tasks and 600 bytes of garbage each
time; most of this firmware's waiting would be that.
"""

import asyncio
from asyncio import core  # pyright: ignore[reportAttributeAccessIssue] (not in the stubs)


async def ring(alarm: "Alarm", flag) -> None:
    """Set an alarm whenever an interrupt sets `flag`, for ever; if that fails, its wait does."""
    try:
        while True:
            await flag.wait()
            alarm.set()
    except Exception as error:
        alarm.fail(error)


class Alarm:
    """Lets one task wait for a while, or until `set`; set before, it ends the next wait."""

    def __init__(self) -> None:
        self._is_set = False
        self._waiting = None
        self._error: Exception | None = None

    def set(self) -> None:
        """End the wait. Not for interrupts."""
        self._is_set = True
        task = self._waiting
        self._waiting = None
        if task is not None:
            # As Task.cancel brings a sleeping task forward, but without an error.
            core._task_queue.remove(task)
            core._task_queue.push(task)

    def fail(self, error: Exception) -> None:
        """End the wait with an error."""
        self._error = error
        self.set()

    async def wait(self, for_ms: int) -> None:
        """Wait for so long at most; return at once when it is set already."""
        if not self._is_set and for_ms > 0:
            self._waiting = asyncio.current_task()
            try:
                await asyncio.sleep_ms(for_ms)
            finally:
                self._waiting = None
        self._is_set = False
        if self._error is not None:
            raise self._error
