# SPDX-License-Identifier: MIT
"""A limit for calls into the system's Bluetooth, which may never answer nor let themselves be
cancelled."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")

# What a cancelled call may take to end before it is left behind.
_CANCEL_S = 1.0


async def within(limit_s: float, work: Awaitable[T]) -> T:
    """Return what `work` returns; raise TimeoutError after `limit_s` seconds.

    Unlike `asyncio.timeout` it does not wait for work that ignores its cancellation: a hung
    bluetoothd makes the clean-up of bleak hang as well.
    """
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task}, timeout=limit_s)
    except asyncio.CancelledError:
        await give_up(task)
        raise
    if task.done():
        return task.result()
    await give_up(task)
    if task.done() and not task.cancelled():
        return task.result()
    raise TimeoutError


async def give_up(task: "asyncio.Future[T]") -> None:
    """Cancel a task and wait a moment for its end; what it then raises is nobody's business."""
    if task.cancel():
        await asyncio.wait({task}, timeout=_CANCEL_S)
    task.add_done_callback(_ignore)


def _ignore(task: "asyncio.Future[T]") -> None:
    if not task.cancelled():
        task.exception()
