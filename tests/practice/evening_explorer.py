# SPDX-License-Identifier: MIT
"""Explores the watch's whole evening, idle and in sessions, with the tension asked for.

A state is what the practice knows, its times counted from now and to the half second; a step is a
whole gesture, or the passing of a deadline. Moments are now, the last millisecond before the next
deadline, the deadline, and one later; with nothing to come, now and a night later.

Ten minutes of a pause would make thousands of states that differ in nothing else. So how far off
a session's deadline is counts only within `NEAR_MS`, and one more moment is that long before it.
Then the states are few, and exploring goes on until there is no new one or the depth given is
reached. Runs on MicroPython, too.
"""

from loslaten_core import ticks
from loslaten_core.practice import event
from loslaten_core.practice.evening import OFFER_MS, RATED_EVERY_MS, Practice
from loslaten_core.practice.limits import RATED_BEFORE_AND_AFTER
from loslaten_core.practice.protocol import Group, Protocol
from loslaten_core.practice.rating import HIGHEST, LONGEST_MS
from tests.practice.examples import ID, RIGHT_SHIN
from tests.practice.exploration import Exploration, by_gesture, by_waiting, copied
from tests.practice.phases import END

HALF_MS = 500
# Longer than anything but a pause.
NEAR_MS = 40_000
# What takes longest after a session: two presses at the last moment, the count, and the question.
AFTER_MS = OFFER_MS + LONGEST_MS + 10_000


def one_group(end_cue: bool) -> Protocol:
    """One group, once; the settle-in has just enough room for the count."""
    return Protocol(
        "one",
        (Group(RIGHT_SHIN, repeats_min=1, repeats_max=1),),
        settle_in_ms=LONGEST_MS,
        final_rest_ms=10_000,
        seated=True,
        end_cue=end_cue,
        ratings=RATED_BEFORE_AND_AFTER,
    )


class Evening:
    """A practice, what was told of it, and what led to it."""

    def __init__(self, practice: Practice) -> None:
        self.practice = practice
        self.now_ms = 0
        # How the last session ended and when, and what it is known to have been told since.
        self.ending = 0
        self.ended_ms = 0
        self.said: tuple = (None, None, False)
        self.path: tuple = ()

    @property
    def deadline_ms(self) -> int | None:
        return self.practice.deadline_ms

    def copy(self) -> "Evening":
        other = copied(self, {})
        other.path = self.path
        return other

    def take(self, at_ms: int, gesture: int) -> None:
        practice = self.practice
        self.path = ((at_ms, gesture), self.path)
        self.now_ms = at_ms
        running, was_rating = practice.session, practice._rating
        was_offered = practice._offered_ms is not None
        if gesture == END:
            actions = practice.end(at_ms, event.BATTERY)
        else:
            actions = practice.handle(at_ms, gesture)
        try:
            self._check(gesture, actions, running, was_rating, was_offered)
        except AssertionError as error:
            raise AssertionError(f"{error} after {self.story()}: {actions}") from error

    def story(self) -> list:
        told, path = [], self.path
        while path:
            step, path = path
            told.append(step)
        return told[::-1]

    def _check(self, gesture: int, actions: list, running, was_rating, was_offered: bool) -> None:
        practice, now_ms = self.practice, self.now_ms
        due_ms = practice.deadline_ms
        if gesture != END:
            assert due_ms is None or ticks.diff(due_ms, now_ms) > 0, "a deadline that has passed"
        felt = [one for one in actions if isinstance(one, event.Cue)]
        ends = [one for one in actions if isinstance(one, event.Ended)]
        if ends:
            self.ending, self.ended_ms = ends[0].ending, ends[0].at_ms
            self.said = self._told()
        if gesture == event.PRESS and (running is None or was_rating is not None):
            assert felt, "a press that is not answered"
        if practice._rating is not None and was_rating is None and practice.session is None:
            assert (gesture, was_offered) == (event.DOUBLE, True), "a count that nobody asked for"
        self._check_told(gesture, was_rating)
        if practice.session is None and not ends:
            since_ms = ticks.diff(now_ms, self.ended_ms)
            assert not practice.awaits_rating or since_ms <= AFTER_MS, "a rating awaited for ever"
            if practice.awaits_rating:
                assert self.ending in (event.STOPPED, event.COMPLETED), "who may be gone is asked"
                ends_felt = practice.protocols[0][1].end_cue or self.ending == event.STOPPED
                assert ends_felt, "who may sleep is asked"

    def _check_told(self, gesture: int, was_rating) -> None:
        """A rating comes of a press in a count, and never changes by itself."""
        told, tally = self._told(), self.practice.tally
        if told == self.said or tally is None:
            return
        before, after, calmer = told
        assert gesture != event.TICK, "a rating that nobody gave"
        session = self.practice.session
        is_new = session is not None and session.tally.duration_ms == 0
        if is_new and told == (None, None, False):
            self.said = told
            return
        is_taken_back = gesture in (event.HOLD, event.LONG) and told[1:] == (None, False)
        assert was_rating is not None or is_taken_back, "a rating outside a count"
        for value in (before, after):
            assert value is None or 0 <= value <= HIGHEST
        if session is not None:
            assert (after, calmer) == (None, False), "the tension after, in a session"
        else:
            assert before == self.said[0] or gesture in (event.HOLD, event.LONG)
            assert not calmer or after is not None, "calmer, and no number"
        self.said = told

    def _told(self) -> tuple:
        tally = self.practice.tally
        if tally is None:
            return (None, None, False)
        return (tally.tension_before, tally.tension_after, tally.calmer)

    def moments(self) -> list[int]:
        due_ms, now_ms = self.practice.deadline_ms, ticks.add(self.now_ms, 1)
        found = [now_ms]
        if due_ms is not None:
            found += [ticks.add(due_ms, offset) for offset in (-NEAR_MS, -1, 0, 1)]
        elif self._has_ended_lately():
            found.append(ticks.add(now_ms, RATED_EVERY_MS))
        return [at_ms for at_ms in found if ticks.diff(at_ms, now_ms) >= 0]

    def key(self) -> str:
        practice = self.practice
        session, rating = practice.session, practice._rating
        known = (
            None if session is None else (session.phase, session.wanted, session.asked_here,
                session.group_tally.done if session.index >= 0 else 0, session._met),
            self._near(None if session is None else session.deadline_ms),
            None if rating is None else (rating._taps, rating._is_early, rating._is_echoed,
                rating._is_asked, rating._rated_ms is not None),
            self._until(None if rating is None else rating.deadline_ms),
            self._until(practice._offered_ms),
            self._until(practice._told_ms),
            practice._pressed,
            practice._pressed_to_rate,
            practice._asks_after,
            self._has_ended_lately(),
            tuple([one is not None for one in self._told()]),
        )  # fmt: skip
        return str(known)

    def _has_ended_lately(self) -> bool:
        """Whether a session has ended so lately that the next one asks for no tension."""
        ended_ms = self.practice._ended_ms
        return ended_ms is not None and ticks.diff(self.now_ms, ended_ms) < RATED_EVERY_MS

    def _near(self, at_ms: "int | None") -> "int | None":
        halves = self._until(at_ms)
        return None if halves is None else min(halves, NEAR_MS // HALF_MS)

    def _until(self, at_ms: "int | None") -> "int | None":
        return None if at_ms is None else ticks.diff(at_ms, self.now_ms) // HALF_MS


class EveningExplorer(Exploration):
    """Explores evenings; `run` raises AssertionError where what must hold does not.

    `rated` counts the steps after which the tension after a session was told.
    """

    def __init__(self, end_cue: bool, depth_max: int) -> None:
        super().__init__(Evening(Practice([(ID, one_group(end_cue))])), depth_max)
        self.rated = 0

    def summary(self) -> str:
        """Extent of the exploration, in one line."""
        end = "with an end cue" if self.start.practice.protocols[0][1].end_cue else "silent end"
        return f"evening with ratings, {end}: {self.extent()}, {self.rated} rated after it"

    def following(self, key: str, node: Evening):
        moments = node.moments()
        for number, at_ms in enumerate(moments):
            for reached in by_gesture(node, at_ms):
                self.rated += reached.said[1] is not None
                yield reached
            # Letting time pass means something only when it passes a deadline.
            if number > 0 and number >= len(moments) - 2:
                reached = by_waiting(node, at_ms)
                self.rated += reached.said[1] is not None
                yield reached
