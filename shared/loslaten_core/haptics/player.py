# SPDX-License-Identifier: MIT
"""The one owner of the motor: takes cues, gives the level to drive it at and until when.

Pure: `advance(now_ms)` returns the level for now, `deadline_ms` says when to call it again. A cue
is given with the moment it shall be *felt*; the drive begins the motor's rise time earlier. An
answer cannot: its moment has come when it is asked for, and its drive begins REACTION_MS later.

Cues never overlap. One that is due while another is felt waits for its end and a pause, so that
the two are not felt as one. A release stops everything else, an answer stops orders and landmarks,
and a later answer an earlier one, for the wearer has done something new. An order or landmark that
an answer stops is felt again after it, for it says what comes; nothing else that was stopped comes
back. An answer cue keeps the gap, too: without it the two would merge. A release and a tap cannot
be mistaken for a part of what they follow: they keep a gap from a cue that was complete and a wide
gap from one cut off.
"""

from loslaten_core import ticks
from loslaten_core.haptics import notation
from loslaten_core.haptics.cue import ANSWERING, END
from loslaten_core.haptics.motor import MAX_ON_MS, Motor
from loslaten_core.haptics.request import Request
from loslaten_core.haptics.theme import Theme

# Cues that wait or are planned; the one that matters least is dropped beyond this.
QUEUE_MAX = 8
# A call that comes later than this moves the rest of the cue, so that its rhythm survives.
LATE_MS = 20
# What an answer takes to be decided on, on the slowest board that has just been asleep. It begins
# so long after its press on every board, and has its rhythm from the first edge on. With a coin
# motor, the slowest, it is felt 72 ms after the press, of the 100 that there are.
REACTION_MS = 12
# Every level of a ramp wakes the processor once.
RAMP_STEPS = 3
# The first edge of every pulse: the motor is kicked.
_FIRST = [(0, 100)]


class Player:
    """Plays the cues of `theme`, which may be replaced at any time, on `motor`.

    After every call of `plan`, `play`, `cancel` or `stop`, call `advance` again: any of them may
    have changed the level and the deadline.

    `strength_pct` and `firm_strength_pct` are the wearer's settings, for cues and for their firm
    form. `level` is what `advance` returned last: 0..100, or below 0 to brake.
    """

    def __init__(self, theme: Theme, motor: Motor) -> None:
        self.theme = theme
        self.motor = motor
        self.strength_pct = 100
        self.firm_strength_pct = 100
        self.level = 0
        # Whether the motor is driven as far as anybody was told, and since when.
        self._is_driven = False
        self._on_ms = 0
        # On a board a list that grows finds new room, and lies in the middle of what is free then.
        # This one has its room from the start, and keeps it where slices are deleted, not items.
        self._queue: list[Request] = [Request(0, END, 0, 0, False)] * (QUEUE_MAX + 1)
        del self._queue[:]
        # Whether there are requests that `advance` has not looked at yet.
        self._has_news = False
        # Since when the motor is free for what had to wait, None where nothing had to.
        self._free_ms: int | None = None
        self._playing: Request | None = None
        # Whether what plays still holds: no later phase has begun meanwhile.
        self._is_current = False
        # The pulse under way begins to be driven at `_base_ms`, is felt until `_felt_ms` after
        # that, and owns the motor for `_span_ms`; its edges are (ms after the base, level).
        self._pulses: tuple[tuple[int, int, int], ...] = ()
        self._pulse = 0
        self._base_ms = 0
        self._felt_ms = 0
        self._span_ms = 0
        self._edges: list[tuple[int, int]] = []
        self._edge = 0
        # Whether something more urgent has stopped it, something quick, and before its end.
        self._stopped = False
        self._stopped_quickly = False
        self._cut_off = False

    def plan(
        self, at_ms: int, cue: int, count: int = 0, strength_pct: int = 100, firm: bool = False
    ) -> None:
        """Let a cue of the practice be felt from `at_ms` on, now or in the future.

        The theme and the wearer's settings scale `strength_pct`. CueError if there is no such cue.
        """
        wearer_pct = self.firm_strength_pct if firm else self.strength_pct
        strength_pct = self.theme.strength(strength_pct, wearer_pct, firm)
        self._take(Request(at_ms, cue, count, strength_pct, firm))

    def play(self, now_ms: int, cue: int, count: int = 0, strength_pct: int = 100) -> None:
        """Let a cue be felt now at just this strength, for trying it out.

        Weaker than the lowest is played as the lowest. CueError if there is no such cue.
        """
        self._take(Request(now_ms, cue, count, strength_pct, False))

    def cancel(self, at_ms: int) -> None:
        """Forget every cue due later than `at_ms`, and orders of before it that still wait."""
        self._queue[:] = [r for r in self._queue if r.holds(at_ms)]
        if self._playing is not None:
            late_ms = ticks.diff(self._playing.at_ms, at_ms)
            self._is_current = self._is_current and late_ms >= 0
            if late_ms > 0:
                self._stop(at_ms, True)
                self._is_driven = self.level != 0

    def stop(self) -> None:
        """Forget everything and let the motor rest at once.

        Raises MemoryError where MicroPython has none at all, even to make the list shorter; all is
        forgotten then, too.
        """
        self._free_ms = None
        self._playing = None
        self.level = 0
        self._is_driven = False
        del self._queue[:]

    @property
    def busy(self) -> bool:
        """Whether a cue is playing, up to the gap that follows it."""
        return self._playing is not None

    def is_quiet(self, now_ms: int, for_ms: int) -> bool:
        """Whether the motor rests now and for `for_ms` from now, as far as cues are planned."""
        deadline_ms = self.deadline_ms
        if self._playing is not None or self.level != 0:
            return False
        return deadline_ms is None or ticks.diff(deadline_ms, now_ms) > for_ms

    @property
    def deadline_ms(self) -> int | None:
        """Time at which `advance` is next wanted, or None if nothing is planned."""
        if self._playing is None:
            due_ms = None
            for request in self._queue:
                if request.after not in self._queue:
                    due_ms = ticks.earlier(due_ms, self._start_ms(request))
            free_ms = self._free_ms
            if due_ms is not None and free_ms is not None and ticks.diff(free_ms, due_ms) > 0:
                return free_ms
            return due_ms
        due_ms = ticks.add(self._base_ms, self._next_offset())
        for request in self._queue:
            if self._may_stop(request, self._playing):
                due_ms = ticks.earlier(due_ms, self._stop_ms(request))
        if self.level != 0:
            due_ms = ticks.earlier(due_ms, ticks.add(self._on_ms, MAX_ON_MS))
        return due_ms

    def advance(self, now_ms: int) -> int:
        """Let time pass until `now_ms`; return the level to drive the motor at from now on."""
        if self._has_news:
            self._look(now_ms)
        while self._step(now_ms):
            pass
        if not self._is_driven:
            self._on_ms = now_ms
        # A cue that begins in the moment in which another is stopped drives the motor on.
        if self.level != 0 and ticks.diff(now_ms, self._on_ms) >= MAX_ON_MS:
            self._stop(now_ms, False)
            self._edges = []
            self.level = 0
        self._is_driven = self.level != 0
        return self.level

    def _look(self, now_ms: int) -> None:
        """Decide when the drive of each new request begins."""
        self._has_news = False
        for request in self._queue:
            if request.lead_ms is None:
                until_ms = ticks.diff(request.at_ms, now_ms)
                is_answer = until_ms <= 0
                request.lead_ms = -REACTION_MS if is_answer else min(self.motor.rise_ms, until_ms)

    def _step(self, now_ms: int) -> bool:
        """Do the next thing that is due; return whether there was one."""
        if self._playing is None:
            request = self._due(now_ms)
            if request is None:
                return False
            self._begin(request, now_ms)
            return True
        request = self._stopping_request(self._playing, now_ms)
        if request is not None:
            stopped = self._playing
            self._stop(now_ms, request.is_quick)
            self._postpone(stopped, request)
        elif self._edge == 1 and now_ms == self._base_ms:
            # The motor has just been started: what follows is worked out once that has happened.
            return False
        elif ticks.diff(now_ms, ticks.add(self._base_ms, self._next_offset())) >= 0:
            self._pass_edge(now_ms)
        else:
            return False
        return True

    def _postpone(self, stopped: Request, request: Request) -> None:
        """Let an order that was cut off be felt after the answer that did it."""
        was_cut_off = self._playing is None or self._cut_off
        if was_cut_off and self._is_current and request.priority == ANSWERING and stopped.is_order:
            self._is_current = False
            stopped.after = request
            self._queue.append(stopped)

    def _take(self, request: Request) -> None:
        self.theme.text(request.cue)
        self._queue.append(request)
        self._has_news = True
        if len(self._queue) > QUEUE_MAX:
            self._drop(min(reversed(self._queue), key=lambda r: r.priority))

    def _drop(self, request: Request) -> None:
        at = self._queue.index(request)
        del self._queue[at : at + 1]

    def _start_ms(self, request: Request) -> int:
        lead_ms = self.motor.rise_ms if request.lead_ms is None else request.lead_ms
        return ticks.add(request.at_ms, -lead_ms)

    def _stop_ms(self, request: Request) -> int:
        """Return when the cue that plays must stop for `request` to be felt on time and apart."""
        if request.lead_ms is not None and request.lead_ms < 0:
            return self._start_ms(request)
        return ticks.add(request.at_ms, -self.motor.fall_ms - self.theme.measures.wide_gap_ms)

    def _stopping_request(self, playing: Request, now_ms: int) -> Request | None:
        """Return the request that has to stop the cue that plays by now."""
        for request in self._queue:
            is_time = ticks.diff(now_ms, self._stop_ms(request)) >= 0
            if is_time and self._may_stop(request, playing):
                return request
        return None

    def _may_stop(self, request: Request, playing: Request) -> bool:
        if self._stopped and (self._stopped_quickly or not request.is_quick):
            return False
        return request.stops(playing)

    def _due(self, now_ms: int) -> Request | None:
        """The cue to begin now: the most important, then the earliest, of those that are due."""
        found: Request | None = None
        for request in self._queue:
            if ticks.diff(now_ms, self._start_ms(request)) < 0 or request.after in self._queue:
                continue
            if (
                found is None
                or request.priority > found.priority
                or (
                    request.priority == found.priority
                    and ticks.diff(request.at_ms, found.at_ms) < 0
                )
            ):
                found = request
        return found

    def _begin(self, request: Request, now_ms: int) -> None:
        self._drop(request)
        self._free_ms = None
        self._playing = request
        self._is_current = True
        self._stopped = self._stopped_quickly = self._cut_off = False
        self._pulse = 0
        self._base_ms = now_ms
        self._edges = _FIRST
        self._edge = 0

    def _spell(self, request: Request) -> None:
        """Work out the pulses of the cue that has begun with the first edge of any cue."""
        self._pulses = self.theme.pulses(request.cue, request.count, request.firm)
        self._begin_pulse(request)
        self._edge = 1

    def _begin_pulse(self, request: Request) -> None:
        length_ms, gap_ms, ramp = self._pulses[self._pulse]
        level = self.motor.level(request.strength_pct)
        self._edges = pulse_edges(self.motor, level, length_ms, ramp)
        self._edge = 0
        self._felt_ms = self.motor.rise_ms + length_ms
        self._span_ms = length_ms + gap_ms
        self._pulse += 1

    def _next_offset(self) -> int:
        if self._pulse == 0 and self._edge and self._playing is not None:
            self._spell(self._playing)
        if self._edge < len(self._edges):
            return self._edges[self._edge][0]
        return self._span_ms

    def _pass_edge(self, now_ms: int) -> None:
        """Take the next edge of the pulse, or go on to the next pulse, or be done."""
        late_ms = ticks.diff(now_ms, ticks.add(self._base_ms, self._next_offset()))
        if late_ms > LATE_MS:
            self._base_ms = ticks.add(self._base_ms, late_ms)
        if self._edge < len(self._edges):
            level = self._edges[self._edge][1]
            self._edge += 1
            self.level = level
        elif self._playing is not None and self._pulse < len(self._pulses):
            self._base_ms = ticks.add(self._base_ms, self._span_ms)
            self._begin_pulse(self._playing)
        else:
            self._rest(now_ms)

    def _rest(self, now_ms: int) -> None:
        """Leave the motor to what waits, if anything does."""
        self._playing = None
        self._free_ms = now_ms if self._queue else None

    def _stop(self, now_ms: int, quick: bool) -> None:
        """End what plays: brake, and keep the motor until a gap has been felt."""
        felt_ms = ticks.diff(now_ms, self._base_ms) - self.motor.rise_ms
        if self._pulse == 0 and self._playing is not None:
            self._spell(self._playing)
        if not self._stopped and felt_ms <= 0:
            self.level = 0
            if self._pulse == 1:
                # Nothing of it is felt yet.
                self._rest(now_ms)
                return
            # The pulse before this one was the last that is felt, and lies a gap back.
            self._felt_ms = self.motor.rise_ms - self._pulses[self._pulse - 2][1]
            self._edges = []
            self._edge = 0
            self._cut_off = True
        if self.level > 0:
            brake_ms = self.motor.brake(self.level, felt_ms)
            self._base_ms = now_ms
            self._felt_ms = self.motor.fall(self.level, felt_ms)
            self._edges = [(brake_ms, 0)] if brake_ms else []
            self._edge = 0
            self._cut_off = True
            self.level = -100 if brake_ms else 0
        self._cut_off = self._cut_off or self._pulse < len(self._pulses)
        self._pulse = len(self._pulses)
        measures = self.theme.measures
        gap_ms = measures.pause_ms
        if quick:
            gap_ms = measures.wide_gap_ms if self._cut_off else measures.gap_ms
        self._span_ms = self._felt_ms + gap_ms - self.motor.rise_ms
        self._stopped, self._stopped_quickly = True, quick


def pulse_edges(motor: Motor, level: int, length_ms: int, ramp: int) -> list[tuple[int, int]]:
    """Return the drive of one pulse as (ms after its beginning, level), in order.

    The motor is kicked until it is felt; then come the levels of the ramp, one or RAMP_STEPS; the
    drive ends early by what the motor runs on, and is braked where there is a brake.
    """
    levels = _ramp_levels(motor.weakest_pct, level, ramp)
    end_ms = motor.rise_ms + length_ms - motor.fall(levels[-1], length_ms)
    edges = list(_FIRST)
    for step in range(len(levels)):
        at_ms = motor.rise_ms + length_ms * step // len(levels)
        at_ms = max(at_ms, motor.kick_ms)
        if levels[step] != edges[-1][1] and at_ms < end_ms:
            edges.append((at_ms, levels[step]))
    brake_ms = motor.brake(levels[-1], length_ms)
    if brake_ms:
        edges.append((end_ms, -100))
    edges.append((end_ms + brake_ms, 0))
    return edges


def _ramp_levels(weakest: int, level: int, ramp: int) -> tuple[int, ...]:
    if ramp == notation.FLAT or level == weakest:
        return (level,)
    rising = [weakest + (level - weakest) * step // (RAMP_STEPS - 1) for step in range(RAMP_STEPS)]
    return tuple(rising if ramp == notation.SWELL else reversed(rising))
