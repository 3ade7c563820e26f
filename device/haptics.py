"""The one task that drives the motor, at the moments the player says.

The motor is off at the start, at the end, after every exception and when the task is cancelled.
Should the event loop hang while it is on, a timer of the board's turns it off; should Python hang
altogether, the watchdog restarts the board, which begins by turning it off.
"""

import asyncio
import sys

from machine import Timer

from device import clock
from device.supervisor import BEAT_MS
from loslaten_core import ticks
from loslaten_core.haptics import cue as cues
from loslaten_core.haptics.motor import MAX_ON_MS
from loslaten_core.haptics.player import Player
from loslaten_core.haptics.theme import Theme

# The player ends every drive by MAX_ON_MS; the timer is for when nobody asks the player any more.
GUARD_MS = MAX_ON_MS + 50
# The RP2 has timers without a number only, the ESP32 numbered ones only.
_TIMER = -1 if sys.platform == "rp2" else 0
# A driver that could not turn the motor off is asked again and again.
_RETRY_MS = 500
_OFF_ATTEMPTS = 3


class Haptics:
    """Plays cues through `driver` (see `device.drivers`). `worst_late_ms` is how late it was."""

    def __init__(self, driver, player: Player) -> None:
        self.worst_late_ms = 0
        self._driver = driver
        self._player = player
        self._level = 0
        self._changed = asyncio.Event()
        self._guard = Timer(_TIMER)
        self.off()

    def cue(self, at_ms: int, cue: int, count: int, strength_pct: int, firm: int) -> None:
        """Let a cue of the practice be felt from `at_ms` on; CueError if there is no such cue."""
        self._player.plan(at_ms, cue, count, strength_pct, bool(firm))
        self._changed.set()

    def play(self, cue: int, count: int, strength_pct: int) -> None:
        """Let a cue be felt now at just this strength; CueError if there is no such cue."""
        self._player.play(clock.now_ms(), cue, count, strength_pct)
        self._changed.set()

    def cancel(self, at_ms: int) -> None:
        """Forget every cue that was to be felt later than `at_ms`."""
        self._player.cancel(at_ms)
        self._changed.set()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme, from the next cue on."""
        self._player.theme = theme

    def set_strengths(self, strength_pct: int, clenched_pct: int) -> None:
        """Take the wearer's strengths, for a relaxed arm and for a clenched one."""
        self._player.strength_pct = strength_pct
        self._player.firm_strength_pct = clenched_pct

    @property
    def busy(self) -> bool:
        """Whether a cue is playing, up to the pause after it."""
        return self._player.busy

    @property
    def is_driven(self) -> bool:
        """Whether the motor is on."""
        return self._level != 0

    @property
    def due_ms(self) -> int | None:
        """Time at which the motor next has to change, None while nothing is planned."""
        return self._player.deadline_ms

    def is_quiet(self, for_ms: int) -> bool:
        """Whether nothing plays now and for so long from now, as far as cues are planned."""
        return self._level == 0 and self._player.is_quiet(clock.now_ms(), for_ms)

    def off(self) -> None:
        """Turn the motor off and forget all cues. May be called at any time; never raises."""
        self._turn_off()
        self._player.stop(clock.now_ms())
        self._changed.set()

    def self_test(self) -> None:
        """Play one weak tap: that a motor turns can only be felt."""
        self.play(cues.TICK, 0, cues.LOWEST_STRENGTH_PCT)

    async def run(self, beat) -> None:
        """Drive the motor for ever; `beat` is called at least every BEAT_MS."""
        due_ms = None
        try:
            while True:
                beat()
                now_ms = clock.now_ms()
                if due_ms is not None:
                    self.worst_late_ms = max(self.worst_late_ms, ticks.diff(now_ms, due_ms))
                self._drive(self._player.advance(now_ms))
                due_ms = self._player.deadline_ms
                await self._wait(due_ms)
        finally:
            self.off()

    async def _wait(self, due_ms: int | None) -> None:
        """Wait for `due_ms` or for another cue, whichever comes first."""
        wait_ms = BEAT_MS
        if due_ms is not None:
            wait_ms = min(wait_ms, max(ticks.diff(due_ms, clock.now_ms()), 0))
        try:
            await asyncio.wait_for_ms(self._changed.wait(), wait_ms)
        except asyncio.TimeoutError:
            pass
        self._changed.clear()

    def _drive(self, level: int) -> None:
        if level == self._level:
            return
        if level == 0:
            self._turn_off()
            return
        if self._level == 0:
            self._watch_over(GUARD_MS)
        self._level = level
        self._driver.set_level(level)

    def _turn_off(self, _timer: Timer | None = None) -> None:
        """Turn the motor off, and watch on if that failed. Called by the timer, too."""
        self._level = 0
        for _ in range(_OFF_ATTEMPTS):
            try:
                if self._driver.off():
                    self._guard.deinit()
                    return
                break
            except Exception:
                continue
        self._watch_over(_RETRY_MS)

    def _watch_over(self, period_ms: int) -> None:
        self._guard.init(mode=Timer.PERIODIC, period=period_ms, callback=self._turn_off)
