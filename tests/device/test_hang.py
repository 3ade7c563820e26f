# SPDX-License-Identifier: MIT
"""Python stops for ever while the motor runs: it is off soon, and the watch is back."""

import asyncio

import pytest

from loslaten.link.errors import NotFoundError
from loslaten_core.haptics.motor import MAX_ON_MS
from loslaten_core.journal import event, record
from loslaten_core.practice.event import COMPLETED
from tests.rigs.room import live, of_kind

OFF_WITHIN_MS = 50
WATCHDOG_MS = 8_000
# What the stack of a Pico W may wait for its chip; the watchdog is fed meanwhile.
SWITCH_MS = 15_000

# The n-th time that the motor is driven, the call is never done with; in the first life only.
HANG = """
import os, time
if "hung" not in os.listdir("/"):
    from device.drivers.erm import Erm
    _set, _left = Erm.set_level, [{nth}]
    def set_level(self, level):
        _set(self, level)
        _left[0] -= level > 0
        if _left[0] == 0:
            open("/hung", "w").close()
            print("hangs")
            while True:
                time.sleep_ms(10)
    Erm.set_level = set_level
"""
# As if nothing that is written in Python ran any more, not even what a timer calls.
NO_TIMERS = """
import machine
machine.Timer.init = lambda self, **_: None
"""


# The first time that the radio is to be switched on (micropython#14097).
RADIO_HANGS = """
import bluetooth, os, time
if "hung" not in os.listdir("/"):
    _active = bluetooth.BLE.active
    def active(self, *on):
        if on and on[0]:
            open("/hung", "w").close()
            print("hangs")
            while True:
                time.sleep_ms(10)
        return _active(self, *on)
    bluetooth.BLE.active = active
"""


# The chip never answers: the stack gives up, each time.
RADIO_SILENT = f"""
import bluetooth, time
_active = bluetooth.BLE.active
def active(self, *on):
    if on and on[0]:
        print("waits")
        time.sleep_ms({SWITCH_MS})
        raise OSError(110)
    return _active(self, *on)
bluetooth.BLE.active = active
"""


async def a_session(room):
    await room.practise()
    await asyncio.sleep(10)


def level_at(watch, at_ms):
    return ([0] + [level for t_ms, level in watch.motor if t_ms <= at_ms])[-1]


def hung(nth, more=""):
    """The watch, when it hung, and when the motor had been turned on before that."""
    watch = live(a_session, main=HANG.format(nth=nth) + more)
    (hung_ms,) = [t_ms for t_ms, text in watch.console if text == "hangs\n"]
    before = [(t_ms, level) for t_ms, level in watch.motor if t_ms <= hung_ms]
    rests = [i for i, (_, level) in enumerate(before) if level == 0]
    on_ms = before[rests[-1] + 1 if rests else 0][0]
    assert level_at(watch, hung_ms) > 0
    return watch, hung_ms, on_ms


@pytest.mark.parametrize("nth", [1, 2, 5, 14, 20])
def test_a_timer_turns_the_motor_off_when_the_firmware_hangs(nth):
    watch, hung_ms, on_ms = hung(nth)
    off_ms = on_ms + MAX_ON_MS + OFF_WITHIN_MS
    assert level_at(watch, off_ms) == 0
    (reset_ms, cause), *more = watch.resets
    assert (cause, more) == ("wdt", [])
    assert not [level for t_ms, level in watch.motor if off_ms < t_ms <= reset_ms and level]
    assert reset_ms <= hung_ms + WATCHDOG_MS


def test_the_watchdog_turns_it_off_when_no_timer_does():
    watch, hung_ms, _ = hung(5, NO_TIMERS)
    ((reset_ms, cause),) = watch.resets
    assert cause == "wdt"
    assert hung_ms < reset_ms <= hung_ms + WATCHDOG_MS
    assert level_at(watch, reset_ms) == 0


@pytest.mark.parametrize("board", ["pico_w", "xiao_esp32s3"])
def test_a_radio_that_hangs_when_it_is_switched_on_costs_a_restart_and_no_more(board):
    found = []

    async def two_windows(room):
        await room.open_radio()
        await asyncio.sleep((SWITCH_MS + WATCHDOG_MS) / 1_000 + 5)
        await room.open_radio()
        async with await room.connect() as client:
            found.append(await client.status())

    watch = live(two_windows, board, main=RADIO_HANGS)
    (hung_ms,) = [t_ms for t_ms, text in watch.console if text == "hangs\n"]
    ((reset_ms, cause),) = watch.resets
    assert cause == "wdt"
    assert hung_ms < reset_ms <= hung_ms + SWITCH_MS + WATCHDOG_MS
    assert len(found) == 1


@pytest.mark.parametrize("board", ["pico_w", "xiao_esp32s3"])
def test_a_radio_whose_chip_never_answers_costs_its_window_and_no_restart(board):
    async def a_window_and_a_session(room):
        await room.open_radio()
        await asyncio.sleep(4 * SWITCH_MS / 1_000 + 5)
        await room.practise()

    watch = live(a_window_and_a_session, board, main=RADIO_SILENT)
    assert [text for _, text in watch.console].count("waits\n") == 4, "two windows, twice each"
    assert {cause for _, cause in watch.resets} <= {"deepsleep"}
    assert [one.ending for one in of_kind(watch, record.SESSION)] == [COMPLETED]
    faults = of_kind(watch, record.FAULT)
    assert [(one.code, one.detail) for one in faults] == [
        (event.RADIO_FAILED, "OSError(110,)")
    ] * 2


# The chip's answer comes too late, once: when the radio is to go on, or off.
RADIO_LATE = """
import bluetooth, time
_active, _late = bluetooth.BLE.active, [{on}]
def active(self, *on):
    if on and on[0] in _late:
        _late.clear()
        print("late")
        time.sleep_ms(3_000)
        raise OSError(110)
    return _active(self, *on)
bluetooth.BLE.active = active
"""
# As after a handler that the stack took away while a laptop left.
NEVER_TOLD = """
import bluetooth
_irq = bluetooth.BLE.irq
def irq(self, handler):
    def told(event, data):
        if event != 2:
            handler(event, data)
    return _irq(self, told if handler else None)
bluetooth.BLE.irq = irq
"""
WINDOW_S, NEVER_TOLD_S = 180, 23


@pytest.mark.parametrize("on", [True, False])
@pytest.mark.parametrize("board", ["pico_w", "xiao_esp32s3"])
def test_one_answer_of_the_radios_chip_that_comes_late_costs_nothing(board, on):
    found = []

    async def two_windows(room):
        for _ in range(2):
            await room.open_radio()
            await asyncio.sleep(5)
            async with await room.connect() as client:
                found.append(await client.status())
            await asyncio.sleep(WINDOW_S + 10)

    watch = live(two_windows, board, main=RADIO_LATE.format(on=on))
    assert "late\n" in [text for _, text in watch.console]
    assert {cause for _, cause in watch.resets} <= {"deepsleep"}
    assert len(found) == 2
    assert of_kind(watch, record.FAULT) == []


@pytest.mark.parametrize("board", ["pico_w", "xiao_esp32s3"])
def test_a_laptop_whose_leaving_is_never_told_holds_no_window_open(board):
    async def story(room):
        await room.open_radio()
        async with await room.connect() as client:
            await client.status()
        async with asyncio.timeout(NEVER_TOLD_S):
            await room.find(timeout_s=NEVER_TOLD_S)
        async with await room.connect() as client:
            await client.status()
        await asyncio.sleep(WINDOW_S)
        with pytest.raises(NotFoundError):
            await room.find()

    watch = live(story, board, main=NEVER_TOLD)
    assert {cause for _, cause in watch.resets} <= {"deepsleep"}


def test_a_laptop_that_comes_after_one_whose_leaving_was_never_told_is_let_in_at_once():
    async def story(room):
        await room.open_radio()
        for _ in range(3):
            async with await room.connect() as client:
                await client.status()

    live(story, main=NEVER_TOLD)


@pytest.mark.parametrize("board", ["pico_w", "xiao_esp32s3"])
def test_a_laptop_that_is_silent_for_long_stays_connected(board):
    empty = []

    async def story(room):
        await room.open_radio()
        room.watch.on("ble_notify", lambda _t_ms, _conn, _handle, value: empty.append(not value))
        async with await room.connect() as client:
            await client.status()
            await asyncio.sleep(50)
            await client.status()

    live(story, board)
    assert any(empty), "the watch has asked its stack meanwhile"


def test_a_press_is_answered_between_two_windows_that_a_silent_chip_costs():
    async def a_press_meanwhile(room):
        await room.open_radio()
        await asyncio.sleep(SWITCH_MS / 1_000)
        await room.hold(0.2)
        await asyncio.sleep(4 * SWITCH_MS / 1_000)

    watch = live(a_press_meanwhile, main=RADIO_SILENT)
    waits_ms = [t_ms for t_ms, text in watch.console if text == "waits\n"]
    second_ms, third_ms = waits_ms[1] + SWITCH_MS, waits_ms[2]
    assert [level for t_ms, level in watch.motor if second_ms <= t_ms < third_ms and level]
