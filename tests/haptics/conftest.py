"""Parts of the firmware run on the simulator, for the tests of the drivers."""

import asyncio
import dataclasses

import pytest

from loslaten.firmware import tree
from loslaten.sim import board, clock
from loslaten.sim.watch import SimulatedWatch

# What every script begins with: a motor of either kind, and who plays it.
PREAMBLE = """
import asyncio, machine, time
from machine import I2C, PWM, Pin
from device.drivers.drv2605l import Drv2605l
from device.drivers.drv2605l_calibration import calibrate
from device.drivers.erm import Erm
from device.haptics import GUARD_MS, Haptics
from device.supervisor import Supervisor
from loslaten_core.haptics import cue, motor, theme
from loslaten_core.haptics.player import Player

def coin_erm():
    return Erm(PWM(Pin(16))), motor.COIN_ERM

def braked_erm(**options):
    return Drv2605l(I2C(0), False, **options), motor.BRAKED_ERM

def driven_lra(**options):
    return Drv2605l(I2C(0), True, **options), motor.DRIVEN_LRA

def haptics(driver, its_motor, its_theme=theme.STANDARD):
    return Haptics(driver, Player(its_theme, its_motor))
"""


@pytest.fixture
def on_watch(monkeypatch):
    """Runs a script on a Pico W that has a motor on a pin and a DRV2605L with another one.

    `what(watch)` is what happens outside, for as long as it takes.
    """
    wired = dataclasses.replace(board.PICO_W, i2c=("drv2605l",))
    monkeypatch.setitem(board.BOARDS, "pico_w", wired)
    firmware = tree.firmware_tree()

    def run(script, seconds=10.0, what=None):
        main = {"/main.py": (PREAMBLE + script).encode()}

        async def session():
            watch = SimulatedWatch(firmware=firmware | main)
            watch.power_on()
            await (asyncio.sleep(seconds) if what is None else what(watch))
            return watch

        return clock.run(session())

    return run
