# SPDX-License-Identifier: MIT
"""Exploration of all states that somebody with one button can bring about, level by level.

A node is something that can be copied, takes a gesture at a moment, and has a key: nodes with the
same key are one state. Gestures that begin alike share the way through their beginning.

Runs on MicroPython, too, so it uses nothing but the shared core and its neighbours.
"""

import binascii

from loslaten_core import ticks
from loslaten_core.practice import event
from loslaten_core.practice.protocol import Protocol
from tests.practice.phases import END

# What the wearer can do besides nothing: gestures of one button, each so many ms after the first.
GESTURES = (
    # A press, two presses, and two that are as far apart as can be.
    ((0, event.PRESS),),
    ((0, event.PRESS), (50, event.DOUBLE)),
    ((0, event.PRESS), (500, event.DOUBLE)),
    # The shortest hold and the longest, the shortest very long one and the longest.
    ((0, event.PRESS), (700, event.HOLD_REACHED), (725, event.HOLD)),
    ((0, event.PRESS), (700, event.HOLD_REACHED), (3_024, event.HOLD)),
    (
        (0, event.PRESS),
        (700, event.HOLD_REACHED),
        (3_000, event.LONG_REACHED),
        (3_025, event.LONG),
    ),
    (
        (0, event.PRESS),
        (700, event.HOLD_REACHED),
        (3_000, event.LONG_REACHED),
        (8_024, event.LONG),
    ),
    # A button that is lain on, and two presses of which the second is held.
    (
        (0, event.PRESS),
        (700, event.HOLD_REACHED),
        (3_000, event.LONG_REACHED),
        (8_000, event.STUCK),
    ),
    ((0, event.PRESS), (300, event.DOUBLE), (1_000, event.HOLD_REACHED), (1_200, event.HOLD)),
    ((0, END),),
)
# What a copy shares with what it was copied from.
_SHARED = frozenset((int, bool, type(None), str, bytes, tuple, Protocol))


class Beginning:
    """So many steps of gestures: whether one ends here, and the steps that others go on with."""

    def __init__(self) -> None:
        self.is_whole = False
        # (ms after the gesture's first step, step, the beginning with it).
        self.further: list[tuple[int, int, Beginning]] = []

    def with_step(self, delay_ms: int, step: int) -> "Beginning":
        """Return the beginning that is one step longer; a new one unless there is one."""
        for at_ms, other, longer in self.further:
            if (at_ms, other) == (delay_ms, step):
                return longer
        longer = Beginning()
        self.further.append((delay_ms, step, longer))
        return longer


def _beginning_of(gestures: "tuple[tuple[tuple[int, int], ...], ...]") -> Beginning:
    none = Beginning()
    # The node before any step is still needed, as is that after a whole gesture.
    none.is_whole = True
    for gesture in gestures:
        so_far = none
        for delay_ms, step in gesture:
            so_far = so_far.with_step(delay_ms, step)
        so_far.is_whole = True
    return none


_NONE_YET = _beginning_of(GESTURES)


class Exploration:
    """Exploration from the node `start` on; a subclass says what follows a node.

    Afterwards `edges` has for each state the states it leads to, `steps` and `depth` say how much
    there was, and `whole` whether that was all.
    """

    def __init__(self, start, depth_max: int) -> None:
        self.start = start
        self.depth_max = depth_max
        self.steps = self.depth = 0
        self.whole = False
        self.edges: dict[str, set[str]] = {}

    def following(self, key: str, node):
        """Yield each node that a step leads to from `node`, whose key is `key`."""
        raise NotImplementedError

    def run(self) -> None:
        """Explore. Raises AssertionError where what must hold does not."""
        for _ in self.in_pieces():
            pass

    def in_pieces(self):
        """Explore, with a pause after each state."""
        level = {self.start.key(): self.start}
        while level and self.depth < self.depth_max:
            self.depth += 1
            for key in level:
                self.edges[key] = set()
            new: dict = {}
            # In the same order on both interpreters: what is reached first stands for its like.
            for key in sorted(level):
                for reached in self.following(key, level.pop(key)):
                    self.steps += 1
                    key_reached = reached.key()
                    self.edges[key].add(key_reached)
                    if key_reached not in self.edges:
                        new.setdefault(key_reached, reached)
                yield
            level = new
        self.whole = not level

    def extent(self) -> str:
        """Extent so far, in words."""
        depth = "all there are" if self.whole else "more are deeper"
        return f"{len(self.edges)} states ({depth}), {self.steps} steps, depth {self.depth}"

    def fingerprint(self) -> int:
        """A number that is another one where other states were reached, or in other ways."""
        number = 0
        for key, targets in self.edges.items():
            for target in targets:
                number += binascii.crc32(f"{key} {target}".encode())
        return number


def by_gesture(node, at_ms: int):
    """Yield the node to which each gesture leads that begins at `at_ms`."""
    return _by_gesture(node, at_ms, _NONE_YET)


def _by_gesture(node, at_ms: int, so_far: Beginning):
    for delay_ms, step, longer in so_far.further:
        # A node that nobody else needs goes on itself where the ways part for the last time.
        is_last = longer is so_far.further[-1][-1]
        reached = node if is_last and not so_far.is_whole else node.copy()
        if delay_ms:
            _pass_deadlines(reached, ticks.add(at_ms, delay_ms))
        reached.take(ticks.add(at_ms, delay_ms), step)
        if longer.is_whole:
            yield reached
        yield from _by_gesture(reached, at_ms, longer)


def by_waiting(node, at_ms: int):
    """Return the node to which nothing but time leads, looked at at `at_ms`."""
    reached = node.copy()
    reached.take(at_ms, event.TICK)
    return reached


def _pass_deadlines(node, until_ms: int) -> None:
    """Let the deadlines until then be passed in time."""
    while (due_ms := node.deadline_ms) is not None and ticks.diff(until_ms, due_ms) >= 0:
        node.take(due_ms, event.TICK)


def copied(thing, seen: dict):
    """A copy in all depth; protocols and tuples are never changed, and shared.

    `seen` has the copies made so far, by the id of what was copied: one thing stays one thing.
    What a list has in it is all of one kind.
    """
    kind = type(thing)
    if kind in _SHARED or not (kind is list or hasattr(thing, "__dict__")):
        return thing
    if kind is list:
        if not thing or type(thing[0]) in _SHARED:
            return thing[:]
        return [copied(one, seen) for one in thing]
    other = seen.get(id(thing))
    if other is None:
        other = seen[id(thing)] = object.__new__(kind)
        for name, value in thing.__dict__.items():
            setattr(other, name, value if type(value) in _SHARED else copied(value, seen))
    return other
