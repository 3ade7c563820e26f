# SPDX-License-Identifier: MIT
"""The firmware sleeps whenever nothing is due, and nothing is late for it."""

import asyncio

import pytest

from loslaten.sim.board import BOARDS
from loslaten_core.journal import event, record
from loslaten_core.practice import event as practised
from tests.rigs.room import HOLD_S, SESSION_S, live, of_kind

ALL_BOARDS = pytest.mark.parametrize("board", sorted(BOARDS))
ESP32 = "xiao_esp32s3"
# From the press to the first drive of the motor, which a coin motor takes 60 ms more to be felt.
DRIVEN_WITHIN_MS = 40
FRESH_S, IDLE_S = 32, 70


def naps(watch, since_ms=0):
    """(from, to, why it ended) of every light sleep, deep ones being at the end of a life."""
    found, began_ms = [], None
    for t_ms, kind, args in watch.trace:
        if kind == "sleep" and args == ("light",):
            began_ms = t_ms
        elif kind == "wake":
            found.append((began_ms, t_ms, *args))
    return [nap for nap in found if nap[0] >= since_ms]


def now_ms():
    return round(asyncio.get_running_loop().time() * 1000)


def asleep_ms(watch, since_ms, until_ms):
    return sum(
        min(end_ms, until_ms) - max(start_ms, since_ms)
        for start_ms, end_ms, _ in naps(watch)
        if start_ms < until_ms and end_ms > since_ms
    )


@ALL_BOARDS
def test_a_session_is_slept_through_but_for_what_is_felt(board):
    started = []

    async def story(room):
        await asyncio.sleep(FRESH_S)
        started.append(now_ms())
        await room.practise()

    watch = live(story, board)
    (from_ms,) = started
    to_ms = from_ms + SESSION_S * 1000
    assert asleep_ms(watch, from_ms, to_ms) > 0.8 * (to_ms - from_ms)
    edges = [t_ms for t_ms, _ in watch.motor if t_ms >= from_ms]
    assert len(naps(watch, from_ms)) < 1.5 * len(edges)
    (night,) = of_kind(watch, record.SESSION)
    assert night.ending == practised.COMPLETED
    assert night.worst_late_ms == 0


@ALL_BOARDS
def test_the_motor_never_runs_while_the_processor_sleeps(board):
    async def story(room):
        await asyncio.sleep(FRESH_S)
        await room.practise()

    watch = live(story, board)
    driven = [t_ms for t_ms, level in watch.motor if level]
    assert driven
    for start_ms, end_ms, _ in naps(watch):
        before = [level for t_ms, level in watch.motor if t_ms <= start_ms]
        assert not before[-1]
        assert not [t_ms for t_ms in driven if start_ms < t_ms < end_ms]


@ALL_BOARDS
def test_a_press_wakes_it_and_is_answered_at_once(board):
    presses = []

    async def story(room):
        await asyncio.sleep(FRESH_S)
        await room.hold()
        # Into silences of the session, long after anything was felt.
        for after_s in (14.3, 7.3, 12.5):
            await asyncio.sleep(after_s)
            presses.append(now_ms())
            await room.hold(0.1)
        await asyncio.sleep(SESSION_S)

    watch = live(story, board)
    assert [why for _, _, why in naps(watch)].count("pin") >= 3
    for pressed_ms in presses:
        changed = [t_ms for t_ms, _ in watch.motor if t_ms >= pressed_ms]
        assert changed[0] - pressed_ms <= DRIVEN_WITHIN_MS


def test_it_is_awake_while_it_is_fresh_on_usb_and_in_a_radio_window():
    async def story(room):
        await asyncio.sleep(28)
        assert not naps(room.watch)
        await asyncio.sleep(10)
        assert naps(room.watch)
        for wish in (plug, room.open_radio):
            await wish(room) if wish is plug else await wish()
            await asyncio.sleep(8)
            before = len(naps(room.watch))
            await asyncio.sleep(20)
            assert len(naps(room.watch)) == before
            room.watch.usb_power = False
            await asyncio.sleep(40)

    async def plug(room):
        room.watch.usb_power = True

    live(story)


@ALL_BOARDS
def test_hours_of_idleness_end_in_no_reset_but_by_the_wearer(board):
    async def story(room):
        await asyncio.sleep(3 * 3600)
        await room.hold(HOLD_S + 0.8)
        await asyncio.sleep(SESSION_S + 40)

    watch = live(story, board)
    assert [cause for _, cause in watch.resets if cause != "deepsleep"] == []
    (night,) = of_kind(watch, record.SESSION)
    assert night.ending == practised.COMPLETED


def test_the_esp32_sleeps_deeply_when_idle_and_the_press_that_wakes_it_counts():
    async def story(room):
        watch = room.watch
        await asyncio.sleep(IDLE_S)
        assert watch.state == "deepsleep"
        watch.motor.clear()
        await room.hold(0.1)
        await asyncio.sleep(5)
        assert watch.state == "on"
        # "I am here", and the battery: four pulses and three of the number.
        assert len([level for _, level in watch.motor if level == 0]) == 1 + 3 + 3
        await asyncio.sleep(40)
        assert watch.state == "deepsleep"
        await room.hold(HOLD_S + 0.8)
        await asyncio.sleep(SESSION_S + 60)
        assert watch.state == "deepsleep"

    watch = live(story, ESP32)
    (night,) = of_kind(watch, record.SESSION)
    assert night.ending == practised.COMPLETED
    assert [boot.cause for boot in of_kind(watch, record.BOOT)] == [
        event.POWER_ON,
        event.DEEP_SLEEP,
        event.DEEP_SLEEP,
    ]


def test_a_watch_that_is_lain_on_sleeps_lightly_and_is_there_when_it_is_let_go():
    async def story(room):
        await asyncio.sleep(FRESH_S)
        room.watch.button_down()
        await asyncio.sleep(600)
        assert room.watch.state == "on"
        assert asleep_ms(room.watch, 100_000, 500_000) > 0.95 * 400_000
        room.watch.button_up()
        await asyncio.sleep(1)
        room.watch.motor.clear()
        await room.hold(0.1)
        await asyncio.sleep(1)
        assert room.watch.motor
        await asyncio.sleep(120)
        assert room.watch.state == "deepsleep"

    live(story, ESP32)


def test_every_start_of_the_esp32_carries_its_clock_on():
    async def story(room):
        for _ in range(2):
            await asyncio.sleep(IDLE_S)
            await room.hold(0.1)
        await asyncio.sleep(1)

    first, second, third = of_kind(live(story, ESP32), record.BOOT)
    assert not first.rtc_kept
    assert second.rtc_kept
    assert third.rtc_kept
    for before, after in ((first, second), (second, third)):
        assert after.rtc_drift_ppm == before.rtc_drift_ppm > 0
        assert IDLE_S * 1000 <= after.rtc_ms - before.rtc_ms <= IDLE_S * 1000 + 1_500


def test_a_clock_that_lost_its_power_or_was_set_is_not_trusted():
    """Power that comes back, and a start from the console, where tools set the clock."""
    soft = """
import os, sys
if "seen" not in os.listdir("/"):
    open("/seen", "w").close()
    from device.drivers import esp32_sleep
    esp32_sleep.rtc()
    sys.exit()
"""

    async def story(room):
        await asyncio.sleep(5)
        room.watch.power_off()
        await asyncio.sleep(5)
        room.watch.power_on()
        await asyncio.sleep(5)

    assert [one.rtc_kept for one in of_kind(live(story, ESP32), record.BOOT)] == [False] * 2
    assert [one.rtc_kept for one in of_kind(live(story, ESP32, main=soft), record.BOOT)] == [
        False,
        False,
    ]


def test_a_pico_has_no_clock_that_runs_on():
    async def story(room):
        await asyncio.sleep(3)

    (boot,) = of_kind(live(story), record.BOOT)
    assert (boot.rtc_drift_ppm, boot.rtc_kept) == (0, False)


def test_the_radio_chip_of_a_pico_has_power_only_in_a_window():
    async def story(room):
        await asyncio.sleep(FRESH_S)
        await room.open_radio()
        await asyncio.sleep(240)
        await room.practise()

    watch = live(story)
    chip = [(t_ms, is_on) for t_ms, kind, (is_on, *_) in watch.trace if kind == "radio_chip"]
    assert [is_on for _, is_on in chip] == [True, False]
    assert not [nap for nap in naps(watch) if chip[0][0] <= nap[0] < chip[1][0]]


def test_deep_sleep_waits_for_half_a_minute_after_the_last_press():
    """Each press counts: 25 s after the first one somebody may still want something."""

    async def story(room):
        watch = room.watch
        await asyncio.sleep(FRESH_S - 4)
        await room.hold(0.1)
        await asyncio.sleep(25)
        assert watch.state != "deepsleep"
        await room.hold(0.1)
        await asyncio.sleep(25)
        assert watch.state != "deepsleep"
        await asyncio.sleep(15)
        assert watch.state == "deepsleep"

    live(story, ESP32)
