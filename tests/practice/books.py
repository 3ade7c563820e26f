# SPDX-License-Identifier: MIT
"""Accounts of a session, kept from outside: what was done of each group, and how long."""

from loslaten_core.practice import course, protocol
from loslaten_core.practice.tally import Tally


class Books:
    """Accounts by group, in the order of the protocol's groups, and of the whole session."""

    def __init__(self, practice: protocol.Protocol) -> None:
        self._groups = practice.groups
        size = len(practice.groups)
        self.done = [0] * size
        self.asked = [0] * size
        self.cuts = [0] * size
        self.skipped = [False] * size
        self.interrupted = [False] * size
        self.tense_ms = [0] * size
        self.release_ms = [0] * size
        self.settle_in_ms = self.paused_ms = self.final_rest_ms = 0
        self.pauses = 0
        self.left_out: list[int] = []
        self.ending = 0

    def count(self, index: int) -> None:
        """Note a repeat that was done: the group was neither skipped nor interrupted after all."""
        self._add(index, 1)
        self.skipped[index] = self.interrupted[index] = False

    def take_back(self, index: int) -> None:
        """Note that the repeat counted last was interrupted."""
        self._add(index, -1)
        self.cuts[index] &= ~(1 << self.done[index])
        self.interrupted[index] = True

    def _add(self, index: int, repeats: int) -> None:
        """Repeats beyond the fewest were asked for: nothing else adds any."""
        self.done[index] += repeats
        self.asked[index] = max(self.done[index] - self._groups[index].repeats_min, 0)

    def skip(self, index: int) -> None:
        """Note that a group was skipped, and so not interrupted."""
        self.skipped[index] = True
        self.interrupted[index] = False

    def spend(self, phase: int, index: int, spent_ms: int) -> None:
        """Note how long a phase was, in which a group was the one of this index."""
        if phase == course.SETTLE:
            self.settle_in_ms += spent_ms
        elif phase == course.TENSE:
            self.tense_ms[index] += spent_ms
        elif phase == course.RELEASE:
            self.release_ms[index] += spent_ms
        elif phase == course.PAUSED:
            self.paused_ms += spent_ms
        elif phase == course.REST:
            self.final_rest_ms += spent_ms

    def compare(self, tally: Tally) -> None:
        """Hold the session's own accounts against these."""
        assert tally.ending == self.ending
        assert [g.done for g in tally.groups] == self.done
        assert [g.asked for g in tally.groups] == self.asked
        assert [g.cuts for g in tally.groups] == self.cuts
        assert [g.skipped for g in tally.groups] == self.skipped
        assert [g.interrupted for g in tally.groups] == self.interrupted
        assert [i for i, g in enumerate(tally.groups) if g.left_out] == self.left_out
        assert [g.tense_ms for g in tally.groups] == self.tense_ms
        assert [g.release_ms for g in tally.groups] == self.release_ms
        assert (tally.pauses, tally.paused_ms) == (self.pauses, self.paused_ms)
        assert tally.settle_in_ms == self.settle_in_ms
        assert tally.final_rest_ms == self.final_rest_ms
