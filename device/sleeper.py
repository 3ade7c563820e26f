# SPDX-License-Identifier: MIT
"""Lets the board sleep whenever nothing is due.

It asks everyone when they next have to be awake, and the policy in `loslaten_core.power` how to
wait until then. Light sleep stops the whole event loop; waiting tasks find their time passed when
it is over, and all report at once.
"""

import asyncio

from device import clock
from loslaten_core import ticks
from loslaten_core.power.policy import AWAKE, DEEP, FRESH_MS, Policy, Situation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from device.contract import Beat

# So much time before anything is due leaves room for a collection.
_TIDY_MIN_MS = 200


class Sleeper:
    """Decides for `watch`, the parts that `app` puts together, when its board may sleep.

    `woken` says that a press woke it from deep sleep.
    """

    def __init__(self, watch, woken: bool) -> None:
        board = watch.board
        self._watch = watch
        self._woken = woken
        self._policy = Policy(board.WAKE_MS, board.HAS_DEEP_SLEEP)
        self._situation = Situation()

    async def run(self, beat: "Beat") -> None:
        """Sleep whenever it is time to; `beat` is called at least every BEAT_MS while awake."""
        board, companion = self._watch.board, self._watch.companion
        while True:
            beat()
            # First of all the others: what has just become due is not slept through.
            await asyncio.sleep_ms(0)
            mode, for_ms = self._policy.choose(clock.now_ms(), self._look())
            if for_ms >= _TIDY_MIN_MS and self._may_tidy():
                self._watch.memory.make_ready()
                mode, for_ms = self._policy.choose(clock.now_ms(), self._look())
            if mode == AWAKE:
                await asyncio.sleep_ms(for_ms)
            elif mode == DEEP:
                self._watch.haptics.off()
                board.deep_sleep()
            else:
                board.light_sleep(for_ms, self._situation.is_held)
                companion.button.look()

    def _may_tidy(self) -> bool:
        return self._watch.memory.is_due and self._watch.haptics.is_quiet(_TIDY_MIN_MS)

    def _look(self) -> Situation:
        """Take in what goes on."""
        watch, now = self._watch, self._situation
        companion, haptics = watch.companion, watch.haptics
        now.due_ms = ticks.earlier(companion.due_ms, haptics.due_ms)
        now.rest_until_ms = watch.supervisor.rest_until_ms
        now.active_ms = companion.active_ms
        now.is_fresh = not self._woken and watch.uptime.ms() < FRESH_MS
        now.in_session = companion.practice.running
        now.motor_on = haptics.is_driven
        now.radio_on = watch.on_air.is_open
        now.charging = watch.battery.charging
        now.is_held = companion.button.is_down
        return now
