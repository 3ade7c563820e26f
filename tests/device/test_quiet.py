# SPDX-License-Identifier: MIT
"""The journal is written when no cue plays and no records are on the air."""

import asyncio

import pytest

from loslaten.sim import clock
from loslaten.sim.bedroom import laptop_clock
from tests.rigs.room import PROTOCOL, SESSION_S, SETTLE_S, TWO_PROTOCOLS, live, nights_in_flash

QUIET_MS = 400  # less the lead of the motor
CHANGES = ("write", "commit", "rename", "remove", "create")


def motor_on(watch):
    """The stretches of time in which the motor was driven, as (from, until)."""
    since_ms = None
    for t_ms, level in watch.motor:
        if level and since_ms is None:
            since_ms = t_ms
        elif not level and since_ms is not None:
            yield since_ms, t_ms
            since_ms = None


def writes(watch, from_ms=0):
    """Times at which something was written below /data, once the watch had started."""
    return [
        t_ms
        for t_ms, kind, args in watch.trace
        if kind == "flash" and t_ms >= from_ms and args[0] in CHANGES and "/data/" in args[1]
    ]


def check(watch, from_ms, lead_ms=QUIET_MS):
    """See that nothing was written in any cue, nor shortly before; return what was, elsewhere.

    Before an answer to the button there can be no lead: nobody knows when it will be pressed.
    """
    wrote = writes(watch, from_ms)
    for on_ms, off_ms in motor_on(watch):
        near = [t_ms for t_ms in wrote if on_ms - lead_ms < t_ms < off_ms]
        assert near == [], f"written while a cue plays, {on_ms} to {off_ms}"
    return len(wrote)


def test_a_session_writes_between_cues_only():
    async def story(room):
        for _ in range(3):
            await room.practise()

    assert check(live(story), 1_000) >= 3 * 4


@pytest.mark.parametrize("offset_s", [0.0, 0.4, 0.8, 1.2, 1.6])
def test_what_the_laptop_asks_for_in_a_session_waits_for_the_next_quiet_moment(offset_s):
    """Time, settings and confirms at many moments of a session that is watched live."""
    asked = []

    async def story(room):
        await room.open_radio()
        await asyncio.sleep(1)
        async with await room.connect() as client:
            await room.hold()
            await asyncio.sleep(SETTLE_S + offset_s)
            for number in range(20):
                await client.set_clock(*laptop_clock(), 100)
                await client.write_settings({"name": f"Wrist {number}"})
                await client.confirm(1 + number // 19)
                asked.append(number)
                await asyncio.sleep(1.9)
            await asyncio.sleep(SESSION_S - 25)
            assert (await client.settings())["name"] == "Wrist 19"
            status = await client.status()
            assert status.confirmed_record == 2
            assert status.next_record > 20

    watch = live(story)
    started_ms = next(t_ms for t_ms, level in watch.motor if t_ms > 1_000 and level)
    assert len(asked) == 20
    assert check(watch, started_ms) > 20
    assert b"Wrist 19" in watch.flash()["/data/settings"]


def test_a_choice_by_the_button_is_written_after_the_answer():
    async def story(room):
        for _ in range(4):
            await room.press_twice()
            await asyncio.sleep(3)

    assert check(live(story, flash=TWO_PROTOCOLS), 1_000, lead_ms=0) >= 3


def test_nothing_is_written_while_records_are_on_the_air():
    """The laptop takes its time over a page, and a session starts and goes on meanwhile."""
    pulled = []

    async def story(room):
        await room.open_radio()
        async with await room.connect() as client:
            pages = client.pull(1, 1)
            pulled.append(clock.current().now_ms)
            await anext(pages)
            await room.hold()
            await asyncio.sleep(SETTLE_S + 25)
            pulled.append(clock.current().now_ms)
            await pages.aclose()
        await asyncio.sleep(SESSION_S)

    wrote = writes(live(story, flash=PROTOCOL | nights_in_flash(120)))
    began_ms, ended_ms = pulled
    assert not [t_ms for t_ms in wrote if began_ms < t_ms < ended_ms]
    assert [t_ms for t_ms in wrote if t_ms > ended_ms], "and afterwards the session is"
