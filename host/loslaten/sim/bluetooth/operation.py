# SPDX-License-Identifier: MIT
"""Waiting for bumble the way bleak's users expect: with bleak's errors, and never for ever."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from bleak.exc import BleakError, BleakGATTProtocolError, BleakGATTProtocolErrorCode
from bumble import att

COMMAND_TIMEOUT_S = 5
T = TypeVar("T")


async def outcome(operation: Awaitable[T]) -> T:
    """Await a bumble operation, turning its errors into bleak's.

    Bumble cancels what is under way when the link goes, which must not look like a cancellation of
    whoever waits for it.
    """
    task = asyncio.ensure_future(operation)
    try:
        await asyncio.wait([task])
    finally:
        if not task.done():
            task.cancel()
    if task.cancelled():
        raise BleakError("Not connected")
    error = task.exception()
    if isinstance(error, att.ATT_Error):
        raise BleakGATTProtocolError(int(error.error_code)) from error
    if error is not None:
        raise BleakError(str(error) or type(error).__name__) from error
    return task.result()


async def command(operation: Awaitable[T]) -> T:
    """Await what a controller does at once."""
    try:
        async with asyncio.timeout(COMMAND_TIMEOUT_S):
            return await outcome(operation)
    except TimeoutError as error:
        raise BleakError("the virtual radio does not answer") from error


async def request(operation: Awaitable[T]) -> T:
    """Await an ATT request; one cut off by a disconnection ends as BlueZ ends it."""
    task = asyncio.ensure_future(operation)
    try:
        return await outcome(task)
    except BleakError:
        if task.cancelled():
            raise BleakGATTProtocolError(BleakGATTProtocolErrorCode.UNLIKELY_ERROR) from None
        raise
