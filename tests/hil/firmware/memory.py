"""How much of the heap the whole firmware takes: put together, practising, and on the air."""

import asyncio
import gc

_LOOK_MS = 100
_HOLD_MS = 1_000


async def main(board, packed, practise_ms, radio_ms):
    """Tell the heap's size and what is in use, in bytes, after a collection each time."""
    gc.collect()
    found = {"heap_bytes": gc.mem_alloc() + gc.mem_free(), "before_bytes": gc.mem_alloc()}
    from bench import scratch
    from bench.finger import PinOfFinger

    from device.button import Button
    from loslaten_core.practice import event

    board = scratch.board_named(board)
    finger = PinOfFinger()
    board.button = lambda: Button(finger)
    watch = scratch.watch(board)
    watch.protocols.put(packed)
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
        found["was_on_air"] = watch.window.radio.is_open

    await scratch.run(watch, listen(), (watch.window.run,))
    gc.collect()
    found["free_bytes"] = gc.mem_free()
    scratch.tell(found)


async def _peak(for_ms):
    peak_bytes = 0
    for _ in range(for_ms // _LOOK_MS):
        await asyncio.sleep_ms(_LOOK_MS)
        peak_bytes = max(peak_bytes, _live())
    return peak_bytes


def _live():
    gc.collect()
    return gc.mem_alloc()
