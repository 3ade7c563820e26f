# SPDX-License-Identifier: MIT
"""Conversations of the laptop with a watch: something of everything, or what a test wants."""

import asyncio

import pytest

from loslaten.errors import LoslatenError
from loslaten.link.client import connect
from loslaten.sim import clock
from tests.link.wrist import KEY, Wrist
from tests.rigs.raw_records import records_of_nights

RECORDS = records_of_nights(4)
PROTOCOL = b"tense the left foot, but gently"
WITHIN_S = 15.0


async def converse(wrist, key=KEY):
    """Put a protocol, pull everything, confirm; return what was pulled."""
    async with await connect(wrist.device, key, wrist.backend()) as client:
        await client.put_protocol(PROTOCOL)
        pulled = [raw async for raws in client.pull(1) for raw in raws]
        await client.confirm(len(pulled))
        await client.play_cue(3)
        return pulled


def talk(story, services=None, mtu=247, keep_alive=None):
    """Run `story(client, wrist)` on a proven connection and return what it returns."""
    wrist = Wrist(services, mtu)

    async def whole():
        link = await connect(wrist.device, KEY, wrist.backend(), keep_alive=keep_alive)
        async with link as client:
            return await story(client, wrist)

    return clock.run(whole())


async def use(wrist):
    """Everything a laptop does with a watch."""
    async with await connect(wrist.device, KEY, wrist.backend()) as client:
        await client.status()
        await client.put_protocol(bytes(300))
        async for _ in client.pull(1):
            pass
        await client.confirm(1)


def left(wrist_of, error):
    """Use a watch; it must end in `error`, in time and with advice."""

    async def measure():
        wrist = wrist_of()
        loop = asyncio.get_running_loop()
        began_s = loop.time()
        with pytest.raises(error) as told:
            await use(wrist)
        assert loop.time() - began_s <= WITHIN_S
        assert isinstance(told.value, LoslatenError)
        assert told.value.advice
        assert "\n" not in str(told.value)
        await asyncio.sleep(0)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        assert not [task for task in others if "watch_over" not in repr(task)]
        return told.value

    return clock.run(measure())
