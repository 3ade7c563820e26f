# SPDX-License-Identifier: MIT
"""Records of the firmware that ships: sessions, and what happens around them."""

import asyncio

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.practice_log.log import PracticeLog
from loslaten.protocols import file as protocol_file
from loslaten.sim.bedroom import laptop_clock
from loslaten.sim.board import BOARDS
from loslaten.watches.sync import sync
from loslaten_core.journal import event, record
from loslaten_core.practice import event as practised
from loslaten_core.practice import protocol
from tests.rigs.room import (
    GROUP_S,
    GROUPS,
    REST_S,
    SESSION_S,
    SETTLE_S,
    SHORT,
    kept,
    live,
    of_kind,
)

ONDERWEG = protocol_file.find("onderweg").packed
SEATED = protocol_file.find("seated-tense").packed
WRITTEN_WITHIN_S = 3.5

both_boards = pytest.mark.parametrize("board", sorted(BOARDS))


@both_boards
def test_the_power_goes_anywhere_in_a_session_and_the_groups_done_by_then_are_kept(board):
    """Each group is written once the next has been announced and nothing is felt: in seconds."""
    cuts_s = range(2, SESSION_S - REST_S, 4)

    async def story(room):
        for cut_s in cuts_s:
            await room.hold()
            await asyncio.sleep(cut_s)
            room.watch.power_off()
            await asyncio.sleep(1)
            room.watch.power_on()
            await asyncio.sleep(2)

    found = of_kind(live(story, board), record.SESSION)
    expected = [int(cut_s - SETTLE_S - WRITTEN_WITHIN_S) // GROUP_S for cut_s in cuts_s]
    expected = [done for done in expected if done >= 0]
    assert [sum(group.done for group in one.groups) for one in found] == expected
    assert set(expected) == {0, 1, 2}
    assert {one.ending for one in found} == {practised.POWER_LOST}
    for one, done in zip(found, expected, strict=True):
        assert [group.muscle for group in one.groups] == list(GROUPS)
        assert [group.done for group in one.groups] == [1] * done + [0] * (len(GROUPS) - done)
        assert one.protocol_id == protocol.content_id(SHORT)
        assert one.battery_before_mv > 3_800


def test_a_session_stopped_by_an_empty_battery_says_so():
    async def story(room):
        await room.hold()
        await asyncio.sleep(SETTLE_S + GROUP_S / 2)
        room.watch.battery_mv = 3_050
        await asyncio.sleep(2 * GROUP_S)

    watch = live(story)
    (night,) = of_kind(watch, record.SESSION)
    assert night.ending == practised.BATTERY
    assert [group.done for group in night.groups] == [1, 1, 0], "several bursts, seconds apart"
    assert watch.motor[-1][1] == 0


def test_the_battery_is_read_before_and_after_each_session():
    """Not what it was after the session before: it may have been charged since."""

    async def story(room):
        for before_mv, after_mv in ((3_800, 3_700), (3_900, 3_850)):
            room.watch.battery_mv = before_mv
            await room.hold()
            await asyncio.sleep(SETTLE_S + 30)
            room.watch.battery_mv = after_mv
            await asyncio.sleep(SESSION_S)

    nights = of_kind(live(story), record.SESSION)
    told = [(one.battery_before_mv, one.battery_after_mv) for one in nights]
    assert [one.ending for one in nights] == [practised.COMPLETED] * 2
    for (before_mv, after_mv), (told_before_mv, told_after_mv) in zip(
        ((3_800, 3_700), (3_900, 3_850)), told, strict=True
    ):
        assert abs(told_before_mv - before_mv) < 20
        assert abs(told_after_mv - after_mv) < 20


def test_a_battery_charged_while_idle_lets_the_wearer_practise_again():
    async def story(room):
        await asyncio.sleep(5)
        await room.hold()
        await asyncio.sleep(5)
        assert of_kind(room.watch, record.SESSION) == []
        room.watch.battery_mv, room.watch.usb_power = 3_900, True
        await asyncio.sleep(700)
        room.watch.usb_power = False
        await room.hold()
        await asyncio.sleep(SESSION_S + 5)

    (night,) = of_kind(live(story, battery_mv=3_250), record.SESSION)
    assert night.ending == practised.COMPLETED


def test_the_worst_lateness_of_a_cue_is_that_of_this_session():
    """In the first of two sessions the firmware is held up over the onset of a cue."""
    main = """
import time
from device import practice_log
checkpoint, held = practice_log.PracticeLog.checkpoint, []
def hold_up(self, tally, worst_late_ms):
    checkpoint(self, tally, worst_late_ms)
    if not held and tally.groups[0].done:
        held.append(1)
        time.sleep_ms(5_000)
practice_log.PracticeLog.checkpoint = hold_up
"""

    async def story(room):
        for _ in range(2):
            await room.practise()

    late, punctual = of_kind(live(story, main=main), record.SESSION)
    assert 100 <= late.worst_late_ms <= 5_000
    assert punctual.worst_late_ms == 0


def test_starts_are_kept_with_their_cause():
    hang = """
import asyncio, os, time
async def later():
    await asyncio.sleep(4)
    time.sleep(60)
if "hung" not in os.listdir("/"):
    open("/hung", "w").close()
    asyncio.create_task(later())
"""

    async def story(room):
        await asyncio.sleep(20)
        room.watch.power_off()
        room.watch.power_on()
        await asyncio.sleep(2)

    watch = live(story, main=hang)
    starts = of_kind(watch, record.BOOT)
    assert [one.cause for one in starts] == [event.POWER_ON, event.WATCHDOG, event.POWER_ON]
    assert {one.firmware for one in starts} == {starts[0].firmware} != {""}
    assert [one.boot for one, _ in kept(watch) if one.kind == record.BOOT] == [1, 2, 3]


@both_boards
def test_clock_settings_and_protocol_changes_are_kept_whoever_made_them(board):
    told = {}

    async def story(room):
        await room.open_radio()
        async with await room.connect() as client:
            told["utc_ms"], zone_min = laptop_clock()
            told["anchor"] = await client.set_clock(told["utc_ms"], zone_min, 250)
            await client.put_protocol(ONDERWEG)
            await client.put_protocol(SEATED)
            await client.choose_protocol(protocol.content_id(SEATED))
        for _ in range(2):  # the first tells which it is, the second takes the next
            await room.press_twice()
            await asyncio.sleep(4)
        await room.open_radio()
        await asyncio.sleep(1)
        async with await room.connect() as client:
            told["chosen"] = (await client.status()).chosen_protocol
            await client.delete_protocol(protocol.content_id(SEATED))
        await asyncio.sleep(2)

    watch = live(story, board, flash={})
    ours, theirs = protocol.content_id(SEATED), protocol.content_id(ONDERWEG)
    assert told["chosen"] == theirs, "the wearer's button has chosen"
    assert [(one.action, one.protocol_id) for one in of_kind(watch, record.PROTOCOL)] == [
        (event.PUT, theirs),
        (event.PUT, ours),
        (event.CHOSEN, ours),
        (event.CHOSEN, theirs),
        (event.DELETED, ours),
    ]
    ((one, clock),) = [pair for pair in kept(watch) if pair[0].kind == record.CLOCK]
    assert (one.boot, one.uptime_ms) == (told["anchor"].boot_id, told["anchor"].uptime_ms)
    assert (clock.utc_ms, clock.zone_min, clock.error_ms) == (told["utc_ms"], 60, 250)


def test_a_moment_after_weeks_of_idleness_is_counted_past_the_wrap_of_the_ticks():
    """Two leaps of five days each, as the ticks see them; they wrap after twelve and a half."""
    main = """
import time
from device import clock
from loslaten_core import ticks
def now_ms():
    leaps = min(time.ticks_ms() // 20_000, 2)
    # Not `ticks.add`: the board's refuses more than six days at once.
    return (time.ticks_ms() + leaps * 432_000_000) % ticks.PERIOD_MS
clock.now_ms = now_ms
"""
    told = []

    async def story(room):
        await asyncio.sleep(60)
        await room.open_radio()
        async with await room.connect() as client:
            told.append((await client.status()).uptime_ms)

    live(story, main=main)
    assert 0 < told[0] - 2 * 432_000_000 < 100_000


def test_a_session_of_a_start_without_a_sync_is_printed_as_between(tmp_path):
    """Two syncs, and a start of the watch between them in which no laptop told the time."""

    async def bring(room):
        await room.open_radio()
        with PracticeLog(tmp_path / "practice.db") as log:
            async with await room.connect() as client:
                await sync(client, log, laptop_clock)

    async def restart(room):
        room.watch.power_off()
        room.watch.power_on()
        await asyncio.sleep(1)

    async def story(room):
        await bring(room)
        await restart(room)
        await room.practise()
        await restart(room)
        await bring(room)
        await room.practise()
        await bring(room)

    live(story)
    told = CliRunner().invoke(main, ["log", "list", "--data", str(tmp_path)])
    exact, between = told.stdout.splitlines()[1:3]
    assert "between 2026-11-20 22:3" in between
    assert "between" not in exact
    assert "2026-11-20 22:3" in exact
