# SPDX-License-Identifier: MIT
"""Explores every state a session can reach, by trying every gesture at every kind of moment.

A state is the session with its times counted from the beginning of the phase it is in. Moments
are the first, the middle and the last millisecond of a phase, its end, and one later than that.
Accounts that are only ever added to are left out of what makes two states the same; the monitor
checks them at every step instead. So the states are finite, and exploring goes on until there is
no new one or the depth given is reached; a step is a whole gesture or the passing of a deadline.

Runs on MicroPython, too, so it uses nothing but the shared core and its neighbours.
"""

from loslaten_core import ticks
from loslaten_core.practice import course, event
from loslaten_core.practice.protocol import Protocol
from loslaten_core.practice.session import Run
from tests.practice.examples import ID
from tests.practice.exploration import Exploration, by_gesture, by_waiting, copied
from tests.practice.monitor import Monitor
from tests.practice.phases import END

ILLEGAL = (event.STUCK, 99, -1)
STRANDED = course.SESSION_MAX_MS


class Node:
    """A session, what the monitor knows of it, and what led to it: ((at_ms, gesture), before)."""

    def __init__(self, session: Run, monitor: Monitor) -> None:
        self.session = session
        self.monitor = monitor
        self.aged = False
        self.free_ms = monitor.now_ms
        self.path: tuple = ()

    @property
    def deadline_ms(self) -> int | None:
        return self.session.deadline_ms

    def copy(self) -> "Node":
        other = Node(copied(self.session, {}), copied(self.monitor, {}))
        other.aged, other.free_ms, other.path = self.aged, self.free_ms, self.path
        return other

    def take(self, at_ms: int, gesture: int) -> None:
        self.path = ((at_ms, gesture), self.path)
        # No two gestures come in the same millisecond.
        self.free_ms = ticks.add(at_ms, int(gesture != event.TICK))
        if gesture == END:
            actions = self.session.end(at_ms, event.BATTERY)
        else:
            actions = self.session.handle(at_ms, gesture)
        try:
            self.monitor.step(at_ms, gesture, actions, self.session)
        except AssertionError as error:
            raise AssertionError(f"{error} after {self.story()}: {actions}") from error

    def story(self) -> list[str]:
        """Way to here, in words."""
        told, path = [], self.path
        while path:
            (at_ms, gesture), path = path
            name = event.INPUTS[gesture] if gesture < len(event.INPUTS) else "end"
            told.append(f"{at_ms} {name}")
        return told[::-1]

    def moments(self) -> list[int]:
        """The moments of the phase under way that are still to come."""
        began_ms, deadline_ms = self.monitor.began_ms, self.session.deadline_ms
        if deadline_ms is None:
            return []
        length_ms = ticks.diff(deadline_ms, began_ms)
        offsets = (0, length_ms // 2, length_ms - 1, length_ms, length_ms + 1)
        free_ms = ticks.diff(self.free_ms, began_ms)
        return [ticks.add(began_ms, offset) for offset in offsets if offset >= free_ms]

    def key(self) -> str:
        """All that tells states apart: a text, since MicroPython adds up the hashes of a tuple."""
        session, monitor = self.session, self.monitor
        began_ms = monitor.began_ms
        known = (
            self.aged,
            session.phase,
            session.index,
            session.left_index,
            session.wanted,
            session.asked_here,
            tuple([group.done for group in session.tally.groups]),
            len(self.moments()),
            tuple([(ticks.diff(at_ms, began_ms), cue) for at_ms, cue in monitor.pending]),
        )
        return str(known)


class SessionExplorer(Exploration):
    """Explores sessions of `practice`; `run` raises AssertionError for a broken invariant."""

    def __init__(self, practice: Protocol, depth_max: int) -> None:
        session = Run(practice, ID, 0)
        monitor = Monitor(practice, 0)
        monitor.step(0, event.TICK, session.begin(), session)
        super().__init__(Node(session, monitor), depth_max)
        # Where each state leads by itself, and the states of sessions that are very old.
        self.quiet: dict[str, str] = {}
        self.aged: set[str] = set()

    def summary(self) -> str:
        """Extent of the exploration, in one line."""
        return f"session explored: {self.start.session.protocol.name}, {self.extent()}"

    def following(self, key: str, node: Node):
        moments = node.moments()
        if node.aged:
            self.aged.add(key)
        if moments:
            check_illegal(node, moments[0])
        for number, at_ms in enumerate(moments):
            yield from by_gesture(node, at_ms)
            # Letting time pass means something only when it passes a deadline.
            if number >= len(moments) - 2:
                reached = by_waiting(node, at_ms)
                if number == len(moments) - 2:
                    self.quiet[key] = reached.key()
                yield reached
        if moments and not node.aged:
            yield older(node)

    def check_ends(self) -> None:
        """Every path ends: left alone from any state, and in an old session whatever one does."""
        assert self.whole
        ends_within(self.quiet)
        assert_no_way_back({key: self.edges[key] for key in self.aged})


def older(node: Node) -> Node:
    aged = node.copy()
    aged.aged = True
    aged.session.tally.started_ms = ticks.add(aged.session.tally.started_ms, -STRANDED)
    aged.monitor.started_ms = aged.session.tally.started_ms
    return aged


def state(session: Run) -> tuple:
    """All a session knows, but for what only serves to amend the press before."""
    known = dict(session.__dict__)
    for name in list(known):
        if name.startswith("_met") or name.startswith("_press"):  # noqa: PIE810
            del known[name]
    tally = dict(known.pop("tally").__dict__)
    tally["groups"] = [dict(group.__dict__) for group in tally["groups"]]
    return known, tally


def check_illegal(node: Node, at_ms: int) -> None:
    """Check that an event without a meaning in this phase changes nothing and asks for nothing."""
    if ticks.diff(at_ms, node.session.deadline_ms) >= 0:
        return
    phase = node.session.phase
    gestures = list(ILLEGAL)
    if phase != course.PAUSED:
        gestures.append(event.LONG_REACHED)
    if phase == course.REST:
        gestures += [event.PRESS, event.DOUBLE]
    trial = node.copy()
    before = state(trial.session)
    for gesture in gestures:
        assert trial.session.handle(at_ms, gesture) == []
        assert state(trial.session) == before
    if phase == course.PAUSED:
        trial.session.handle(at_ms, event.PRESS)
        assert state(trial.session) == before
        assert trial.session.handle(at_ms, event.DOUBLE) == []
        assert state(trial.session) == before


def ends_within(quiet: "dict[str, str]") -> None:
    """Follow every state by itself to its end."""
    ended: set[str] = set()
    for key in quiet:
        path = [key]
        while path[-1] in quiet and path[-1] not in ended:
            path.append(quiet[path[-1]])
            assert len(path) <= len(quiet) + 1, "a session that never ends"
        ended.update(path)


def assert_no_way_back(edges: "dict[str, set[str]]") -> None:
    """No path through these states comes back to where it was."""
    entering = dict.fromkeys(edges, 0)
    for targets in edges.values():
        for target in targets:
            entering[target] += 1
    free = [key for key, number in entering.items() if number == 0]
    passed = 0
    while free:
        passed += 1
        for target in edges[free.pop()]:
            entering[target] -= 1
            if entering[target] == 0:
                free.append(target)
    assert passed == len(edges), "a session that can be kept going for ever"
