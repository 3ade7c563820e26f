# SPDX-License-Identifier: MIT
"""Heap that the whole firmware takes: put together, practising, and on the air."""

import asyncio
import gc

_LOOK_MS = 100
_ENOUGH_BYTES = 32 * 1024
_STEP_BYTES = 256
_largest_bytes = _ENOUGH_BYTES
_HOLD_MS = 1_000


async def main(board, packed, practise_ms, radio_ms):
    """Tell the heap's size and what is in use, in bytes, after a collection each time."""
    gc.collect()
    found = {"heap_bytes": gc.mem_alloc() + gc.mem_free(), "before_bytes": gc.mem_alloc()}
    from bench import stack

    stack.watch()
    from bench import scratch
    from bench.finger import PinOfFinger

    from device.button import Button
    from loslaten_core.practice import event

    board = scratch.board_named(board)
    finger = PinOfFinger()
    board.button = lambda: Button(finger)
    watch = scratch.watch(board)
    for _ in watch.protocols.put(packed):
        pass
    watch.companion.update_protocols()
    found["started_bytes"] = _live()

    async def practise():
        await finger.press(_HOLD_MS)
        found["practising_bytes"] = await _peak(practise_ms)
        found["practised"] = watch.companion.practice.running

    await scratch.run(watch, practise())
    watch.companion.stop(event.STOPPED)

    async def listen():
        found["on_air_bytes"] = await _peak(radio_ms)
        found["was_on_air"] = watch.on_air.is_open

    await scratch.run(watch, listen(), (watch.window.run,))
    gc.collect()
    found["free_bytes"] = gc.mem_free()
    found["largest_bytes"] = _largest_bytes
    found["stack_bytes"] = stack.deepest_bytes
    scratch.tell(found)


async def _peak(for_ms):
    """Return the most bytes in use, and note the smallest of the largest free blocks."""
    global _largest_bytes
    peak_bytes = 0
    for _ in range(for_ms // _LOOK_MS):
        await asyncio.sleep_ms(_LOOK_MS)
        peak_bytes = max(peak_bytes, _live())
        _largest_bytes = min(_largest_bytes, _largest())
    return peak_bytes


def _largest():
    """Return the largest block that can be allocated now, up to _ENOUGH_BYTES."""
    low, high = 0, _ENOUGH_BYTES
    while high - low > _STEP_BYTES:
        size = (low + high) // 2
        try:
            bytearray(size)
            low = size
        except MemoryError:
            high = size
    return low


def _live():
    gc.collect()
    return gc.mem_alloc()
