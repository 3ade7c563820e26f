# SPDX-License-Identifier: MIT
"""Invariants of every session, checked from outside: from actions alone.

The monitor plays the part of the cue player and of somebody who keeps `Books`: it follows Cue
and Cancel like a player, works out phases and accounts from what happened, and holds both against
the protocol and against the session's own tally. It plays the wearer, too, who knows only what was
felt: which group was told, and what the button meant when it went down.
"""

from loslaten_core import ticks
from loslaten_core.haptics import cue as cues
from loslaten_core.practice import course, event, limits, muscles, protocol
from loslaten_core.practice.session import Run
from tests.practice.books import Books
from tests.practice.phases import (
    ANSWERED,
    BY_HAND,
    BY_ITSELF,
    ENDS_EARLY,
    GOING_ON,
    HOLDS,
    PHASE_OF,
    PRACTISING,
)


class Monitor:
    """Follows one session; `step` raises AssertionError when an invariant is broken."""

    def __init__(self, practice: protocol.Protocol, started_ms: int) -> None:
        self.protocol = practice
        known = [(group, muscles.by_number(group.muscle)) for group in practice.groups]
        # Of each group, the part of the body.
        self.regions = tuple([muscle.region for _, muscle in known])
        for group, muscle in known:
            longest_ms = 3_000 if muscle.foot else 7_000
            assert not group.tenses or group.tense_ms <= longest_ms, "too long a tension"
        self.started_ms = started_ms
        self.now_ms = started_ms
        self.phase = course.SETTLE
        self.began_ms = started_ms
        self.index = -1
        self.settle_ms = practice.settle_in_ms
        # How many repeats of the group under way there are to be; whether one release has asked.
        self.wanted = 0
        self.asked_here = False
        # The group that the wearer was told of last, and before a press that a hold took back.
        self.told = self.told_before = -1
        # The phase that was felt when the button went down.
        self.met: int | None = None
        # The repeat that a press in a tension let go: its group, and how many came before it.
        self.let_go: tuple[int, int] | None = None
        self._felt = course.SETTLE
        self._due_ms = 0
        # Cues not felt yet, as a player would keep them.
        self.pending: list[tuple[int, int]] = []
        self.books = Books(practice)

    def step(self, now_ms: int, gesture: int, actions: list, session: Run) -> None:
        """Take the actions that followed `gesture` at `now_ms`."""
        if ticks.diff(now_ms, self.now_ms) > 0:
            self.now_ms = now_ms
        # When the phase under way would have ended if nobody had touched the button.
        self._due_ms = self.promised_ms() if self.phase != course.OVER else 0
        if gesture == event.PRESS and self.phase == course.SETTLE:
            self.settle_ms = self._shortest_settle_ms()
        self._felt = self.phase
        heard: list[tuple[int, int]] = []
        entered: list[int] = []
        counts: list[int] = []
        for action in actions:
            assert self.books.ending == 0, "an action after the end"
            if isinstance(action, event.Cue):
                self._cue(action)
                counts += [action.count] if action.cue == cues.POSITION else []
            elif isinstance(action, event.Cancel):
                self.pending = [c for c in self.pending if ticks.diff(c[0], action.at_ms) <= 0]
            elif isinstance(action, event.Happened):
                self._event(gesture, action)
                heard += self._promised(action)
                if action.event in PHASE_OF and action.event != event.OVER:
                    entered.append(action.at_ms)
            else:
                assert isinstance(action, event.Ended)
                self._ended(action, session)
        for at_ms in entered:
            cues_then = [cue for cue in heard if cue[0] == at_ms]
            assert len(cues_then) >= entered.count(at_ms), "a change of phase that is not felt"
        self._play(now_ms, gesture, heard)
        self._check_meaning(gesture)
        if counts:
            assert counts == self.place_of(self.index), "another place than the one that is next"
        self._compare(session)

    def place_of(self, index: int) -> list[int]:
        """The part of the body a group is in, and which of that part's groups it is."""
        regions = self.regions
        practised = [group.mode != limits.LEFT_OUT for group in self.protocol.groups]
        before = [regions[i] for i in range(index) if practised[i]]
        return [regions[index], before.count(regions[index]) + 1]

    def _check_meaning(self, gesture: int) -> None:
        """A gesture means what it meant in the phase that was felt when it began."""
        met, phase = self.met, self.phase
        if gesture in (event.PRESS, event.DOUBLE):
            if gesture == event.PRESS and self._felt == course.TENSE:
                assert phase == course.RELEASE, "a press in a tension lets go"
            if gesture == event.DOUBLE:
                assert phase != course.TENSE, "two presses leave no tension"
                self._check_broken_off()
            self.met = self._felt
            is_let_go = gesture == event.PRESS and self._felt == course.TENSE
            self.let_go = (self.index, self.books.done[self.index] - 1) if is_let_go else None
        elif gesture in HOLDS and self._felt != course.OVER:
            self._check_broken_off()
            self.met = None
            if met in PRACTISING:
                is_left = self.books.ending == event.LEFT
                assert phase == course.PAUSED or is_left, "a hold that pauses"
            elif met in (course.SETTLE, course.REST):
                assert phase == course.OVER, "a hold that ends"
            elif met == course.PAUSED == self._felt:
                following = (course.OVER,) if gesture == event.LONG else GOING_ON
                assert phase in following, "a hold that goes on, or stops"

    def _check_broken_off(self) -> None:
        """Check that a repeat does not count whose tension was broken off."""
        if self.let_go is not None:
            index, before = self.let_go
            assert self.books.done[index] == before, "a repeat that was broken off counts"
            self.let_go = None

    def _cue(self, action: event.Cue) -> None:
        at_ms, cue, count, strength_pct, firm = action
        assert 1 <= strength_pct <= 100
        assert count >= 0
        if firm:
            assert cue == cues.RELEASE
        self.pending.append((at_ms, cue))
        later = [c for c in self.pending if ticks.diff(c[0], self.now_ms) > 0]
        assert len(later) <= 1, "two cues planned at once"

    def _promised(self, action: event.Happened) -> list[tuple[int, int]]:
        """The cues that must be felt because of this event."""
        at_ms, what, _, _, cue = action
        if not cue:
            return []
        return [(at_ms, cue)] * (2 if what == event.POSITION else 1)

    def _play(self, now_ms: int, gesture: int, heard: list) -> None:
        """Check that the cues begun by now are those of the events, each exactly once."""
        felt = [c for c in self.pending if ticks.diff(c[0], self.now_ms) <= 0]
        is_told = gesture == event.LONG_REACHED and self._felt == course.PAUSED
        if is_told or (gesture == event.HOLD_REACHED and self._felt != course.OVER):
            assert felt[-1:] == [(self.now_ms, cues.TICK)], "a hold that is not felt"
        if gesture == event.PRESS and self._felt in ANSWERED:
            answers = [c for c in felt if ticks.diff(c[0], now_ms) >= 0]
            assert answers, "a press that is not answered"
        self.pending = [c for c in self.pending if ticks.diff(c[0], self.now_ms) > 0]
        for expected in heard:
            assert expected in felt, f"{expected} was said and not played"
            felt.remove(expected)
        allowed = []
        if gesture in (event.HOLD_REACHED, event.LONG_REACHED):
            allowed = [(self.now_ms, cues.TICK)]
        elif gesture == event.PRESS:
            allowed = [(self.now_ms, cues.ACK)]
        assert not felt or felt == allowed, f"{felt} was played and not said"

    def _event(self, gesture: int, action: event.Happened) -> None:
        at_ms, what, index, repeat, cue = action
        assert ticks.diff(at_ms, self.began_ms) >= 0, "an event before the phase it is in"
        assert ticks.diff(self.now_ms, at_ms) >= 0, "an event in the future"
        if what in PHASE_OF:
            self._enter(gesture, at_ms, what, index, cue)
            self._check_repeat(repeat)
        elif what == event.LEFT_OUT:
            self.books.left_out.append(index)
        elif what != event.STARTED:
            assert at_ms == self.now_ms, "what the wearer does happens now"
            self._account(what, index, repeat)

    def _account(self, what: int, index: int, repeat: int) -> None:
        done = self.books.done[index]
        if what == event.CUT:
            assert (self.phase, index, repeat) == (course.TENSE, self.index, done + 1)
            self.books.cuts[index] |= 1 << done
        elif what == event.AGAIN:
            assert not self.asked_here, "one release asks for one repeat"
            self._ask(index)
        elif what == event.NOT_AGAIN:
            assert index == self.index
            assert self.wanted > done, "what was done already is not taken back"
            self.wanted -= 1
            self.asked_here = False
            self.told = self.told_before
        elif what == event.INTERRUPTED:
            assert (self.phase, index, repeat) == (course.RELEASE, self.index, done)
            self.books.take_back(index)
        elif what in (event.SKIPPED, event.NEXT):
            is_done = done >= self.protocol.groups[index].repeats_min
            is_skipped = self.met == course.TENSE or not is_done
            assert (what == event.SKIPPED) == is_skipped, "skipped is what was not done"
            if is_skipped:
                self.books.skip(index)

    def _ask(self, index: int) -> None:
        group = self.protocol.groups[index]
        self.told_before = self.told
        if index == self.index:
            assert self.phase == course.RELEASE
            assert self.wanted < group.repeats_max
            self.wanted += 1
            self.asked_here = True
        else:
            # Back to the group just left, while the next one is being announced.
            assert self.phase == course.READY
            assert self.books.done[index] < group.repeats_max
            self.wanted = max(self.books.done[index] + 1, group.repeats_min)
            self.told = index

    def _enter(self, gesture: int, at_ms: int, what: int, index: int, cue: int) -> None:
        phase, left = PHASE_OF[what], self.phase
        promised_ms = self.promised_ms() if left != course.SETTLE else self._due_ms
        self._leave(gesture, at_ms, phase)
        self._check_order(phase, index)
        self._check_told(phase, index, cue)
        if phase == course.TENSE:
            assert self.protocol.groups[index].mode == limits.TENSE_RELEASE
            assert cue == cues.TENSE
        elif phase == course.RELEASE and left == course.PAUSED:
            assert what == event.RELEASING
            assert self.books.done[index] == self.wanted, "a repeat is due"
        elif phase == course.RELEASE:
            mode = self.protocol.groups[index].mode
            assert (left == course.TENSE) == (mode == limits.TENSE_RELEASE)
            assert (what == event.COUNT) == (mode == limits.COUNT)
            assert cue == (cues.READY if what == event.COUNT else cues.RELEASE)
            self.books.count(index)
            assert self.books.done[index] <= self.wanted <= self.protocol.groups[index].repeats_max
        elif phase == course.PAUSED:
            self.books.pauses += 1
        if index != self.index and (cue or phase == course.PAUSED) and phase != course.OVER:
            self.wanted = self.protocol.groups[index].repeats_min
        self.asked_here = False
        if ticks.diff(at_ms, self.began_ms) == promised_ms:
            self._felt = phase
        self.phase, self.index, self.began_ms = phase, index, at_ms

    def _check_told(self, phase: int, index: int, cue: int) -> None:
        """Check that each task is felt, and done with the group that the wearer was told of."""
        if cue and phase == course.READY:
            assert cue in (cues.READY, cues.LANDMARK)
            new = self.index >= 0 and self.regions[index] != self.regions[self.index]
            assert (cue == cues.LANDMARK) == new, "landmarks are for new parts of the body"
            self.told = index
        if phase == course.REST:
            assert cue == cues.LANDMARK, "a rest that is not told"
        elif phase != course.OVER:
            assert index == self.told, "another group than the one that was told"

    def _leave(self, gesture: int, at_ms: int, following: int) -> None:
        spent_ms = ticks.diff(at_ms, self.began_ms)
        promised_ms = self.promised_ms()
        assert spent_ms <= promised_ms, "longer than the protocol says"
        if spent_ms < promised_ms:
            assert gesture in ENDS_EARLY[self.phase], "shorter than promised"
            assert at_ms == self.now_ms
            assert following in BY_HAND[self.phase]
        else:
            assert following in BY_ITSELF[self.phase]
        self.books.spend(self.phase, self.index, spent_ms)
        if self.phase == course.RELEASE and spent_ms == promised_ms:
            self._check_due(following)

    def _check_due(self, following: int) -> None:
        due = self.books.done[self.index] < self.wanted
        again = (course.TENSE, course.RELEASE)
        assert (following in again) == due, "repeats are not what was asked for"

    def _check_order(self, phase: int, index: int) -> None:
        """Groups come in order, none that is left out, and the rest comes after the last."""
        following = [
            number
            for number, group in enumerate(self.protocol.groups)
            if number > self.index and group.mode != limits.LEFT_OUT
        ]
        if phase == course.REST:
            assert not following
        elif phase == course.READY and index not in (self.index, self.told):
            assert index == following[0]
        elif phase in (course.TENSE, course.RELEASE):
            assert index == self.index

    @property
    def group(self) -> protocol.Group:
        return self.protocol.groups[self.index]

    def promised_ms(self) -> int:
        """Length of the phase under way unless it is ended by hand."""
        if self.phase == course.SETTLE:
            return self.settle_ms
        if self.phase == course.REST:
            return self.protocol.final_rest_ms
        if self.phase == course.PAUSED:
            return course.PAUSE_MAX_MS
        if self.phase == course.READY:
            return self.group.ready_gap_ms
        if self.phase == course.RELEASE:
            return self.group.release_ms
        return self.group.tense_ms

    def _shortest_settle_ms(self) -> int:
        """Length of lying down when it is to end now: until it has been felt to begin."""
        spent_ms = ticks.diff(self.now_ms, self.began_ms)
        return min(max(spent_ms, limits.SETTLE_IN_MS[0]), self.settle_ms)

    def _check_repeat(self, repeat: int) -> None:
        if self.phase in (course.REST, course.OVER):
            assert repeat == 0
        else:
            due = self.phase != course.RELEASE and self.books.done[self.index] < self.wanted
            assert repeat == self.books.done[self.index] + due

    def _ended(self, action: event.Ended, session: Run) -> None:
        at_ms, self.books.ending = action
        assert self.phase == course.OVER
        assert at_ms == self.began_ms
        if self.books.ending == event.COMPLETED:
            # More, where a hold begun before the rest has paused in it: it began once more then.
            assert self.books.final_rest_ms >= self.protocol.final_rest_ms, "a rest cut short"
        assert session.tally.duration_ms == ticks.diff(at_ms, self.started_ms)

    def _compare(self, session: Run) -> None:
        """The session's own accounts are those of the events, and it is where they say it is."""
        tally = session.tally
        assert (session.phase, session.index) == (self.phase, self.index)
        self.books.compare(tally)
        if self.books.ending:
            assert session.deadline_ms is None
            assert not self.pending, "a cue planned beyond the end"
        else:
            assert (session.wanted, session.asked_here) == (self.wanted, self.asked_here)
            assert session.deadline_ms == ticks.add(self.began_ms, self.promised_ms())
            assert ticks.diff(session.deadline_ms, self.now_ms) > 0
