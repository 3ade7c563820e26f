# SPDX-License-Identifier: MIT
"""The whole firmware on a T-Watch S3: its power chip, its key behind it, its clock."""

import asyncio

import pytest

from loslaten.sim import clock
from loslaten.sim.bedroom import deployed, set_up
from loslaten.sim.watch import SimulatedWatch
from loslaten_core.journal import event, record
from loslaten_core.practice import event as practised
from tests.rigs.room import SESSION_S, live, of_kind

BOARD = "twatch_s3"
NEEDED = {"DC1", "BLDO2"}
# Until it sleeps deeply when nobody does anything.
IDLE_S = 75
FOREVER = 10_000_000


def rails(watch):
    """Rails that are on at the end."""
    state = {}
    for _, kind, args in watch.trace:
        if kind == "rail":
            state[args[0]] = args[1]
    return {name for name, is_on in state.items() if is_on}


def slept(watch):
    return [cause for _, cause in watch.resets]


def test_every_rail_that_is_not_needed_is_off():
    watch = live(lambda room: asyncio.sleep(2), BOARD)
    told = {args[0] for _, kind, args in watch.trace if kind == "rail"}
    assert len(told) == 14
    assert rails(watch) == NEEDED


def test_the_key_is_a_button_like_any_other():
    async def story(room):
        await asyncio.sleep(2)
        await room.practise()

    watch = live(story, BOARD)
    (night,) = of_kind(watch, record.SESSION)
    assert night.ending == practised.COMPLETED
    assert night.worst_late_ms == 0
    assert night.duration_ms >= (SESSION_S - 5) * 1000
    assert of_kind(watch, record.FAULT) == []


def test_a_very_long_hold_opens_the_radio():
    async def story():
        stage = await set_up(BOARD)
        await asyncio.sleep(2)
        await stage.wearer.hold_long("radio")
        async with await stage.connect() as client:
            return await client.status()

    status = clock.run(story())
    assert status.board == BOARD
    assert status.battery_mv == 3_900


@pytest.mark.parametrize("held_s", [8, 30])
def test_a_key_that_is_lain_on_does_not_take_the_power(held_s):
    async def story(room):
        await asyncio.sleep(2)
        await room.hold(held_s)
        await asyncio.sleep(2)
        assert room.watch.state == "on"

    watch = live(story, BOARD)
    assert not any(kind == "power_chip_off" for _, kind, _ in watch.trace)
    assert watch.resets == []


def test_without_the_firmware_the_chip_does_take_it():
    async def story():
        watch = SimulatedWatch(BOARD, firmware={"/main.py": b"pass\n"})
        watch.power_on()
        watch.button_down()
        await asyncio.sleep(5.9)
        assert watch.state == "on"
        await asyncio.sleep(0.2)
        return watch

    watch = clock.run(story())
    assert watch.state == "off"


@pytest.mark.parametrize("held_s", [0.1, 0.9])
def test_a_press_wakes_it_from_deep_sleep_and_counts(held_s):
    async def story(room):
        await asyncio.sleep(IDLE_S)
        assert room.watch.state == "deepsleep"
        await room.hold(held_s)
        await asyncio.sleep(3)
        assert room.watch.state == "on"

    watch = live(story, BOARD)
    assert slept(watch) == ["deepsleep"]
    since_ms = watch.resets[0][0] + 1
    assert any(t_ms > since_ms and level for t_ms, level in watch.motor)


SLOW_START = "import time\ntime.sleep_ms(700)\n"


def test_a_press_that_was_over_before_the_start_is_a_press_and_no_hold():
    async def story(room):
        await asyncio.sleep(IDLE_S)
        assert room.watch.state == "deepsleep"
        await room.hold(0.1)
        await asyncio.sleep(20)
        assert room.watch.state == "on"
        await asyncio.sleep(IDLE_S)
        assert room.watch.state == "deepsleep", "a key that is held keeps it awake"

    watch = live(story, BOARD, main=SLOW_START)
    since_ms = watch.resets[0][0] + 1
    assert any(t_ms > since_ms and level for t_ms, level in watch.motor)


@pytest.mark.parametrize("bounces", [1, 3])
def test_a_key_that_bounces_is_held_all_the_same(bounces):
    async def story(room):
        await asyncio.sleep(2)
        for _ in range(bounces):
            room.watch.send("power_key", 1)
            room.watch.send("power_key", 0)
        await room.hold()
        await asyncio.sleep(SESSION_S + 6)

    (night,) = of_kind(live(story, BOARD), record.SESSION)
    assert night.ending == practised.COMPLETED


def test_usb_power_wakes_it_and_is_no_press():
    async def story(room):
        await asyncio.sleep(IDLE_S)
        assert room.watch.state == "deepsleep"
        room.watch.usb_power = True
        await asyncio.sleep(10)
        assert room.watch.state == "on"

    watch = live(story, BOARD)
    since_ms = watch.resets[0][0] + 1
    assert not any(t_ms > since_ms and level for t_ms, level in watch.motor), "nothing is felt"
    assert any(kind == "ble_active" and args[0] for _, kind, args in watch.trace)


def test_a_key_that_gave_it_power_is_no_press():
    async def story():
        watch = SimulatedWatch(BOARD, flash=deployed(BOARD))
        watch.button_down()
        watch.power_on()
        await asyncio.sleep(1.5)
        watch.button_up()
        await asyncio.sleep(5)
        return watch

    watch = clock.run(story())
    # The self-test's tap alone.
    assert len([level for _, level in watch.motor if level == 0]) == 1


def test_the_clock_carries_the_time_through_deep_sleep():
    async def story(room):
        await asyncio.sleep(600)
        await room.hold(0.1)
        await asyncio.sleep(3)

    watch = live(story, BOARD)
    first, second = of_kind(watch, record.BOOT)
    assert (first.rtc_kept, second.rtc_kept) == (False, True)
    assert second.cause == event.DEEP_SLEEP
    assert second.rtc_drift_ppm == 100
    assert abs(second.rtc_ms - first.rtc_ms - 601_000) <= 1_000


def test_a_clock_that_lost_its_power_says_so():
    async def story(room):
        await asyncio.sleep(600)
        room.watch.send("clock_power_lost")
        await room.hold(0.1)
        await asyncio.sleep(3)

    first, second = of_kind(live(story, BOARD), record.BOOT)
    assert (first.rtc_kept, second.rtc_kept) == (False, False)


def test_a_bus_that_fails_for_a_while_loses_no_press():
    async def story(room):
        await asyncio.sleep(2)
        before = len(room.watch.motor)
        room.watch.send("i2c_fault", 0, 1, False)
        await room.hold(0.1)
        await asyncio.sleep(2)
        assert len(room.watch.motor) > before

    watch = live(story, BOARD)
    assert watch.resets == []
    assert of_kind(watch, record.FAULT) == []


def test_a_dead_bus_restarts_nothing_and_is_in_the_log_once():
    async def story(room):
        await asyncio.sleep(2)
        room.watch.send("i2c_fault", 0, FOREVER, False)
        await asyncio.sleep(4_000)

    watch = live(story, BOARD, main=AWAKE)
    assert "wdt" not in slept(watch)
    assert "hard" not in slept(watch)
    battery = [one for one in of_kind(watch, record.FAULT) if one.code == 6]
    assert len(battery) == 1


# Keeps it from sleeping deeply, which would start it over.
AWAKE = """
from device.boards import twatch_s3
twatch_s3.HAS_DEEP_SLEEP = False
"""


def test_a_key_that_cannot_be_armed_lets_it_sleep_for_a_minute_only():
    async def story(room):
        await asyncio.sleep(20)
        room.watch.send("i2c_fault", 0, FOREVER, False)  # which ends with the start after it
        await asyncio.sleep(300)
        await room.hold(0.1)
        await asyncio.sleep(2)
        assert room.watch.state == "on"

    watch = live(story, BOARD)
    assert slept(watch) == ["deepsleep", "deepsleep"]
    (first_ms, _), (second_ms, _) = watch.resets
    started_ms = [t_ms for t_ms, kind, _ in watch.trace if kind == "start"]
    assert started_ms[1] == first_ms + 60_000
    assert started_ms[1] < second_ms
    assert rails(watch) == NEEDED


def test_there_is_no_safe_mode_by_its_key():
    async def story():
        watch = SimulatedWatch(BOARD, flash=deployed(BOARD))
        watch.button_down()
        watch.power_on()
        await asyncio.sleep(3)
        return watch

    watch = clock.run(story())
    assert watch.printed == ""
    assert any(level for _, level in watch.motor), "it has started"
