"""The weakest strength that is felt, found by asking: a transformed up-down staircase.

H. Levitt, "Transformed up-down methods in psychoacoustics", J. Acoust. Soc. Am. 49 (1971)
467-477: the level goes down after three cues in a row that were felt and up after each that was
not, which settles where 79.4 % are felt (his table I); each change of direction is a reversal, the
step shrinks after the first ones, and the threshold is the mean of the last reversals. Until the
first reversal one cue felt is enough to go down, which only brings it sooner to where it matters.
Now and then nothing is played at all: who feels that too often guesses, and the result is not
used.
"""

from random import Random

from loslaten_core.haptics.cue import LOWEST_STRENGTH_PCT

HIGHEST_STRENGTH_PCT = 100
FELT_TO_GO_DOWN = 3
# The step up to the nth reversal, and the last one from there on.
_STEPS_PCT = (16, 8, 8, 4)
_REVERSALS = 6
_REVERSALS_COUNTED = 4
# A step that the range does not allow, twice in a row: the threshold is beyond its end.
_STUCK = 2
_TRIALS_MAX = 80
_BLANK_SHARE = 0.15
_FALSE_ALARMS_MAX = 1 / 3
_BLANKS_MIN = 2


class Staircase:
    """One search. `next` says what to play and `answer` takes whether it was felt, until `done`.

    It begins at `start_pct`, well above what is to be found; `seed` decides when nothing is
    played.
    """

    def __init__(self, seed: int, start_pct: int = HIGHEST_STRENGTH_PCT) -> None:
        self.strength_pct = start_pct
        self.trials = 0
        self._random = Random(seed)
        self._blank = False
        self._blanks = self._false_alarms = 0
        self._in_a_row = 0
        self._direction = 0
        self._stuck = 0
        self._reversals: list[int] = []

    def next(self) -> int | None:
        """Return the strength to play, in percent, or None to play nothing."""
        self._blank = self.trials > 0 and self._random.random() < _BLANK_SHARE
        return None if self._blank else self.strength_pct

    def answer(self, felt: bool) -> None:
        """Take whether something was felt after the last `next`."""
        self.trials += 1
        if self._blank:
            self._blanks += 1
            self._false_alarms += felt
        elif not felt:
            self._in_a_row = 0
            self._go(1)
        else:
            self._in_a_row += 1
            if self._in_a_row == FELT_TO_GO_DOWN or not self._reversals:
                self._in_a_row = 0
                self._go(-1)

    @property
    def done(self) -> bool:
        """Whether enough has been asked."""
        enough = len(self._reversals) >= _REVERSALS or self._stuck >= _STUCK
        return enough or self.trials >= _TRIALS_MAX

    @property
    def reliable(self) -> bool:
        """Whether the wearer did not often feel what was not played."""
        return self._blanks < _BLANKS_MIN or self._false_alarms <= _FALSE_ALARMS_MAX * self._blanks

    @property
    def threshold_pct(self) -> int | None:
        """The weakest strength that is felt, once done; None if not even the highest is."""
        if self._stuck >= _STUCK:
            return LOWEST_STRENGTH_PCT if self._direction < 0 else None
        counted = self._reversals[-_REVERSALS_COUNTED:]
        return round(sum(counted) / len(counted)) if counted else self.strength_pct

    def _go(self, direction: int) -> None:
        """Go a step up or down, and note where the direction changed."""
        if direction == -self._direction:
            self._reversals.append(self.strength_pct)
        self._direction = direction
        step_pct = _STEPS_PCT[min(len(self._reversals), len(_STEPS_PCT) - 1)]
        wanted_pct = self.strength_pct + direction * step_pct
        kept_pct = min(max(wanted_pct, LOWEST_STRENGTH_PCT), HIGHEST_STRENGTH_PCT)
        self._stuck = self._stuck + 1 if kept_pct == self.strength_pct else 0
        self.strength_pct = kept_pct
