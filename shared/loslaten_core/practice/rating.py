# SPDX-License-Identifier: MIT
"""A rating by presses, in the dark: how tense, from 0 to 10.

Once "it has begun" has been felt, the wrist counts up: a tap a step, in threes, so that one can
keep count. A press takes the number that has been reached, and is echoed; one more press takes it
back. Two presses before the first tap are zero. Without a press there is no rating, and the
session, whose settle-in has been running all the while, goes on.

After a session it goes on with a question: has breathing grown calmer? It is asked by the cue of
something new, once the number can no longer be taken back; one press says yes.
"""

from loslaten_core import ticks
from loslaten_core.haptics import cue as cues
from loslaten_core.practice import event

HIGHEST = 10
# From the start to the first tap: "it has begun" is felt to its end before.
LEAD_MS = 4_000
STEP_MS = 1_500
# So many taps belong together; the gap after them is longer by this.
TOGETHER = 3
GAP_MS = 1_500
# How long the last tap, and a number that was echoed, may still be answered.
PATIENCE_MS = 3_000
ECHO_AFTER_MS = 1_000
TAKE_BACK_MS = 8_000
# How long "has breathing grown calmer?" may be answered.
QUESTION_MS = 6_000
# The longest that it takes, from the start: the settle-in must have room for it.
LONGEST_MS = (
    LEAD_MS
    + (HIGHEST - 1) * STEP_MS
    + (HIGHEST - 1) // TOGETHER * GAP_MS
    + PATIENCE_MS
    + TAKE_BACK_MS
)


class Rating:
    """One count, begun at `now_ms`: `(now_ms, press) -> actions`.

    `value` is what was rated, 0 to 10, None for nothing, and `calmer` whether breathing was said
    to have grown calmer, which is asked `is_after` a session. `deadline_ms` is when `advance` is
    next wanted, None once it is over.
    """

    def __init__(self, now_ms: int, is_after: bool = False) -> None:
        self.value: int | None = None
        self.calmer = False
        self._is_after = is_after
        self._is_asked = False
        self.deadline_ms: int | None = ticks.add(now_ms, LEAD_MS)
        self._taps = 0
        # Whether the press before this one came before the first tap.
        self._is_early = False
        self._rated_ms: int | None = None
        self._is_echoed = False

    def advance(self, now_ms: int) -> "list[event.Action]":
        """Let time pass until `now_ms`; return the taps, and the echo, that are due."""
        actions: list[event.Action] = []
        while self.deadline_ms is not None and ticks.diff(now_ms, self.deadline_ms) >= 0:
            self._pass(self.deadline_ms, actions)
        return actions

    def press(self, now_ms: int, what: int) -> "list[event.Action]":
        """Take a PRESS or a DOUBLE before the end; return what is felt of it."""
        was_early, self._is_early = self._is_early, False
        if self._is_asked:
            self.calmer = True
            self.deadline_ms = None
            return [_felt(now_ms, cues.ACK)]
        if self._rated_ms is not None:
            self.value = self.deadline_ms = None
            return [_felt(now_ms, cues.REFUSED)]
        if what == event.DOUBLE and was_early:
            return self._rate(now_ms, 0)
        if self._taps == 0:
            self._is_early = True
            return [_felt(now_ms, cues.ACK)]
        return self._rate(now_ms, self._taps)

    def _rate(self, now_ms: int, value: int) -> "list[event.Action]":
        self.value = value
        self._rated_ms = now_ms
        self.deadline_ms = ticks.add(now_ms, ECHO_AFTER_MS)
        return [_felt(now_ms, cues.ACK)]

    def _pass(self, at_ms: int, actions: "list[event.Action]") -> None:
        if self._rated_ms is not None:
            if self._is_echoed:
                self._ask(at_ms, actions)
                return
            self._is_echoed = True
            self.deadline_ms = ticks.add(self._rated_ms, TAKE_BACK_MS)
            if self.value:
                actions.append(_felt(at_ms, cues.POSITION, self.value))
            else:
                actions.append(_felt(at_ms, cues.ACK))
        elif self._taps == HIGHEST:
            self.deadline_ms = None
        else:
            self._taps += 1
            actions.append(_felt(at_ms, cues.TICK))
            self.deadline_ms = ticks.add(at_ms, self._wait_ms())

    def _ask(self, at_ms: int, actions: "list[event.Action]") -> None:
        """Go on with the question, where there is one, now that the number stands."""
        self.deadline_ms = None
        if self._is_after and not self._is_asked:
            self._is_asked = True
            self.deadline_ms = ticks.add(at_ms, QUESTION_MS)
            actions.append(_felt(at_ms, cues.LANDMARK))

    def _wait_ms(self) -> int:
        if self._taps == HIGHEST:
            return PATIENCE_MS
        return STEP_MS + (GAP_MS if self._taps % TOGETHER == 0 else 0)


def _felt(at_ms: int, cue: int, count: int = 0) -> event.Cue:
    return event.Cue(at_ms, cue, count, 100, 0)
