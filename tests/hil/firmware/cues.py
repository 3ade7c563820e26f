# SPDX-License-Identifier: MIT
"""A short session of the whole firmware: what was to be felt, and when the motor was driven."""

import asyncio

from bench import drives, scratch
from bench.finger import PinOfFinger

from device import clock
from device.button import Button
from loslaten_core.link import settings
from loslaten_core.practice import event

_HOLD_MS = 1_000
_AFTERWARDS_MS = 2_000
_LOOK_MS = 100


async def main(board, loopback_pin, packed):
    """Practise `packed` from its start to its end."""
    board = scratch.board_named(board)
    seen = drives.drives_of(board, loopback_pin)
    finger = PinOfFinger()
    board.button = lambda: Button(finger)
    watch = scratch.watch(board)
    for _ in watch.protocols.put(packed):
        pass
    watch.companion.update_protocols()
    since_ms, since_us = drives.epoch()
    asked = []

    def listen(action):
        if isinstance(action, (event.Cue, event.Cancel)):
            asked.append((clock.now_ms(), tuple(action)))

    watch.companion.listeners += (listen,)

    async def practise():
        practice = watch.companion.practice
        # Let the battery be read, and then not be told: the tick of the hold would stop that in
        # the middle of a pulse or just before it, and nobody could say which it had to be.
        await asyncio.sleep_ms(_HOLD_MS)
        practice.sessions_left = None
        await finger.press(_HOLD_MS)
        while practice.tally is None or practice.running:
            await asyncio.sleep_ms(_LOOK_MS)
        await asyncio.sleep_ms(_AFTERWARDS_MS)

    await scratch.run(watch, practise())
    seen.stop()
    motor = board.MOTOR
    scratch.tell(
        {
            "how": seen.how,
            "write_us": getattr(seen, "write_us", None),
            "since_ms": since_ms,
            "drives_us": drives.complete(seen, since_us),
            "asked": asked,
            "worst_late_ms": watch.haptics.worst_late_ms,
            "theme": watch.settings.number(settings.THEME),
            "strength_pct": watch.settings.number(settings.STRENGTH_PCT),
            "clenched_pct": watch.settings.number(settings.CLENCHED_STRENGTH_PCT),
            "motor": (
                motor.kind,
                motor.rise_ms,
                motor.fall_ms,
                motor.start_pct,
                motor.felt_pct,
                motor.weakest_pct,
                motor.kick_ms,
                motor.brake_ms,
            ),
        }
    )
