"""The whole firmware on a board whose motor hangs on a DRV2605L."""

import asyncio
import dataclasses

import pytest

from loslaten.sim import board as boards
from loslaten.sim.wrist import felt_pulses, model_of
from loslaten_core.haptics import motor
from loslaten_core.journal import record
from tests.device.room import PROTOCOL, live, of_kind

NAMED = {"/board": b"pico_w_drv2605l 15"}
MEASURED = bytes.fromhex("0d75b6")
CALIBRATING_MS = (500, 1_500)
HAND_GROUP_PULSES = 10


@pytest.fixture(autouse=True)
def wired(monkeypatch):
    """A Pico W with the chip on its bus, instead of a motor on a pin."""
    pico_w = dataclasses.replace(boards.PICO_W, i2c=("drv2605l",))
    monkeypatch.setitem(boards.BOARDS, "pico_w", pico_w)


def drives(watch):
    """Each time the motor was on: (when, for how long)."""
    found, on_ms = [], None
    for t_ms, level in watch.motor:
        if level and on_ms is None:
            on_ms = t_ms
        elif not level and on_ms is not None:
            found.append((on_ms, t_ms - on_ms))
            on_ms = None
    return found


async def restart(room):
    await asyncio.sleep(3)
    room.watch.power_off()
    room.watch.power_on()
    await asyncio.sleep(3)


def test_it_calibrates_once_and_restores_what_it_found():
    watch = live(restart, flash=PROTOCOL | NAMED)
    assert watch.flash()["/data/calibration"] == MEASURED
    calibrating = [one for one in drives(watch) if one[1] > CALIBRATING_MS[0]]
    assert len(calibrating) == 1
    assert calibrating[0][1] <= CALIBRATING_MS[1]
    # The self-test's tap after each start, and nothing else.
    assert len(drives(watch)) == 3


def test_a_motor_that_cannot_be_calibrated_is_not_tried_again():
    async def complain(room):
        room.watch.send("drv2605l", 8)
        await restart(room)

    main = "import asyncio, time\ntime.sleep_ms(1_500)\n"
    watch = live(complain, flash=PROTOCOL | NAMED, main=main)
    assert watch.flash()["/data/calibration"] == b""
    assert len([one for one in drives(watch) if one[1] > CALIBRATING_MS[0]]) == 1


def test_a_session_is_felt():
    async def practise(room):
        await asyncio.sleep(2)
        await room.practise()

    watch = live(practise, flash=PROTOCOL | NAMED)
    felt = felt_pulses(tuple(watch.motor), model_of(motor.LRA))
    assert len(felt) > 3 * HAND_GROUP_PULSES // 2
    assert len(of_kind(watch, record.SESSION)) == 1
    assert of_kind(watch, record.FAULT) == []
    assert watch.motor[-1][1] == 0


def test_a_dead_bus_ends_no_session_and_is_in_the_log():
    async def cut(room):
        await asyncio.sleep(2)
        room.watch.send("i2c_fault", 0, 100_000, False)
        await room.practise()

    watch = live(cut, flash=PROTOCOL | NAMED)
    assert watch.resets == []
    assert len(of_kind(watch, record.SESSION)) == 1
    assert [fault.code for fault in of_kind(watch, record.FAULT)] == [4]
