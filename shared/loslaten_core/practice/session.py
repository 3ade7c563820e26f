# SPDX-License-Identifier: MIT
"""One session and its one button: `(now_ms, event) -> actions`.

The course runs by itself; here a press, two presses and a hold change it. The first press acts
at once and what follows amends it: a second press or a hold takes back what the press asked for.
A gesture that goes on beyond the end of a phase keeps the meaning it began with, but a press in a
tension lets go, whichever gesture it belongs to. The table of what the button means in each phase
is in docs/architecture.md.
"""

from loslaten_core import ticks
from loslaten_core.haptics import cue as cues
from loslaten_core.practice import event, limits, protocol
from loslaten_core.practice.course import (
    OVER,
    PAUSED,
    READY,
    RELEASE,
    REST,
    SESSION_MAX_MS,
    SETTLE,
    TENSE,
    Course,
)

_PRACTISING = (READY, TENSE, RELEASE)
_PAUSABLE = (READY, TENSE, RELEASE, REST)


class Run(Course):
    """A session, begun at `now_ms`.

    Call `begin` once, `handle(now_ms, event)` with every gesture as `gesture` recognises them,
    and with TICK at `deadline_ms`; each returns the actions due (see `event`). A gesture that
    means nothing in this phase changes nothing. After ENDED the phase is OVER and `tally`
    complete.
    """

    def __init__(
        self, practice: protocol.Protocol, protocol_id: bytes, now_ms: int, worn: int = 0
    ) -> None:
        super().__init__(practice, protocol_id, now_ms, worn)
        # What the last press met and did, for what amends it.
        self._met = OVER
        self._met_index = -1
        self._press_asked = False
        self._press_cut = False

    def begin(self) -> "list[event.Action]":
        """Return the actions that begin the session."""
        self._say(self._began_ms, event.STARTED, cues.STARTED)
        self._cue(self._began_ms, cues.STARTED, self.index)
        for index, group in enumerate(self.protocol.groups):
            if group.mode == limits.LEFT_OUT:
                left_out = event.Happened(self._began_ms, event.LEFT_OUT, index, 0, 0)
                self._actions.append(left_out)
        self._plan(self._began_ms)
        self._pass_deadlines(self._began_ms)
        return self._taken()

    def handle(self, now_ms: int, what: int) -> "list[event.Action]":
        """Let time pass until `now_ms`, then take the gesture; return the actions due."""
        self._pass_deadlines(now_ms)
        if self.phase != OVER:
            now_ms = self._not_before(now_ms)
            if what == event.PRESS:
                self._press(now_ms)
            elif what == event.DOUBLE:
                self._double(now_ms)
            elif what == event.HOLD_REACHED or (
                what == event.LONG_REACHED and self.phase == PAUSED
            ):
                self._cue(now_ms, cues.TICK, self.index)
            elif what in (event.HOLD, event.LONG):
                self._hold(now_ms, what)
        return self._taken()

    def end(self, now_ms: int, ending: int) -> "list[event.Action]":
        """End the session from outside: battery, fault, or stopped by the laptop."""
        self._pass_deadlines(now_ms)
        if self.phase != OVER:
            now_ms = self._not_before(now_ms)
            self._press_cut = False
            self._interrupt(now_ms)
            self._finish(now_ms, ending)
        return self._taken()

    def _not_before(self, now_ms: int) -> int:
        """Return the moment a late gesture counts from: no earlier than the last deadline."""
        return now_ms if ticks.diff(now_ms, self._began_ms) >= 0 else self._began_ms

    def _taken(self) -> "list[event.Action]":
        actions, self._actions = self._actions, []
        return actions

    def _press(self, now_ms: int) -> None:
        self._met = self.phase
        self._press_asked = self._press_cut = False
        if self.phase == SETTLE:
            self._begin_now(now_ms)
        elif self.phase == TENSE:
            self._cut(now_ms)
        elif self.phase == RELEASE:
            self._ask_in_release(now_ms)
        elif self.phase == READY:
            self._ask_in_ready_gap(now_ms)
        elif self.phase == PAUSED:
            self._tell_position(now_ms)
        self._met_index = self.index

    def _begin_now(self, now_ms: int) -> None:
        """End the settle-in, but not before "it has begun" has been felt."""
        soonest_ms = ticks.add(self._began_ms, limits.SETTLE_IN_LEAST_MS)
        if ticks.diff(now_ms, soonest_ms) >= 0:
            self._go_on(now_ms)
        else:
            self.deadline_ms = soonest_ms
            self._plan(now_ms)

    def _cut(self, now_ms: int) -> None:
        self.group_tally.cuts |= 1 << self.group_tally.done
        self._press_cut = True
        self._say(now_ms, event.CUT)
        self._let_go(now_ms)

    def _let_go(self, now_ms: int) -> None:
        """End a tense phase now, with its one release cue."""
        if self.phase == TENSE:
            self._cue(now_ms, cues.RELEASE, self.index)
            self._enter(RELEASE, self.index, now_ms, cues.RELEASE)

    def _go_on(self, now_ms: int) -> None:
        """Announce the next group now, or begin the final rest."""
        phase, index, cue = self._next_group(self.index)
        self._cue(now_ms, cue, index)
        self._enter(phase, index, now_ms, cue)

    def _ask_in_release(self, now_ms: int) -> None:
        """Let one repeat more come than there would have been, up to the most there may be."""
        if self.asked_here:
            self._cue(now_ms, cues.ACK, self.index)
        elif self.wanted >= self.group.repeats_max:
            self._answer(now_ms, event.LIMIT, cues.LIMIT)
        else:
            self.asked_here = self._press_asked = True
            self.wanted += 1
            self._answer(now_ms, event.AGAIN, cues.ACK)
            self._plan(now_ms)

    def _ask_in_ready_gap(self, now_ms: int) -> None:
        left = self.left_index
        groups, tallies = self.protocol.groups, self.tally.groups
        if left < 0:
            self._answer(now_ms, event.REFUSED, cues.REFUSED)
        elif left == self.index:
            self._cue(now_ms, cues.ACK, self.index)
        elif tallies[left].done >= groups[left].repeats_max or self._has_lasted(now_ms):
            self._answer(now_ms, event.LIMIT, cues.LIMIT)
        else:
            self._press_asked = True
            self.index = left
            self.wanted = max(tallies[left].done + 1, groups[left].repeats_min)
            self._answer(now_ms, event.AGAIN, cues.ACK)
            self._enter(READY, left, now_ms, 0)

    def _double(self, now_ms: int) -> None:
        met, self._met = self._met, self.phase
        if met not in _PRACTISING or self.phase not in _PRACTISING:
            return
        if met == READY and self.phase == TENSE:
            self._cut(now_ms)
            return
        if self.index != self._met_index or (met == READY and self.index != self.left_index):
            # The next group is being announced already: there is nothing to go on from.
            return
        self._interrupt(now_ms)
        self._take_back_ask(now_ms)
        self._press_cut = False
        skipped = met == TENSE or self.group_tally.done < self.group.repeats_min
        if skipped:
            self.group_tally.skipped = True
            self.group_tally.interrupted = False
        self._say(now_ms, event.SKIPPED if skipped else event.NEXT)
        self._go_on(now_ms)

    def _interrupt(self, now_ms: int) -> None:
        """End a tense phase, also one that only the press now amended has cut: it comes again."""
        if self.phase != TENSE and not self._press_cut:
            return
        self._let_go(now_ms)
        self._say(now_ms, event.INTERRUPTED)
        self._count(-1)
        self.group_tally.cuts &= (1 << self.group_tally.done) - 1
        self.group_tally.interrupted = True
        self._press_cut = False

    def _take_back_ask(self, now_ms: int) -> bool:
        """Undo what the press asked for, unless that has been done already."""
        asked, self._press_asked = self._press_asked, False
        if not asked or self.index != self._met_index or not self.is_due:
            return False
        self.wanted -= 1
        self.asked_here = False
        self._say(now_ms, event.NOT_AGAIN)
        return True

    def _hold(self, now_ms: int, what: int) -> None:
        met, self._met = self._met, OVER
        if met in (SETTLE, REST):
            self._interrupt(now_ms)
            self._finish(now_ms, event.STOPPED)
        elif met == PAUSED and self.phase == PAUSED:
            if what == event.LONG:
                self._finish(now_ms, event.STOPPED)
            else:
                self._resume(now_ms)
        elif met in _PRACTISING and self.phase in _PAUSABLE:
            self._pause(now_ms, met)

    def _pause(self, now_ms: int, met: int) -> None:
        self._interrupt(now_ms)
        index = self.index
        if self._take_back_ask(now_ms) and met == READY:
            # Back to the group whose announcement the press had met.
            _, index, _ = self._next_group(index)
            self.wanted = self.protocol.groups[index].repeats_min
        if self._has_lasted(now_ms):
            self._finish(now_ms, event.LEFT)
            return
        self.tally.pauses += 1
        self._cue(now_ms, cues.PAUSED, index)
        self._enter(PAUSED, index, now_ms, cues.PAUSED)

    def _has_lasted(self, now_ms: int) -> bool:
        """Whether the session is so old that nothing may make it longer."""
        return ticks.diff(now_ms, self.tally.started_ms) >= SESSION_MAX_MS

    def _resume(self, now_ms: int) -> None:
        """Go on with the group under way: a ready gap for the repeat that is due, or its release.

        So what "where am I" tells in a pause is what comes next, and the next group is announced.
        """
        self._answer(now_ms, event.RESUMED, cues.RESUMED)
        # Nothing was left just now: a press in this ready gap asks for what comes anyway.
        self.left_index = self.index
        self._enter(READY if self.is_due else RELEASE, self.index, now_ms, 0)

    def _tell_position(self, now_ms: int) -> None:
        """Answer "where am I": the region, then the place in it."""
        region = self._region(self.index)
        place = 0
        for index in range(self.index + 1):
            if (
                self.protocol.groups[index].mode != limits.LEFT_OUT
                and self._region(index) == region
            ):
                place += 1
        self._say(now_ms, event.POSITION, cues.POSITION)
        self._cue(now_ms, cues.POSITION, self.index, region)
        self._cue(now_ms, cues.POSITION, self.index, place)

    def _answer(self, now_ms: int, what: int, cue: int) -> None:
        self._say(now_ms, what, cue)
        self._cue(now_ms, cue, self.index)
