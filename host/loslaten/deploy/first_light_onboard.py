# SPDX-License-Identifier: MIT
"""Runs on the watch, not here: what first light tries there, with the firmware's own parts.

The firmware itself is off meanwhile, so that nothing hurries the person who answers. It is asked
for what its board's file and `device.app` have: other modules have lost their names there.
"""

import asyncio
import sys
import time
from typing import Any

_LOOK_MS = 20
# After the last edge: a second press would have come by then.
_SETTLED_MS = 700


# A board's `time` counts otherwise than a computer's, on which this file is only read.
_time: Any = time


def module(name: str) -> Any:
    """A module of the firmware."""
    __import__(name)
    return sys.modules[name]


def board_of(slot: str, name: str) -> Any:
    """The board's module, from the firmware in a slot."""
    path = "/" + slot
    if path not in sys.path:
        sys.path.insert(0, path)
    return module("device.boards." + name)


async def play(slot: str, name: str, cue: int) -> None:
    """Play a cue at full strength."""
    board = board_of(slot, name)
    driver = board.motor()
    app = module("device.app")
    haptics = app.Haptics(driver, app.Player(app.THEMES[0], board.MOTOR))
    task = asyncio.create_task(haptics.run(lambda: None))
    try:
        await board.prepare(driver)
        haptics.play(cue, 0, 100)
        while not haptics.is_quiet(_SETTLED_MS):
            await asyncio.sleep(_LOOK_MS / 1000)
    finally:
        haptics.off()
        task.cancel()


async def gestures(slot: str, name: str, patience_ms: int) -> None:
    """Print whether the button is stuck, and what it did until it rested or the time is over."""
    board = board_of(slot, name)
    board.motor().off()
    button = board.button()
    found: list[int] = []
    was_down = button.is_down
    began_ms = rests_ms = _time.ticks_ms()
    while True:
        now_ms = _time.ticks_ms()
        found += [what for _, what in button.gestures(now_ms)]
        if button.is_down:
            rests_ms = now_ms
        if _time.ticks_diff(now_ms, began_ms) >= patience_ms:
            break
        if found and _time.ticks_diff(now_ms, rests_ms) >= _SETTLED_MS:
            break
        await asyncio.sleep(_LOOK_MS / 1000)
    print([was_down and button.is_down and not found, found])


def battery(slot: str, name: str) -> None:
    """Print the supply in mV, the middle of five readings, and whether USB is sensed."""
    board = board_of(slot, name)
    board.motor().off()
    readings = sorted([board.battery_mv() for _ in range(5)])
    print([readings[2], bool(board.is_charging())])


def clock_chip(slot: str, name: str) -> None:
    """Print whether the board's clock chip answers, None where it has none."""
    board = board_of(slot, name)
    print(board.rtc() is not None if hasattr(board, "rtc") else None)
