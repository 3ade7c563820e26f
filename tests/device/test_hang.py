"""Python stops for ever while the motor runs: it is off soon, and the watch is back."""

import asyncio

import pytest

from loslaten_core.haptics.motor import MAX_ON_MS
from tests.device.room import live

OFF_WITHIN_MS = 50
WATCHDOG_MS = 8_000

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
        await asyncio.sleep(20)
        await room.open_radio()
        async with await room.connect() as client:
            found.append(await client.status())

    watch = live(two_windows, board, main=RADIO_HANGS)
    (hung_ms,) = [t_ms for t_ms, text in watch.console if text == "hangs\n"]
    ((reset_ms, cause),) = watch.resets
    assert cause == "wdt"
    assert hung_ms < reset_ms <= hung_ms + WATCHDOG_MS
    assert len(found) == 1
