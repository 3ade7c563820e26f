# SPDX-License-Identifier: MIT
"""The one owner of the motor: its task computes the next edges, and a timer plays them.

The timer's callback does nothing but drive the motor at the level that stands in a ring, so an
edge is on time whatever else Python does; on the RP2 it is an interrupt, where the motor's driver
can be used in one.

The motor is off at the start, at the end, after every exception and when the task is cancelled.
Should the event loop hang while it is on, a second timer, which knows nothing of the first, turns
it off; should Python hang altogether, the watchdog restarts the board, which begins by turning it
off.
"""

import sys

from machine import Timer

from device import clock
from device.alarm import Alarm
from device.supervisor import BEAT_MS
from loslaten_core import ticks
from loslaten_core.haptics import cue as cues
from loslaten_core.haptics.motor import MAX_ON_MS
from loslaten_core.haptics.player import Player
from loslaten_core.haptics.theme import Theme

TYPE_CHECKING = False
if TYPE_CHECKING:
    from device.contract import Beat, Driver

# The player ends every drive by MAX_ON_MS; the timer is for when nobody asks the player any more.
GUARD_MS = MAX_ON_MS + 50
# An edge is computed so long before it is due. A press that comes in between is answered as soon
# as without: what has not been played yet can be taken back.
LEAD_MS = 40
# The RP2 has timers without a number only, the ESP32 numbered ones only.
_IS_RP2 = sys.platform == "rp2"
_GUARD = -1 if _IS_RP2 else 0
_EDGES = -1 if _IS_RP2 else 1
# What the practice does at a deadline takes about so long, on the slowest board.
CLOSE_MS = 10
# Edges within LEAD_MS; there are hardly ever two.
_RING = 8
# A driver that could not turn the motor off is asked again and again.
_RETRY_MS = 500
_OFF_ATTEMPTS = 3


class Haptics:
    """Plays cues through `driver` (see `device.drivers`).

    `worst_late_ms` is how much later than planned the motor was driven at most.
    """

    def __init__(self, driver: "Driver", player: Player) -> None:
        self.worst_late_ms = 0
        self._driver = driver
        self._player = player
        self._level = 0
        self._alarm = Alarm()
        self._error: Exception | None = None
        self._is_running = False
        # Edges to be played: when, at which level, and when they should have been.
        self._at_ms = [0] * _RING
        self._levels = [0] * _RING
        self._due_ms = [0] * _RING
        self._first = 0
        self._end = 0
        self._known_ms: int | None = None
        self._in_interrupt = _IS_RP2 and getattr(driver, "IN_INTERRUPT", False)
        # Made here, for a bound method is an object, and an interrupt can make none.
        self._on_edge = self._play
        self._on_guard = self._turn_off
        self._timer = Timer(_EDGES)
        self._guard = Timer(_GUARD)
        self.off()

    def cue(self, at_ms: int, cue: int, count: int, strength_pct: int, firm: int) -> None:
        """Let a cue of the practice be felt from `at_ms` on; CueError if there is no such cue."""
        self._player.plan(at_ms, cue, count, strength_pct, bool(firm))
        self._follow()

    def play(self, cue: int, count: int, strength_pct: int) -> None:
        """Let a cue be felt now at just this strength; CueError if there is no such cue."""
        self._player.play(clock.now_ms(), cue, count, strength_pct)
        self._follow()

    def cancel(self, at_ms: int) -> None:
        """Forget every cue that was to be felt later than `at_ms`."""
        self._player.cancel(at_ms)
        self._follow(at_ms)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme, from the next cue on."""
        self._player.theme = theme

    def set_strengths(self, strength_pct: int, clenched_pct: int) -> None:
        """Take the wearer's strengths, for a relaxed arm and for a clenched one."""
        self._player.strength_pct = strength_pct
        self._player.firm_strength_pct = clenched_pct

    @property
    def is_driven(self) -> bool:
        """Whether the motor is on."""
        return self._level != 0

    @property
    def due_ms(self) -> int | None:
        """Time at which the firmware must be awake for the motor, None if nothing is planned."""
        if self._first != self._end:
            return self._at_ms[self._first]
        due_ms = self._player.deadline_ms
        return None if due_ms is None else ticks.add(due_ms, -LEAD_MS)

    def behind_edge(self, at_ms: int) -> int:
        """Return when something that is due is not in the way of an edge that follows closely."""
        if self._first != self._end:
            edge_ms = self._at_ms[self._first]
            if 0 <= ticks.diff(edge_ms, at_ms) <= CLOSE_MS:
                return ticks.add(edge_ms, 1)
        return at_ms

    def is_quiet(self, for_ms: int) -> bool:
        """Whether nothing plays now and for so long from now, as far as cues are planned."""
        return (
            self._level == 0
            and self._first == self._end
            and self._player.is_quiet(clock.now_ms(), for_ms)
        )

    def off(self) -> None:
        """Turn the motor off and forget all cues. May be called at any time; never raises."""
        self._hold()
        self._end = self._first
        self._levels[(self._end - 1) % _RING] = 0
        self._turn_off()
        try:
            self._player.stop()
            self._alarm.set()
        except MemoryError:
            pass  # it is the lack of memory that is reported, and the restart forgets the rest

    def self_test(self) -> None:
        """Play one weak tap: that a motor turns can only be felt."""
        self.play(cues.TICK, 0, cues.LOWEST_STRENGTH_PCT)

    async def run(self, beat: "Beat") -> None:
        """Drive the motor for ever; `beat` is called at least every BEAT_MS."""
        self._is_running = True
        try:
            while True:
                beat()
                if self._error is None:
                    self._plan()
                if self._error is not None:
                    raise self._error
                await self._alarm.wait(self._wait_ms())
        finally:
            self._is_running = False
            self.off()

    def _follow(self, cancelled_ms: int | None = None) -> None:
        """Let the motor follow at once what the player was told; the task takes it from there."""
        if self._is_running and self._error is None:
            try:
                self._plan(cancelled_ms)
            except Exception as error:
                self._fail(error)
        self._alarm.set()

    def _fail(self, error: Exception) -> None:
        """Turn the motor off, and let the task end with what has failed."""
        self._end = self._first
        self._turn_off()
        self._error = error
        if not self._in_interrupt:
            self._alarm.set()

    def _plan(self, cancelled_ms: int | None = None) -> None:
        """Put the edges that are due within LEAD_MS into the ring, and let the timer play them.

        A cue that was cancelled should have ended at `cancelled_ms`.
        """
        player = self._player
        now_ms = clock.now_ms()
        if player.level != self._last_level():
            self._put(now_ms, player.level, now_ms if cancelled_ms is None else cancelled_ms)
        due_ms = player.deadline_ms
        while due_ms is not None and ticks.diff(due_ms, now_ms) <= LEAD_MS:
            at_ms = now_ms if ticks.diff(now_ms, due_ms) > 0 else due_ms
            level = player.advance(at_ms)
            if level != self._last_level():
                self._put(at_ms, level, due_ms)
            due_ms = player.deadline_ms
        self._known_ms = due_ms

    def _wait_ms(self) -> int:
        """Return how long until more edges have to be computed."""
        if self._known_ms is None:
            return BEAT_MS
        wait_ms = ticks.diff(self._known_ms, clock.now_ms()) - LEAD_MS
        return min(max(wait_ms, 1), BEAT_MS)

    def _last_level(self) -> int:
        """Return the level of the last edge, played or not; the guard may have gone before it."""
        return self._levels[(self._end - 1) % _RING]

    def _put(self, at_ms: int, level: int, due_ms: int) -> None:
        """Put an edge into the ring, in place of those that would be played later.

        The first of a cue is played before the player works out the next.
        """
        self._hold()
        end = self._end
        while end != self._first and ticks.diff(self._at_ms[(end - 1) % _RING], at_ms) >= 0:
            end = (end - 1) % _RING
        self._end = end
        if level != self._last_level():
            self._at_ms[end] = at_ms
            self._levels[end] = level
            self._due_ms[end] = due_ms
            self._end = (end + 1) % _RING
        if self._first != self._end:
            self._play(self._timer)

    def _hold(self) -> None:
        """Let the timer not play while the ring changes."""
        self._timer.deinit()

    def _play(self, _timer: Timer) -> None:
        """Play the edges that are due, and come back for the next. Makes no objects."""
        try:
            while self._first != self._end:
                first = self._first
                wait_ms = ticks.diff(self._at_ms[first], clock.now_ms())
                if wait_ms > 0:
                    self._start(self._timer, Timer.ONE_SHOT, wait_ms, self._on_edge)
                    return
                self._first = (first + 1) % _RING
                self._drive(self._levels[first])
                late_ms = ticks.diff(clock.now_ms(), self._due_ms[first])
                if late_ms > self.worst_late_ms:
                    self.worst_late_ms = late_ms
        except Exception as error:
            self._fail(error)

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
        """Turn the motor off, and watch on if that failed. Called by the guard's timer, too."""
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
        self._start(self._guard, Timer.PERIODIC, period_ms, self._on_guard)

    def _start(self, timer: Timer, mode: int, period_ms: int, callback) -> None:
        # Written out twice: unpacking keywords makes an object, and the ESP32 knows no `hard`.
        if self._in_interrupt:
            timer.init(mode=mode, period=period_ms, callback=callback, hard=True)
        else:
            timer.init(mode=mode, period=period_ms, callback=callback)
