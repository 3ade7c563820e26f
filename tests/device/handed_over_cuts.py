# SPDX-License-Identifier: MIT
"""Power cuts while a watch is handed over, and what the watch is when it starts again."""

import asyncio
from contextlib import suppress

from loslaten.link.errors import LinkError
from loslaten.protocols import file as protocol_file
from loslaten.sim.bedroom import KEY
from loslaten_core.link import message
from tests.rigs.room import SHORT, TWO_PROTOCOLS, kept, live, nights_in_flash

NEW_KEY = bytes(range(200, 232))
NAME = "Maan"
PACKED = protocol_file.find("onderweg").packed
NIGHTS = 3
BEFORE, AFTER = "before", "after"
_MARK = "/data/handed-over"
ORDERED = message.pack_hand_over(NEW_KEY, NAME, PACKED)


def cut_in_the_order(operation: int) -> str:
    """Hand a watch over by the link with the power cut at the n-th flash operation of that."""

    async def story(room):
        await room.open_radio()
        await asyncio.sleep(3)
        with suppress(LinkError):
            async with await room.connect() as client:
                last = (await client.status()).next_record - 1
                room.watch.cut_power_at(operation)
                await client.hand_over(last, NEW_KEY, NAME, PACKED)
        await asyncio.sleep(3)
        room.watch.cut_power_at(None)
        room.watch.power_off()
        room.watch.power_on()
        await asyncio.sleep(5)

    return state(live(story, flash=TWO_PROTOCOLS | nights_in_flash(NIGHTS)))


def cut_in_the_start(operation: int) -> str:
    """Start a watch that is to be handed over, with power cuts in that start and the next."""

    async def story(room):
        for _ in range(2):
            room.watch.cut_power_at(operation)
            room.watch.power_on()
            await asyncio.sleep(3)
            room.watch.power_off()
        room.watch.cut_power_at(None)
        room.watch.power_on()
        await asyncio.sleep(5)

    flash = TWO_PROTOCOLS | nights_in_flash(NIGHTS) | {_MARK: ORDERED}
    return state(live(story, flash=flash, on=False))


def state(watch) -> str:
    """Return whether a watch is wholly as before or as after; AssertionError for neither."""
    flash = watch.flash()
    sessions = sum(1 for one, _ in kept(watch) if one.kind_name == "session")
    packed = {path: flash[path] for path in flash if path.startswith("/data/protocols/protocol")}
    assert _MARK not in flash
    if flash["/data/key"] == KEY:
        assert sessions == NIGHTS
        assert packed["/data/protocols/protocol-0"] == SHORT
        assert len(packed) == 2
        return BEFORE
    assert flash["/data/key"] == NEW_KEY
    assert sessions == 0
    assert list(packed.values()) == [PACKED]
    assert NAME.encode() in flash["/data/settings"]
    return AFTER
