# SPDX-License-Identifier: MIT
"""The DRV2605L's auto-calibration: once, when a watch is built, with the motor held still.

It need not succeed: motors that the chip finds no fit for vibrate all the same.
"""

import asyncio

from device import clock, files
from device.drivers.drv2605l import CALIBRATION, MODE, STATUS, Drv2605l
from loslaten_core import ticks

_GO = 0x0C
_CALIBRATE = b"\x07"
_FAILED = 0x08
_BYTES = 3
_MAX_MS = 1_500
_STEP_MS = 20


async def calibrate(driver: Drv2605l) -> bytes | None:
    """Let the chip measure its motor, which runs meanwhile, for 1.5 s at most.

    Returns what to pass as `calibration` at every start from now on, or None if it could not.
    """
    deadline_ms = ticks.add(clock.now_ms(), _MAX_MS)
    try:
        driver.set_up()
        driver.write(MODE, _CALIBRATE)
        driver.write(_GO, b"\x01")
        while driver.read(_GO, 1)[0] & 1:
            if ticks.diff(clock.now_ms(), deadline_ms) >= 0:
                return None
            await asyncio.sleep_ms(_STEP_MS)
        if driver.read(STATUS, 1)[0] & _FAILED:
            return None
        driver.calibration = driver.read(CALIBRATION, _BYTES)
        return driver.calibration
    except OSError:
        return None
    finally:
        driver.off()


async def calibrated(driver: Drv2605l, path: str) -> None:
    """Calibrate at the first start only, and keep the result in a file for all the others.

    What failed is kept as an empty file and not tried again: cues play without it, and nobody
    wants to be woken by another attempt.
    """
    if files.read(path) is not None:
        return
    found = await calibrate(driver)
    try:
        files.write(path, found or b"")
    except OSError:
        pass  # it is measured again at the next start
