# SPDX-License-Identifier: MIT
"""Plan of the motor: the practice and the player alone, called at each deadline.

It is the shared code on a board without any delay, and so tells what the firmware's tasks, the
interpreter and the flash add.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loslaten_core.haptics import cue as cues
from loslaten_core.haptics.motor import COIN_ERM
from loslaten_core.haptics.player import REACTION_MS, Player
from loslaten_core.haptics.theme import THEMES
from loslaten_core.practice import event, protocol
from loslaten_core.practice.evening import Practice
from loslaten_core.practice.gesture import Button

FULL_DUTY = 65_535
# (when the button goes down, for how long)
Press = tuple[int, int]
# (when, level in percent)
Edge = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Plan:
    """The motor's edges, when releases have to be felt, and when the button went down."""

    edges: list[Edge]
    releases_ms: list[int]
    presses_ms: list[int]


@dataclass(frozen=True, slots=True)
class Lateness:
    """Differences of the motor's edges from a plan, in ms.

    `edges`: each edge's lateness. `lengths`: how much longer each drive was. `releases`: the
    lateness of the drives that begin a release. `answers`: how long after its press each answer
    began to be driven, of presses into silence.
    """

    edges: list[float]
    lengths: list[float]
    releases: list[float]
    answers: list[float]

    def within_pct(self, most_ms: float) -> float:
        """Return the share of edges that are at most so far from their moment."""
        return 100 * sum(abs(late) <= most_ms for late in self.edges) / len(self.edges)


class _Wrist:
    """A watch without any delay: its practice, its button and its player."""

    def __init__(self, presses: Iterable[Press], packed: Sequence[bytes], sessions: int) -> None:
        protocols = [(protocol.content_id(one), protocol.unpack(one)) for one in packed]
        self.practice = Practice(protocols)
        self.practice.chosen, self.practice.sessions_left = 0, sessions
        self.player, self.button = Player(THEMES[0], COIN_ERM), Button()
        self.turns = [
            turn for at_ms, ms in presses for turn in ((at_ms, True), (at_ms + ms, False))
        ]
        self.plan = Plan([], [], [turn[0] for turn in self.turns if turn[1]])
        self._level = 0

    @property
    def due_ms(self) -> int | None:
        """Time of the next thing to do."""
        due = (self.button.deadline_ms, self.practice.deadline_ms, self.player.deadline_ms)
        moments = [at_ms for at_ms in due if at_ms is not None]
        return min(moments + [turn[0] for turn in self.turns[:1]], default=None)

    def advance(self, now_ms: int) -> None:
        """Do what is due at a moment."""
        while self.turns and self.turns[0][0] <= now_ms:
            for gesture in self.button.edge(*self.turns.pop(0)):
                self._carry_out(self.practice.handle(*gesture))
        for gesture in self.button.advance(now_ms):
            self._carry_out(self.practice.handle(*gesture))
        deadline_ms = self.practice.deadline_ms
        if deadline_ms is not None and now_ms >= deadline_ms:
            self._carry_out(self.practice.handle(now_ms, event.TICK))
        level = self.player.advance(now_ms)
        if level != self._level:
            self._level = level
            self.plan.edges.append((now_ms, max(level, 0)))

    def _carry_out(self, actions: Iterable[tuple]) -> None:
        releases = self.plan.releases_ms
        for action in actions:
            if isinstance(action, event.Cue):
                self.player.plan(*action)
                if action.cue == cues.RELEASE:
                    releases.append(action.at_ms)
            elif isinstance(action, event.Cancel):
                self.player.cancel(action.at_ms)
                releases[:] = [at_ms for at_ms in releases if at_ms <= action.at_ms]


def plan(
    presses: Iterable[Press], packed: Sequence[bytes], sessions_left: int, until_ms: int
) -> Plan:
    """Return what is to be felt when the button is pressed so, with these protocols."""
    wrist = _Wrist(presses, packed, sessions_left)
    now_ms = 0
    while (due_ms := wrist.due_ms) is not None and due_ms < until_ms:
        now_ms = max(now_ms, due_ms)
        wrist.advance(now_ms)
    return wrist.plan


def compare(wanted: Plan, motor: Iterable[tuple[float, int]], since_ms: float) -> Lateness:
    """Hold what a motor's pin did since a moment against a plan, edge by edge.

    Raises:
        ValueError: it did something else.
    """
    changes = [
        (at_ms, 100 * duty / FULL_DUTY)
        for (_, before), (at_ms, duty) in itertools.pairwise([(0.0, 0), *motor])
        if duty != before and at_ms >= since_ms
    ]
    for (wanted_ms, level), (at_ms, seen) in zip(wanted.edges, changes, strict=False):
        if abs(level - seen) > 2:
            raise ValueError(f"{level} % was wanted at {wanted_ms} ms, {seen} % seen at {at_ms}")
    if len(changes) != len(wanted.edges):
        raise ValueError(f"{len(wanted.edges)} edges were wanted, {len(changes)} seen")
    drives = list(zip(_drives(wanted.edges), _drives(changes), strict=True))
    onsets = {begin_ms + COIN_ERM.rise_ms: seen[0] - begin_ms for (begin_ms, _), seen in drives}
    answers = {begin_ms - REACTION_MS: seen[0] for (begin_ms, _), seen in drives}
    return Lateness(
        edges=[seen[0] - one[0] for one, seen in zip(wanted.edges, changes, strict=True)],
        lengths=[(seen[1] - seen[0]) - (one[1] - one[0]) for one, seen in drives],
        releases=[onsets[at_ms] for at_ms in wanted.releases_ms if at_ms in onsets],
        answers=[answers[at_ms] - at_ms for at_ms in wanted.presses_ms if at_ms in answers],
    )


def _drives(edges: Sequence[Edge]) -> list[tuple[float, float]]:
    """Return when each drive began and ended."""
    drives, began_ms = [], None
    for at_ms, level in edges:
        if began_ms is None and level:
            began_ms = at_ms
        elif began_ms is not None and not level:
            drives.append((began_ms, at_ms))
            began_ms = None
    return drives
