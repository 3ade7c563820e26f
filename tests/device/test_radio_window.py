# SPDX-License-Identifier: MIT
"""Radio windows: opened by the wearer or by USB power, never by the watch itself."""

import asyncio
from contextlib import aclosing

import pytest

from loslaten.link.errors import NotFoundError
from loslaten.protocols import file as protocol_file
from loslaten.sim import clock
from loslaten.sim.bedroom import KEY, set_up
from loslaten.sim.board import BOARDS
from loslaten_core.practice import event
from tests.rigs.room import live

SEATED = protocol_file.find("seated-tense")
WINDOW_S = 180


@pytest.fixture(params=sorted(BOARDS))
def on_stage(request):
    """Runs a story with a stage, and returns the times at which the radio went on and off."""

    def run(story):
        switched = []

        async def play():
            stage = await set_up(request.param)
            stage.watch.on("ble_active", lambda t_ms, on, *_: switched.append((t_ms, on)))
            await asyncio.sleep(1)
            await story(stage)
            assert not stage.watch.crashes

        clock.run(play())
        return switched

    return run


def test_the_radio_is_off_until_somebody_wants_it(on_stage):
    async def story(stage):
        await asyncio.sleep(3600)
        with pytest.raises(NotFoundError):
            await stage.connect()

    assert on_stage(story) == []


def test_a_very_long_hold_opens_it_for_a_few_minutes(on_stage):
    async def story(stage):
        await stage.wearer.hold_long("radio")
        await asyncio.sleep(600)

    (on_ms, on), (off_ms, off) = on_stage(story)
    assert (on, off) == (True, False)
    # Once its cue has been felt: a radio stack that starts stops everything else.
    assert 1000 < on_ms < 8_000
    assert WINDOW_S * 1000 <= off_ms - on_ms <= WINDOW_S * 1000 + 1_000


def test_another_very_long_hold_begins_the_minutes_anew(on_stage):
    async def story(stage):
        await stage.wearer.hold_long("radio")
        await asyncio.sleep(100)
        await stage.wearer.hold_long("radio")
        await asyncio.sleep(600)

    (on_ms, _), (off_ms, _) = on_stage(story)
    assert 100_000 + WINDOW_S * 1000 < off_ms - on_ms < 110_000 + WINDOW_S * 1000


def test_usb_power_keeps_it_open(on_stage):
    async def story(stage):
        stage.watch.usb_power = True
        await asyncio.sleep(1000)
        stage.watch.usb_power = False
        await asyncio.sleep(600)

    (on_ms, _), (off_ms, _) = on_stage(story)
    assert on_ms < 6_000
    assert 1_000_000 < off_ms < 1_010_000 + WINDOW_S * 1000


def test_a_window_that_usb_opened_closes_when_a_session_starts(on_stage):
    started_ms = []

    async def story(stage):
        stage.watch.usb_power = True
        await asyncio.sleep(5)
        async with await stage.connect() as client:
            await client.put_protocol(SEATED.packed)
        await stage.wearer.hold("start")
        started_ms.append(clock.current().now_ms)
        await asyncio.sleep(60)

    (_, _), (off_ms, off) = on_stage(story)
    assert off is False
    assert off_ms - started_ms[0] < 1_000


def test_the_wearer_may_have_a_session_watched_live(on_stage):
    seen = []

    async def story(stage):
        await stage.wearer.hold_long("radio")
        async with await stage.connect() as client:
            await client.put_protocol(SEATED.packed)

            async def look():
                async for one in client.events():
                    seen.append(one)
                    if one.event == event.OVER:
                        return

            looking = asyncio.create_task(look())
            await asyncio.sleep(1)
            await stage.wearer.hold("start")
            await asyncio.wait_for(looking, 600)

    assert [on for _, on in on_stage(story)] == [True]
    happened = [one.event for one in seen]
    assert happened[0] == event.STARTED
    assert happened.count(event.TENSE) == happened.count(event.RELEASE) >= 6
    tensed = {one.group for one in seen if one.event == event.TENSE}
    assert tensed == {group.muscle for group in SEATED.protocol.groups}
    assert sum(one.lost for one in seen) == 0


def test_a_watch_without_its_key_lets_nobody_in_and_says_why(on_stage):
    async def story(stage):
        await stage.wearer.hold_long("radio")
        async with await stage.connect() as client:
            await client.forget_key()
        await asyncio.sleep(1)
        assert KEY not in stage.watch.flash().values()
        with pytest.raises(Exception, match="key"):
            await stage.connect()

    on_stage(story)


@pytest.mark.parametrize("looks_on", [True, False])
def test_a_session_on_usb_power_ends_the_window_unless_a_laptop_looks_on(looks_on):
    told, radio = [], []

    async def story(room):
        room.watch.on("ble_active", lambda _t_ms, on, *_: radio.append(on))
        room.watch.usb_power = True
        await room.find()
        if looks_on:
            async with await room.connect() as client:
                await room.hold()
                async with asyncio.timeout(60), aclosing(client.events()) as events:
                    async for one in events:
                        told.append(one.event)
                        if one.event == event.READY:
                            break
        else:
            await room.hold()
            await asyncio.sleep(3)
        assert bool(radio[-1]) == looks_on

    live(story)
    assert (event.READY in told) == looks_on
