# SPDX-License-Identifier: MIT
"""The course of a session when nobody touches the button: phases, deadlines, cues, accounts.

Deadlines are absolute: a phase begins exactly where the one before it ended, however late the
call that notices comes, so nothing drifts. The cue of the next deadline is planned as soon as the
phase begins, so that a slow motor can start early enough for it to be felt on time.
"""

from loslaten_core import ticks
from loslaten_core.haptics import cue as cues
from loslaten_core.practice import event, limits, muscles, protocol
from loslaten_core.practice.tally import GroupTally, Tally

SETTLE = 1
READY = 2
TENSE = 3
RELEASE = 4
PAUSED = 5
REST = 6
OVER = 7
PHASES = ("", "settle", "ready", "tense", "release", "paused", "rest", "over")

# A wearer who has not come back from a pause after this long has left.
PAUSE_MAX_MS = 10 * 60_000
# However often one pauses, a session ends: well inside the half period of the ticks.
SESSION_MAX_MS = 4 * 3_600_000


class Course:
    """A session's phases. `phase`, `index` (of the group, -1 before the first) and `deadline_ms`
    (ticks, None once over) say where it is; `tally` what was done so far. `worn` is the wrist
    that the wearer has chosen, LEFT or RIGHT of `muscles`, or 0: the protocol's own.
    """

    def __init__(
        self, practice: protocol.Protocol, protocol_id: bytes, now_ms: int, worn: int = 0
    ) -> None:
        self.protocol = practice
        self.tally = Tally(practice, protocol_id, now_ms)
        self.phase = SETTLE
        self.index = -1
        self.deadline_ms: int | None = ticks.add(now_ms, practice.settle_in_ms)
        # The group that "this group again" means while the next one is being announced.
        self.left_index = -1
        # How many repeats of the group under way there are to be.
        self.wanted = 0
        # Whether one more was asked for in the release under way: each asks for one.
        self.asked_here = False
        self._worn = worn
        self._began_ms = now_ms
        self._actions: list[event.Action] = []

    @property
    def group(self) -> protocol.Group:
        """The muscle group under way."""
        return self.protocol.groups[self.index]

    @property
    def group_tally(self) -> GroupTally:
        """The account of the muscle group under way."""
        return self.tally.groups[self.index]

    @property
    def is_due(self) -> bool:
        """Whether another repeat of the group under way is to come."""
        return self.group_tally.done < self.wanted

    @property
    def repeat(self) -> int:
        """The repeat under way or coming, from 1; 0 where there is none."""
        if self.index < 0 or self.phase in (REST, OVER):
            return 0
        return self.group_tally.done + (self.phase != RELEASE and self.is_due)

    def _pass_deadlines(self, now_ms: int) -> None:
        while self.deadline_ms is not None and ticks.diff(now_ms, self.deadline_ms) >= 0:
            phase, index, cue = self._next()
            self._enter(phase, index, self.deadline_ms, cue)

    def _next(self) -> tuple[int, int, int]:
        """Return the phase, group and cue that the deadline brings."""
        if self.phase == SETTLE:
            return self._next_group(-1)
        if self.phase == READY:
            return self._cycle()
        if self.phase == TENSE:
            return RELEASE, self.index, cues.RELEASE
        if self.phase == RELEASE:
            return self._cycle() if self.is_due else self._next_group(self.index)
        completed = self.phase == REST
        return OVER, self.index, cues.END if completed and self.protocol.end_cue else 0

    def _cycle(self) -> tuple[int, int, int]:
        """The beginning of one repeat of the group under way."""
        if self.group.tenses:
            return TENSE, self.index, cues.TENSE
        counting = self.group.mode == limits.COUNT
        return RELEASE, self.index, cues.READY if counting else cues.RELEASE

    def _next_group(self, index: int) -> tuple[int, int, int]:
        """The announcement of the group after `index`, or the final rest after the last one."""
        region = self._region(index)
        for following in range(index + 1, len(self.protocol.groups)):
            if self.protocol.groups[following].mode != limits.LEFT_OUT:
                new = index >= 0 and self._region(following) != region
                return READY, following, cues.LANDMARK if new else cues.READY
        return REST, self.index, cues.LANDMARK

    def _region(self, index: int) -> int:
        muscle = muscles.by_number(self.protocol.groups[index].muscle)
        return muscle.region if muscle is not None else 0

    def _enter(self, phase: int, index: int, at_ms: int, cue: int) -> None:
        """Begin a phase at `at_ms`; its cue has been planned, or is played by the caller."""
        self._close(at_ms)
        if phase == READY and index != self.index:
            self.left_index = self.index
            self.wanted = self.protocol.groups[index].repeats_min
        left = self.phase
        self.phase, self.index = phase, index
        self.asked_here = False
        if phase == RELEASE and left != PAUSED:
            self._count(1)
            self.group_tally.skipped = self.group_tally.interrupted = False
        if phase == OVER:
            self._finish(at_ms, event.LEFT if left == PAUSED else event.COMPLETED, cue)
            return
        self.deadline_ms = ticks.add(at_ms, self._length_ms())
        self._say(at_ms, self._event_of(phase, left), cue)
        self._plan(at_ms)

    def _count(self, repeats: int) -> None:
        """Add to the repeats done; those beyond the fewest are there because of a wish."""
        tally = self.group_tally
        tally.done += repeats
        tally.asked = max(tally.done - self.group.repeats_min, 0)

    def _length_ms(self) -> int:
        if self.phase == READY:
            return self.group.ready_gap_ms
        if self.phase == TENSE:
            return self.group.tense_ms
        if self.phase == RELEASE:
            return self.group.release_ms
        return self.protocol.final_rest_ms if self.phase == REST else PAUSE_MAX_MS

    def _event_of(self, phase: int, left: int) -> int:
        if phase == RELEASE and left == PAUSED:
            return event.RELEASING
        if phase == RELEASE and self.group.mode == limits.COUNT:
            return event.COUNT
        return _EVENT_OF[phase]

    def _close(self, at_ms: int) -> None:
        """Account for the phase that ends at `at_ms`."""
        spent_ms = ticks.diff(at_ms, self._began_ms)
        if self.phase == SETTLE:
            self.tally.settle_in_ms += spent_ms
        elif self.phase == TENSE:
            self.group_tally.tense_ms += spent_ms
        elif self.phase == RELEASE:
            self.group_tally.release_ms += spent_ms
        elif self.phase == PAUSED:
            self.tally.paused_ms += spent_ms
        elif self.phase == REST:
            self.tally.final_rest_ms += spent_ms
        self.tally.duration_ms = ticks.diff(at_ms, self.tally.started_ms)
        self._began_ms = at_ms

    def _finish(self, at_ms: int, ending: int, cue: int = 0) -> None:
        self._close(at_ms)
        self._actions.append(event.Cancel(at_ms))
        self.phase = OVER
        self.deadline_ms = None
        self.tally.ending = ending
        self._say(at_ms, event.OVER, cue)
        self._actions.append(event.Ended(at_ms, ending))

    def _say(self, at_ms: int, what: int, cue: int = 0) -> None:
        index = -1 if self.phase == SETTLE else self.index
        self._actions.append(event.Happened(at_ms, what, index, self.repeat, cue))

    def _plan(self, now_ms: int) -> None:
        """Announce the cue of the next deadline, in place of the one announced before."""
        self._actions.append(event.Cancel(now_ms))
        _, index, cue = self._next()
        if self.deadline_ms is not None and cue:
            self._cue(self.deadline_ms, cue, index)

    def _cue(self, at_ms: int, cue: int, index: int, count: int = 0) -> None:
        group = self.protocol.groups[max(index, 0)]
        # Touch is masked by tension (Buckingham 2010, Colino 2014): what ends the tension in the
        # arm that wears the watch must come through it.
        firm = cue == cues.RELEASE and self.protocol.tenses_watch_arm(group, self._worn)
        strength_pct = group.strength_pct * (100 - self._fade_pct(index)) // 100
        self._actions.append(event.Cue(at_ms, cue, count, strength_pct, int(firm)))

    def _fade_pct(self, index: int) -> int:
        """Return the fading of the cues: even over the groups, whole in the final rest."""
        if self.phase == REST:
            return self.protocol.fade_pct
        last = len(self.protocol.groups) - 1
        return self.protocol.fade_pct * max(index, 0) // max(last, 1)


_EVENT_OF = {
    READY: event.READY,
    TENSE: event.TENSE,
    RELEASE: event.RELEASE,
    PAUSED: event.PAUSED,
    REST: event.REST,
}
