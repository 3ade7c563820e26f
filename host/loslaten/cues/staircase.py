# SPDX-License-Identifier: MIT
"""A staircase: the weakest strength of a cue that the wearer feels.

Weaker after three in a row that were felt, stronger after each that was not: H. Levitt,
"Transformed up-down methods in psychoacoustics", J. Acoust. Soc. Am. 49 (1971) 467-477. Until the
first change of direction one cue felt is enough to go down, and the steps become smaller after it.
The threshold is then the one that contradicts the fewest of the answers, so that a slip of the
finger does not move it.

In every four trials one is blank: nothing is played. Whoever feels that has guessed, and the
search begins again; after several such beginnings, and where the answers contradict one another,
no threshold is told at all. So nobody is believed who always says yes, never, or anything.
"""

from enum import StrEnum
from random import Random

from loslaten_core.haptics.cue import LOWEST_STRENGTH_PCT

HIGHEST_STRENGTH_PCT = 100
FELT_TO_GO_DOWN = 3
# The step up to the nth reversal, and the last one from there on.
STEPS_PCT = (16, 8, 8, 4)
BLANKS_MIN = 4
RESTARTS_MAX = 3
_REVERSALS = 6
# A step that the range does not allow, twice in a row: the threshold is beyond its end.
_STUCK = 2
_TRIALS_MAX = 120
# One trial of so many is blank, never the very first.
_BLOCK = 4
# Slips are a few in a hundred; near the threshold an honest answer is a toss.
_CONTRADICTING_MAX = 0.25


class Verdict(StrEnum):
    """The outcome of a search: a threshold, or why there is none."""

    FOUND = "found"
    GUESSED = "guessed"
    CONTRADICTING = "contradicting"
    NOTHING_FELT = "nothing-felt"


class Staircase:
    """One search. `next` says what to play and `answer` takes whether it was felt, until `done`.

    It begins at `start_pct`, well above what is to be found; `seed` decides when nothing is
    played. `trials` counts all that was asked, `restarts` how often it began again.
    """

    def __init__(self, seed: int, start_pct: int = HIGHEST_STRENGTH_PCT) -> None:
        self.trials = 0
        self.restarts = 0
        self._start_pct = start_pct
        self._random = Random(seed)
        self._begin()

    def _begin(self) -> None:
        self.strength_pct = self._start_pct
        self.blanks = 0
        self._place = 0
        self._blank_place = 0
        self._blank = False
        self._in_a_row = 0
        self._direction = 0
        self._stuck = 0
        self._reversals = 0
        self._answers: list[tuple[int, bool]] = []

    def next(self) -> int | None:
        """Return the strength to play, in percent, or None to play nothing."""
        if self._place % _BLOCK == 0:
            first = 0 if self._place else 1
            self._blank_place = self._place + self._random.randrange(first, _BLOCK)
        self._blank = self._place == self._blank_place
        return None if self._blank else self.strength_pct

    def answer(self, felt: bool) -> None:
        """Take whether something was felt after the last `next`."""
        self.trials += 1
        self._place += 1
        if self._blank and felt:
            self.restarts += 1
            self._begin()
        elif self._blank:
            self.blanks += 1
        else:
            self._answers.append((self.strength_pct, felt))
            self._step(felt)

    @property
    def done(self) -> bool:
        """Whether enough has been asked."""
        if self.restarts > RESTARTS_MAX or self.trials >= _TRIALS_MAX:
            return True
        enough = self._reversals >= _REVERSALS or self._stuck >= _STUCK
        return enough and self.blanks >= BLANKS_MIN

    @property
    def verdict(self) -> Verdict:
        """The outcome, once done."""
        if self.restarts > RESTARTS_MAX or self.blanks < BLANKS_MIN:
            return Verdict.GUESSED
        threshold_pct, contradicting = self._best()
        if contradicting > _CONTRADICTING_MAX * len(self._answers):
            return Verdict.CONTRADICTING
        felt = threshold_pct <= HIGHEST_STRENGTH_PCT
        return Verdict.FOUND if felt else Verdict.NOTHING_FELT

    @property
    def threshold_pct(self) -> int | None:
        """The weakest strength that is felt, once done; None where the verdict is another."""
        return self._best()[0] if self.verdict is Verdict.FOUND else None

    def _best(self) -> tuple[int, int]:
        """Return the threshold that the fewest answers contradict, and how many those are.

        Of several in a row that is the highest: what was felt is safe, what lies below was not
        tried. A threshold above the highest strength says that nothing is felt.
        """
        counts = {
            pct: sum(felt != (played >= pct) for played, felt in self._answers)
            for pct in range(LOWEST_STRENGTH_PCT, HIGHEST_STRENGTH_PCT + 2)
        }
        fewest = min(counts.values())
        best = next(pct for pct, count in counts.items() if count == fewest)
        while counts.get(best + 1) == fewest:
            best += 1
        return best, fewest

    def _step(self, felt: bool) -> None:
        if not felt:
            self._in_a_row = 0
            self._go(1)
            return
        self._in_a_row += 1
        if self._in_a_row == FELT_TO_GO_DOWN or not self._reversals:
            self._in_a_row = 0
            self._go(-1)

    def _go(self, direction: int) -> None:
        """Go a step up or down, and count where the direction changed."""
        if direction == -self._direction:
            self._reversals += 1
        self._direction = direction
        step_pct = STEPS_PCT[min(self._reversals, len(STEPS_PCT) - 1)]
        wanted_pct = self.strength_pct + direction * step_pct
        kept_pct = min(max(wanted_pct, LOWEST_STRENGTH_PCT), HIGHEST_STRENGTH_PCT)
        self._stuck = self._stuck + 1 if kept_pct == self.strength_pct else 0
        self.strength_pct = kept_pct
