# SPDX-License-Identifier: MIT
"""Trying the page without a watch: begun and ended once, however often a button is pressed."""

import asyncio
from contextlib import asynccontextmanager

from loslaten.language.text import Text
from loslaten.page.radio import Phase
from loslaten.page.world import World

NOW = (1_795_210_200_000, 60)


@asynccontextmanager
async def nothing_in_the_air():
    yield None


async def never_over(_job):
    try:
        await asyncio.sleep(3600)
    finally:
        # It takes a moment to hang up.
        await asyncio.sleep(0.05)
    return Text("", "")


async def busy(world):
    """Let something go on that has to be stopped first."""
    job = world.radio.ask_here("watch", Text("doet", "doing"), never_over)
    while job.phase is not Phase.WORKING:
        await asyncio.sleep(0)


def wrists():
    """Return how many wrists live."""
    return sum(task.get_coro().__qualname__ == "Wrist.run" for task in asyncio.all_tasks())


def test_a_button_that_is_pressed_twice_begins_and_ends_one_trial(tmp_path):
    async def run():
        world = World(tmp_path / "data", nothing_in_the_air, lambda: NOW)
        worker = asyncio.create_task(world.radio.run())
        await busy(world)
        await asyncio.gather(world.begin_trial(), world.begin_trial())
        assert world.trial is not None
        assert wrists() == 1
        await busy(world)
        await asyncio.gather(world.end_trial(), world.end_trial())
        assert world.trial is None
        assert wrists() == 0
        worker.cancel()
        await asyncio.wait({worker})

    asyncio.run(run())
