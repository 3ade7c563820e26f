# SPDX-License-Identifier: MIT
"""Keeps the tasks together: a task that ends or hangs ends the whole watch, motor first.

An exception in a task that nobody awaits is printed by MicroPython and forgotten, and the rest
runs on without it. Here every task is watched: the hardware watchdog is fed only while all of
them have reported within `SILENCE_MS`, and one that raises has its fault kept and the watch
restarted, which begins at idle with the motor off.
"""

import asyncio

from device import clock
from device.alarm import Alarm
from loslaten_core import ticks

# A task reports at least this often while the board is awake, and asleep no later than that; the
# watchdog bites well after that.
BEAT_MS = 2_000
HEARD_WITHIN_MS = 3_500
SILENCE_MS = 7_000
# The board sleeps no longer than this from one feed to the next, which leaves as much again.
REST_MS = 3_500


class Supervisor:
    """Runs tasks. `feed` feeds the hardware watchdog; `motor_off` must be safe to call always;
    `on_fault(name, error)` keeps the reason before the restart.
    """

    def __init__(self, feed, motor_off, on_fault) -> None:
        self._feed = feed
        self._motor_off = motor_off
        self._on_fault = on_fault
        self._beats: dict[str, int] = {}
        self._fed_ms = clock.now_ms()
        self._alarm = Alarm()
        self._has_failed = False

    @property
    def rest_until_ms(self) -> int:
        """Latest time to wake: by then every task must check in and the watchdog be fed."""
        now_ms = clock.now_ms()
        left_ms = ticks.diff(self._fed_ms, now_ms) + REST_MS
        for at_ms in self._beats.values():
            left_ms = min(left_ms, ticks.diff(at_ms, now_ms) + HEARD_WITHIN_MS)
        return ticks.add(now_ms, left_ms)

    async def run(self, tasks) -> None:
        """Run `(name, task(beat))` until one ends; the motor is off afterwards."""
        running = []
        try:
            for name, task in tasks:
                self._beat(name)
                running.append(asyncio.create_task(self._guard(name, task)))
            while not self._has_failed:
                if self._all_well():
                    self._fed_ms = clock.now_ms()
                    self._feed()
                await self._alarm.wait(BEAT_MS)
        finally:
            self._motor_off()
            for one in running:
                one.cancel()

    def _all_well(self) -> bool:
        now_ms = clock.now_ms()
        return all(ticks.diff(now_ms, at) < SILENCE_MS for at in self._beats.values())

    def _beat(self, name: str) -> None:
        self._beats[name] = clock.now_ms()

    async def _guard(self, name: str, task) -> None:
        try:
            await task(lambda: self._beat(name))
            raise RuntimeError("ended")
        except asyncio.CancelledError:
            raise
        except Exception as error:
            # Marked before anything else, which may fail in its turn: the motor's driver as well,
            # and then `run` turns it off once more.
            self._has_failed = True
            self._alarm.set()
            try:
                self._motor_off()
            except Exception:
                pass
            self._on_fault(name, error)
