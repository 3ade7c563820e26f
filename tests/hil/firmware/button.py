# SPDX-License-Identifier: MIT
"""The button pressed by a wire: what the firmware makes of it, and how soon it answers."""

import asyncio
import time

from bench import drives, scratch
from bench.finger import WiredFinger

_LOOK_MS = 20
_QUIET_MS = 600
_PATIENCE_MS = 12_000
_BOUNCE_US = 500
_BOUNCES = 4


async def main(board, loopback_pin, press_pin, presses, gestures):
    """Press `presses` times into silence, then each of `gestures`.

    gestures: (name, how long it is pressed and let go in turn, in ms). Without a protocol none of
    them starts a session.
    """
    board = scratch.board_named(board)
    seen = drives.drives_of(board, loopback_pin)
    finger = WiredFinger(press_pin)
    watch = scratch.watch(board)
    made = _noted(watch.companion.practice)
    latencies_us = []
    found = {}

    async def press_all():
        await _quiet(watch)
        for _ in range(presses):
            number = seen.count
            down_us = await finger.press(60)
            await _quiet(watch)
            if seen.count > number:
                latencies_us.append(time.ticks_diff(seen.ups_us[number], down_us))
        made.clear()
        for name, times_ms in gestures:
            for index, ms in enumerate(times_ms):
                if index % 2:
                    await asyncio.sleep_ms(ms)
                else:
                    await finger.press(ms)
            await _quiet(watch)
            found[name] = list(made)
            made.clear()
        await _bounce(finger)
        await _quiet(watch)
        found["bouncing"] = list(made)

    await scratch.run(watch, press_all())
    seen.stop()
    scratch.tell({"latencies_us": latencies_us, "gestures": found, "rise_ms": board.MOTOR.rise_ms})


def _noted(practice):
    """Note every gesture that reaches the practice."""
    made = []
    handle = practice.handle

    def noting(now_ms, what):
        if what:
            made.append(what)
        return handle(now_ms, what)

    practice.handle = noting
    return made


async def _bounce(finger):
    """One press whose contact bounces at both ends."""
    _chatter(finger)
    await finger.press(80)
    _chatter(finger)


def _chatter(finger):
    for _ in range(_BOUNCES):
        finger.down()
        time.sleep_us(_BOUNCE_US)
        finger.up()
        time.sleep_us(_BOUNCE_US)


async def _quiet(watch):
    """Wait until every answer is over, and with it what a second press would amend."""
    began_ms = time.ticks_ms()
    while time.ticks_diff(time.ticks_ms(), began_ms) < _PATIENCE_MS:
        await asyncio.sleep_ms(_QUIET_MS)
        if watch.haptics.is_quiet(_QUIET_MS):
            return
    raise RuntimeError("the motor does not come to rest")
