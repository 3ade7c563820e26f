# SPDX-License-Identifier: MIT
"""The battery of every board, as the whole firmware reads it: dip, sag, cold, charge, new cell."""

import asyncio
import itertools
from contextlib import asynccontextmanager

import pytest

from loslaten.firmware import boards
from loslaten_core.journal import event, record
from loslaten_core.practice import event as practised
from tests.rigs.room import SESSION_S, SETTLE_S, kept, live, of_kind

PICOS = [name for name in boards.names() if name.startswith("pico")]
each_board = pytest.mark.parametrize("board", boards.names())
# Long enough for as many bursts as must agree, between the sleeps of an idle watch.
AGREE_S = 40


def at_rest_mv(board, pct):
    """The voltage of a cell that is so full, by the board's own curve."""
    curve = boards.constants(board)["BATTERY_CURVE"]
    for (high_mv, high), (low_mv, low) in itertools.pairwise(curve):
        if low <= pct <= high:
            return low_mv + (high_mv - low_mv) * (pct - low) // (high - low)
    raise AssertionError(pct)


def misuses(watch):
    return [args for _, kind, args in watch.trace if kind == "misuse"]


@asynccontextmanager
async def meanwhile(work):
    task = asyncio.create_task(work)
    yield
    task.cancel()


async def dip(watch, mv):
    """Pull the cell down for 30 ms, every second."""
    while True:
        await asyncio.sleep(0.97)
        watch.battery_mv = 2_900
        await asyncio.sleep(0.03)
        watch.battery_mv = mv


async def sag(watch, mv):
    """Let the motor pull half a volt off a tired cell, which takes 0.3 s to come back."""
    while True:
        await asyncio.sleep(0.02)
        if watch.motor and watch.motor[-1][1]:
            watch.battery_mv = mv - 500
        elif watch.battery_mv != mv:
            await asyncio.sleep(0.3)
            watch.battery_mv = mv


@each_board
@pytest.mark.parametrize("trouble", [dip, sag])
def test_what_pulls_the_cell_down_for_a_moment_is_not_seen(board, trouble):
    """A Pico, whose radio chip's select had to be high, would read about 90 mV of it."""
    mv = at_rest_mv(board, 25)

    async def story(room):
        async with meanwhile(trouble(room.watch, mv)):
            await room.practise()

    watch = live(story, board, battery_mv=mv)
    (night,) = of_kind(watch, record.SESSION)
    assert night.ending == practised.COMPLETED
    assert abs(night.battery_before_mv - mv) < 20
    assert abs(night.battery_after_mv - mv) < 20
    assert misuses(watch) == []
    assert not of_kind(watch, record.FAULT)


@each_board
def test_a_cell_that_is_cold_counts_again_when_it_is_warm(board):
    async def story(room):
        await asyncio.sleep(AGREE_S)
        await room.practise()
        assert of_kind(room.watch, record.SESSION) == [], "5 % are not enough for one"
        room.watch.battery_mv = at_rest_mv(board, 60)
        await room.hold(0.1)
        await asyncio.sleep(AGREE_S)
        await room.practise()

    (night,) = of_kind(live(story, board, battery_mv=at_rest_mv(board, 5)), record.SESSION)
    assert night.ending == practised.COMPLETED


@each_board
def test_a_charge_is_seen_and_what_was_told_before_forgotten(board):
    """On USB, where a Pico cannot read its cell: charged there, or swapped for another."""
    told = []

    async def story(room):
        await asyncio.sleep(AGREE_S)
        room.watch.usb_power = True
        await asyncio.sleep(20)
        room.watch.battery_mv = at_rest_mv(board, 95)
        await asyncio.sleep(20)
        room.watch.usb_power = False
        await asyncio.sleep(40)
        await room.practise()
        await room.open_radio()
        await asyncio.sleep(1)
        async with await room.connect() as client:
            told.append((await client.status()).battery_pct)

    watch = live(story, board, battery_mv=at_rest_mv(board, 4))
    (night,) = of_kind(watch, record.SESSION)
    assert night.ending == practised.COMPLETED
    assert 90 <= told[0] <= 95
    assert misuses(watch) == []


@each_board
def test_an_empty_cell_ends_the_session_and_another_is_read_anew(board):
    async def story(room):
        await room.hold()
        await asyncio.sleep(SETTLE_S + 2)
        room.watch.battery_mv = at_rest_mv(board, 0) - 50
        await asyncio.sleep(SESSION_S)
        assert room.watch.motor[-1][1] == 0
        room.watch.power_off()
        room.watch.battery_mv = at_rest_mv(board, 90)
        room.watch.power_on()
        await asyncio.sleep(1)
        await room.practise()

    watch = live(story, board)
    empty, fresh = of_kind(watch, record.SESSION)
    assert [empty.ending, fresh.ending] == [practised.BATTERY, practised.COMPLETED]
    when_ms = next(one.uptime_ms for one, _ in kept(watch) if one.kind == record.SESSION)
    assert when_ms < 60_000


def test_an_empty_cell_that_cannot_be_told_of_ends_the_session_with_a_restart():
    """Nobody may go on waiting for a cue: the restart is felt."""
    main = """
from device.haptics import Haptics
from loslaten_core.haptics import cue as cues
_cue = Haptics.cue
def cue(self, at_ms, which, count, *how):
    if which == cues.BATTERY and not count:
        Haptics.cue = _cue
        raise MemoryError("as planned")
    _cue(self, at_ms, which, count, *how)
Haptics.cue = cue
"""

    async def story(room):
        await room.hold()
        await asyncio.sleep(SETTLE_S + 2)
        room.watch.battery_mv = at_rest_mv("pico_w", 0) - 50
        await asyncio.sleep(SESSION_S)

    watch = live(story, main=main)
    assert len(watch.resets) == 1
    assert any(level for at_ms, level in watch.motor if at_ms > watch.resets[0][0])
    (ended,) = of_kind(watch, record.SESSION)
    assert ended.ending == practised.BATTERY


@pytest.mark.parametrize("board", PICOS)
def test_a_reading_that_no_cell_has_is_no_reading(board):
    """As where the select does not reach the divider: told once, and the wearer practises."""
    main = f"from device.boards import {board} as board\nboard.battery_mv = lambda: 90\n"
    watch = live(lambda room: room.practise(), board, main=main)
    (night,) = of_kind(watch, record.SESSION)
    assert (night.ending, night.battery_before_mv) == (practised.COMPLETED, 0)
    (fault,) = of_kind(watch, record.FAULT)
    assert (fault.code, fault.detail) == (event.BATTERY_FAILED, "90 mV is no cell's")


@pytest.mark.parametrize("board", PICOS)
def test_a_pico_reads_its_cell_only_while_neither_radio_nor_usb_is_on(board):
    counts = {"in all": 0, "radio": 0, "usb": 0}

    async def story(room):
        is_on = [False]
        room.watch.on("radio_chip", lambda _t_ms, on: is_on.__setitem__(0, on))

        def read(_t_ms, _pin):
            counts["in all"] += 1
            counts["radio"] += is_on[0]
            counts["usb"] += room.watch.usb_power

        room.watch.on("adc_read", read)
        room.watch.usb_power = True
        await asyncio.sleep(40)
        room.watch.usb_power = False
        await asyncio.sleep(60)
        await room.open_radio()
        await asyncio.sleep(220)

    watch = live(story, board)
    assert misuses(watch) == []
    assert (counts["radio"], counts["usb"]) == (0, 0)
    assert counts["in all"] >= 15


def test_a_board_with_a_pin_of_its_own_reads_it_while_the_radio_is_on():
    reads = []

    async def story(room):
        room.watch.usb_power = True
        await asyncio.sleep(10)
        room.watch.on("adc_read", lambda t_ms, _pin: reads.append(t_ms))
        await asyncio.sleep(700)

    live(story, "xiao_esp32s3")
    assert len(reads) >= 5
