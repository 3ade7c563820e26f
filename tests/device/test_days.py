# SPDX-License-Identifier: MIT
"""Taps by day and the reminder on a whole watch; a fortnight is in tests/torture/days.py."""

import asyncio
from functools import cache

import pytest

from loslaten.sim import clock
from loslaten_core.link import settings
from tests.device.days import WISHES, Days, Diary, lived
from tests.rigs.room import live

HOURS = {"day_from": 9 * 60, "day_until": 10 * 60, "day_taps": 3, "reminder_at": 10 * 60 + 30}
NINE_S = 50 * 60
LATER = """
import asyncio, sys

async def later():
    await asyncio.sleep(2)
    print("loaded", "device.days" in sys.modules)

asyncio.create_task(later())
"""


# At a start the time that was told before becomes one that was told with an error of 294 s.
TOLD_BADLY = """
try:
    with open("/data/day-clock", "rb") as file:
        told = file.read()
    with open("/data/day-clock", "wb") as file:
        file.write(told[:8] + (294_000).to_bytes(4, "little") + told[12:])
except OSError:
    pass
"""
# How each kind of board carries the time: not at all, badly, and well.
BOARDS = ("pico_w", "xiao_esp32s3", "twatch_s3")


@cache
def morning(board: str) -> tuple[Diary, list]:
    """Taps from 9 to 10, the first one answered; a reminder half past; the power gone after it."""
    statuses: list = []

    async def ask(days: Days) -> None:
        async with await days.room.connect() as client:
            statuses.append(await client.status())

    async def story(days: Days) -> None:
        await days.sync(**WISHES | HOURS)
        await _next_tap(days)
        await asyncio.sleep(2)
        await days.press()
        await days.until(0, 10.6)
        await days.open_radio()
        await ask(days)
        await asyncio.sleep(240)
        await days.restart()
        await days.open_radio()
        await ask(days)

    return lived(story, board, "2026-10-19T08:50+02:00"), statuses


async def _next_tap(days: Days) -> None:
    motor, now = days.room.watch.motor, clock.current
    before = len(motor)
    while len(motor) == before and now().now_ms < 2 * NINE_S * 1000:
        await asyncio.sleep(0.5)


@pytest.mark.parametrize("board", BOARDS)
def test_taps_fall_inside_the_hours_and_the_reminder_at_its_time(board: str):
    diary, _ = morning(board)
    *taps, reminder = diary.taps
    # One that falls into what is felt of the answer to another cannot be told from it.
    assert len(taps) in (2, 3)
    assert all(at.hour == 9 for at in taps)
    assert (reminder.hour, reminder.minute) == (10, 30)


@pytest.mark.parametrize("board", BOARDS)
def test_status_tells_whether_the_power_s_loss_has_lost_the_time(board: str):
    _, (before, after) = morning(board)
    assert (before.clock_set, after.clock_set) == (True, board == "twatch_s3")


def test_after_it_nothing_is_felt():
    async def story(days: Days) -> None:
        await days.sync(**WISHES | HOURS)
        await days.restart()
        await days.until(0, 10.6)

    assert lived(story, began="2026-10-19T08:50+02:00").taps == []


def test_a_session_and_power_that_comes_in_keep_it_quiet():
    async def practised(days: Days) -> None:
        await days.sync(**WISHES | HOURS)
        await days.practise()
        await days.until(0, 10.6)

    async def charged(days: Days) -> None:
        await days.sync(**WISHES | HOURS)
        days.room.watch.usb_power = True
        await days.until(0, 10.6)

    assert lived(practised, began="2026-10-19T08:50+02:00").taps == []
    assert lived(charged, began="2026-10-19T08:50+02:00").taps == []


def test_a_board_s_own_clock_carries_the_time_over_a_restart():
    """An ESP32's is within 5 %: half an hour from a reading it is known to a minute and a half."""

    async def story(days: Days) -> None:
        await days.sync(**WISHES | HOURS)
        await days.open_radio()
        async with await days.room.connect() as client:
            await client.reboot()
        await days.felt_for(60_000)
        await days.until(0, 10.6)

    diary = lived(story, "twatch_s3", began="2026-10-19T08:50+02:00")
    assert diary.taps


def test_a_clock_of_the_board_s_own_goes_on_where_uptime_is_too_wide():
    """With an error of 295 s at its start, uptime is good enough for a quarter of an hour."""
    statuses: list = []

    async def story(days: Days) -> None:
        await days.sync(**WISHES | HOURS)
        await days.restart()
        await days.until(0, 10.6)
        await days.open_radio()
        async with await days.room.connect() as client:
            statuses.append(await client.status())

    diary = lived(story, "twatch_s3", "2026-10-19T08:50+02:00", main=TOLD_BADLY)
    (status,) = statuses
    assert (status.clock_set, status.clock_too_wide) == (True, False)
    assert (diary.taps[-1].hour, diary.taps[-1].minute) in ((10, 29), (10, 30))


def test_a_clock_that_has_begun_anew_tells_no_time():
    """A XIAO without power for eleven hours, and then for longer than before the sync on."""

    async def story(days: Days) -> None:
        await days.sync(**WISHES | HOURS)
        days.room.watch.power_off()
        await days.until(0, 20)
        days.room.watch.power_on()
        # It sleeps deeply, for there is nothing to wake for; a press starts it anew.
        await days.felt_for(900_000)
        await days.press()
        await days.felt_for(60_000)
        await days.until(0, 22)

    assert lived(story, "xiao_esp32s3", began="2026-10-19T08:50+02:00").taps == []


def test_a_clock_that_nobody_has_watched_tells_no_time():
    """Taps were off while a XIAO was without power; they are on again, and it was told no time."""

    async def story(days: Days) -> None:
        await days.sync(**WISHES | HOURS)
        await days.sync(day_programme=0, reminder=0)
        days.room.watch.power_off()
        await days.until(0, 20)
        days.room.watch.power_on()
        await days.felt_for(900_000)
        await days.open_radio()
        async with await days.room.connect() as client:
            await client.write_settings({"day_programme": 1, "reminder": 1})
        await days.felt_for(200_000)
        await days.until(0, 22)

    assert lived(story, "xiao_esp32s3", began="2026-10-19T08:50+02:00").taps == []


@pytest.mark.parametrize("is_on", [False, True])
def test_its_code_is_in_memory_only_where_it_is_wanted(is_on: bool):
    stored = [(settings.DAY_PROGRAMME, bytes((int(is_on),)))]

    async def story(_room) -> None:
        await asyncio.sleep(3)

    watch = live(story, flash={"/data/settings": settings.pack_items(stored)}, main=LATER)
    assert f"loaded {is_on}" in watch.printed
