# SPDX-License-Identifier: MIT
"""The whole firmware on a board whose motor hangs on a DRV2605L."""

import asyncio

import pytest

from loslaten.cues.motor_model import felt_pulses, model_of
from loslaten_core.haptics import motor
from loslaten_core.haptics.motor import MAX_ON_MS
from loslaten_core.journal import event, record
from tests.rigs.room import live, of_kind

BOARD = "pico_w_drv2605l"
MEASURED = bytes.fromhex("0d75b6")
CALIBRATING_MS = (500, 1_500)
# What is written to the registers that hold the calibration.
TELL_CALIBRATION = """
from device.drivers import drv2605l
_write = drv2605l.Drv2605l.write
def write(self, register, data):
    if register == drv2605l.CALIBRATION:
        print("restored", data.hex())
    _write(self, register, data)
drv2605l.Drv2605l.write = write
"""


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
    watch = live(restart, BOARD, main=TELL_CALIBRATION)
    assert watch.flash()["/data/calibration"] == MEASURED
    assert watch.printed.splitlines() == [f"restored {MEASURED.hex()}"]
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
    watch = live(complain, BOARD, main=main)
    assert watch.flash()["/data/calibration"] == b""
    assert len([one for one in drives(watch) if one[1] > CALIBRATING_MS[0]]) == 1


def test_a_session_is_felt():
    async def practise(room):
        await asyncio.sleep(2)
        await room.practise()

    watch = live(practise, BOARD)
    felt = felt_pulses(tuple(watch.motor), model_of(motor.LRA))
    # Three groups of ready or landmark, tense and release, and the landmark of the rest.
    assert len(felt) >= 3 * 5 + 2
    assert len(of_kind(watch, record.SESSION)) == 1
    assert of_kind(watch, record.FAULT) == []
    assert watch.motor[-1][1] == 0


def test_a_dead_bus_ends_no_session_and_is_in_the_log():
    async def cut(room):
        await asyncio.sleep(2)
        room.watch.send("i2c_fault", 0, 100_000, False)
        await room.practise()

    watch = live(cut, BOARD)
    assert watch.resets == []
    assert len(of_kind(watch, record.SESSION)) == 1
    assert [fault.code for fault in of_kind(watch, record.FAULT)] == [event.MOTOR_FAILED]


@pytest.mark.parametrize("after", range(0, 150, 7))
def test_a_bus_that_dies_while_the_motor_turns_leaves_it_still(after):
    async def cut(room):
        await asyncio.sleep(2)
        room.watch.send("i2c_fault", after, 100_000, False)
        await room.practise()

    watch = live(cut, BOARD)
    assert watch.motor[-1][1] == 0
    assert max(on_ms for _, on_ms in drives(watch)[1:]) <= MAX_ON_MS
    assert len(of_kind(watch, record.SESSION)) == 1
