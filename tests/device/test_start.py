# SPDX-License-Identifier: MIT
"""A flash or a chip that does not answer: once, so that a start fails, or never again."""

import asyncio

import pytest

from loslaten.firmware import tree
from loslaten.sim import clock
from loslaten.sim.bedroom import deployed
from loslaten.sim.watch import SimulatedWatch
from loslaten_core.journal import event, record
from loslaten_core.practice.event import COMPLETED
from tests.deploy.small import firmware, in_slot
from tests.rigs.room import HOLD_S, PROTOCOL, SESSION_S, of_kind

# Every call of the board's file functions is told; from the n-th on `count` fail, in the first
# life only.
BREAK = """
import builtins, os
_left, _life = [{nth}], 1 + ("lived" in os.listdir("/"))
open("/lived", "w").close()
def _breaking(call):
    def told(*args):
        print("call")
        _left[0] -= 1
        if 0 >= _left[0] > -{count} and _life == 1:
            raise OSError(5)
        return call(*args)
    return told
builtins.open = _breaking(open)
for _name in ("listdir", "stat", "rename", "remove", "mkdir"):
    setattr(os, _name, _breaking(getattr(os, _name)))
"""
# In the first life, once the parts are made and before they run.
BREAK_AFTER = """
import os, sys, time
if "broken" not in os.listdir("/"):
    sys.path.insert(0, "/a")
    from device.haptics import Haptics
    def _self_test(self):
        open("/broken", "w").close()
        {does}
    Haptics.self_test = _self_test
"""
# In the first life, while the parts are made.
HANG = """
import os, time
if "broken" not in os.listdir("/"):
    from machine import PWM
    def _hang(self, *_, **__):
        open("/broken", "w").close()
        while True:
            time.sleep_ms(10)
    PWM.__init__ = _hang
"""
RAISES = "raise RuntimeError('a wire')"
FOR_EVER = "while True: time.sleep_ms(10)"
START_S = 20


def started(broken, more=None):
    """The watch after such a start, a while, and a session; `more` is on its flash, too."""

    async def run():
        files = tree.firmware_tree()
        chooser = files.pop("/main.py")
        slot = in_slot("a", {path[1:]: data for path, data in files.items()})
        told = deployed("pico_w")
        flash = told | PROTOCOL | {"/slot": b"a", "/a/board": told["/board"]} | (more or {})
        watch = SimulatedWatch(
            firmware=slot | {"/main.py": broken.encode() + chooser}, flash=flash
        )
        watch.power_on()
        await asyncio.sleep(START_S)
        watch.button_down()
        await asyncio.sleep(HOLD_S)
        watch.button_up()
        await asyncio.sleep(SESSION_S + 6)
        return watch

    return clock.run(run())


def endings(watch):
    return [session.ending for session in of_kind(watch, record.SESSION)]


def faults(watch):
    return [(fault.code, fault.detail) for fault in of_kind(watch, record.FAULT)]


def test_any_call_for_a_file_may_fail_once():
    whole = started(BREAK.format(nth=0, count=0))
    assert whole.resets == [] == faults(whole)
    calls = [text for _, text in whole.console].count("call\n")
    assert calls > 30
    restarted = []
    for nth in range(1, calls + 1):
        watch = started(BREAK.format(nth=nth, count=1))
        assert endings(watch) == [COMPLETED], f"call {nth}"
        if watch.resets:
            restarted.append(nth)
            ((reset_ms, cause),) = watch.resets
            assert (cause, reset_ms < 10_000) == ("wdt", True), f"call {nth}"
            ((code, detail),) = faults(watch)
            assert code == event.START_FAILED, f"call {nth}"
            assert detail == "OSError(5,)", f"call {nth}"
    assert 10 < len(restarted) < calls


def test_the_practice_goes_on_without_a_flash():
    whole = started(BREAK.format(nth=0, count=0))
    calls = [text for _, text in whole.console].count("call\n")
    before = [text for t_ms, text in whole.console if t_ms < START_S * 1000].count("call\n")
    for nth in range(before + 1, calls + 1):
        watch = started(BREAK.format(nth=nth, count=1_000))
        assert watch.motor == whole.motor, f"from call {nth} on"
        assert watch.resets == []


def test_a_part_that_fails_before_all_run_is_told():
    watch = started(BREAK_AFTER.format(does=RAISES))
    assert endings(watch) == [COMPLETED]
    assert len(watch.resets) == 1
    assert faults(watch) == [(event.TASK_FAILED, "supervisor: RuntimeError('a wire',)")]


def test_new_firmware_of_which_a_part_fails_leaves_the_reason_to_the_laptop():
    trial = {"/slot": b"b", "/trial": b"a"} | in_slot("b", firmware("1"))
    watch = started(BREAK_AFTER.format(does=RAISES), trial)
    assert len(watch.resets) == 1
    assert watch.printed == "this is 1\n"
    assert watch.flash()["/trial"] == b"a tried: supervisor: RuntimeError('a wire',)"


@pytest.mark.parametrize("broken", [HANG, BREAK_AFTER.format(does=FOR_EVER)])
def test_a_start_that_hangs_is_ended_by_the_watchdog(broken):
    watch = started(broken)
    assert endings(watch) == [COMPLETED]
    assert [cause for _, cause in watch.resets] == ["wdt"]
