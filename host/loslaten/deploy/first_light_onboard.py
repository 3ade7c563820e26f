# SPDX-License-Identifier: MIT
"""Runs on the watch, not here: what first light tries there, with the firmware's own parts.

The firmware itself is off meanwhile, so that nothing hurries the person who answers. Only names
that the firmware itself uses are there, for the rest was left out when it was compiled.
"""

import asyncio
import sys
from typing import Any

_LOOK_MS = 20
# After the last edge: a second press would have come by then.
_SETTLED_MS = 700


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
    theme = module("loslaten_core.haptics.theme").THEMES[0]
    player = module("loslaten_core.haptics.player").Player(theme, board.MOTOR)
    haptics = module("device.haptics").Haptics(driver, player)
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
    clock = module("device.clock")
    ticks = module("loslaten_core.ticks")
    board.motor().off()
    button = board.button()
    found: list[int] = []
    was_down = button.is_down
    began_ms = rests_ms = clock.now_ms()
    while True:
        now_ms = clock.now_ms()
        found += [what for _, what in button.gestures(now_ms)]
        if button.is_down:
            rests_ms = now_ms
        if ticks.diff(now_ms, began_ms) >= patience_ms:
            break
        if found and ticks.diff(now_ms, rests_ms) >= _SETTLED_MS:
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
