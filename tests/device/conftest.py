# SPDX-License-Identifier: MIT
"""Parts of the firmware run on MicroPython, with the power going any time."""

import asyncio
import dataclasses
from collections.abc import Callable

import pytest

from loslaten.firmware import tree
from loslaten.sim import board, clock
from loslaten.sim.watch import SimulatedWatch

Files = dict[str, bytes]

# What a script about motors begins with: a motor of either kind, and who plays it.
MOTORS = """
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


class Flash:
    """Runs scripts on a watch's flash, one after another."""

    def __init__(self) -> None:
        self._firmware = tree.firmware_tree()

    def run(self, script: str, data: Files, cut: tuple[int, int] | None = None) -> "Ran":
        """Run `script` with the firmware importable; `cut` is (flash operation, bytes kept)."""

        async def session() -> Ran:
            main = {"/main.py": script.encode()}
            watch = SimulatedWatch(firmware=self._firmware | main, flash=data)
            if cut is not None:
                watch.cut_power_at(*cut)
            watch.power_on()
            await asyncio.sleep(1)
            assert not watch.crashes, watch.crashes
            return Ran(watch)

        return clock.run(session())


class Ran:
    """Outcome of a script: its output, and the files on the flash below /data."""

    def __init__(self, watch: SimulatedWatch) -> None:
        self.printed = watch.printed
        self.was_cut = any(kind == "power_cut" for _, kind, _ in watch.trace)
        self.data = {path: raw for path, raw in watch.flash().items() if path.startswith("/data")}


@pytest.fixture(scope="session")
def flash() -> Flash:
    return Flash()


@pytest.fixture(scope="session")
def cut_everywhere(flash: Flash) -> Callable[[str, Files, str], list[str]]:
    """Runs a script with the power cut at every flash operation, half and whole; returns what
    another script prints from what is left each time."""

    def run(script: str, data: Files, look: str) -> list[str]:
        seen = []
        for operation in range(1, 200):
            for kept in (0, 20, 10_000):
                left = flash.run(script, data, (operation, kept))
                seen.append(flash.run(look, left.data).printed)
            if not left.was_cut:
                return seen
        raise AssertionError("the script never comes to an end")

    return run


@pytest.fixture
def on_watch(monkeypatch):
    """Runs a script on a Pico W that has a motor on a pin and a DRV2605L with another one.

    `what(watch)` is what happens outside, for as long as it takes.
    """
    wired = dataclasses.replace(board.PICO_W, i2c=("drv2605l",))
    monkeypatch.setitem(board.BOARDS, "pico_w", wired)
    firmware = tree.firmware_tree()

    def run(script, seconds=10.0, what=None):
        main = {"/main.py": (MOTORS + script).encode()}

        async def session():
            watch = SimulatedWatch(firmware=firmware | main)
            watch.power_on()
            await (asyncio.sleep(seconds) if what is None else what(watch))
            return watch

        return clock.run(session())

    return run
