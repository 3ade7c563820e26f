# SPDX-License-Identifier: MIT
"""Small firmware for the tests of the simulator."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from loslaten.sim import clock
from loslaten.sim.watch import SimulatedWatch

FIRMWARE = Path(__file__).with_name("firmware")
Script = Callable[[SimulatedWatch], Awaitable[None]]


@pytest.fixture
def play():
    """Runs a file of firmware/ (or source) on a watch and answers the watch when it is over.

    `seconds` of virtual time, or whatever `script(watch)` does after power-on.
    """

    def run(source, seconds=10.0, script: Script | None = None, ticks_ms=0, **options):
        path = FIRMWARE / f"{source}.py"
        main = path.read_bytes() if "\n" not in source else source.encode()

        async def session():
            watch = SimulatedWatch(firmware={"/main.py": main}, **options)
            watch.power_on(ticks_ms=ticks_ms)
            await (asyncio.sleep(seconds) if script is None else script(watch))
            return watch

        return clock.run(session())

    return run
