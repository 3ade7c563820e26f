"""The quiz: the five meanings at random, what they were taken for, and what follows from that."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from loslaten_core.haptics import cue as cues

# Answered with this: nothing was felt.
NOTHING = 0
ANSWERS = (*cues.MEANINGS, NOTHING)
# Taken for each other so often, of all times that either was played, two cues are told.
_CONFUSED_PCT = 15
_MISSED_PCT = 10
_LEARNED_PCT = 90


def order(seed: int, rounds: int) -> list[int]:
    """Return the cues to play: each meaning `rounds` times, in an order that `seed` decides."""
    played = [cue for cue in cues.MEANINGS for _ in range(rounds)]
    Random(seed).shuffle(played)
    return played


@dataclass
class Confusion:
    """Counts of a quiz: {(played, answered): times}."""

    times: dict[tuple[int, int], int] = field(default_factory=dict)

    def add(self, played: int, answered: int) -> None:
        """Count an answer."""
        self.times[played, answered] = self.count(played, answered) + 1

    def count(self, played: int, answered: int) -> int:
        """Return how often a cue was taken for another, itself, or NOTHING."""
        return self.times.get((played, answered), 0)

    def row(self, played: int) -> list[int]:
        """Return how often a cue was taken for each of ANSWERS."""
        return [self.count(played, answered) for answered in ANSWERS]

    @property
    def total(self) -> int:
        """Number of cues that were played."""
        return sum(self.times.values())

    @property
    def right(self) -> int:
        """Number of cues that were recognised."""
        return sum(times for (played, answered), times in self.times.items() if played == answered)

    @property
    def missed(self) -> int:
        """Number of cues that were not felt."""
        return sum(times for (_, answered), times in self.times.items() if answered == NOTHING)

    def confused(self) -> Iterator[tuple[int, int, int]]:
        """Yield the pairs that were taken for each other too often: (one, other, times)."""
        for place, one in enumerate(cues.MEANINGS):
            for other in cues.MEANINGS[place + 1 :]:
                times = self.count(one, other) + self.count(other, one)
                played = sum(self.row(one)) + sum(self.row(other))
                vital = {one, other} == {cues.TENSE, cues.RELEASE}
                if times and (vital or 100 * times >= _CONFUSED_PCT * played):
                    yield one, other, times


def advice(confusion: Confusion) -> list[str]:
    """Return what to do next, the most important first.

    Tense and release must never be taken for each other: once is too often.
    """
    told = []
    if 100 * confusion.missed >= _MISSED_PCT * max(confusion.total, 1):
        told.append(
            f"{confusion.missed} of {confusion.total} were not felt; find the strength that is:"
            " loslaten cue calibrate"
        )
    for one, other, times in confusion.confused():
        names = f"{cues.name(one)} and {cues.name(other)}"
        told.append(
            f"{names} were taken for each other {_times(times)}; play them in turn:"
            f" loslaten cue play {cues.name(one)}, loslaten cue play {cues.name(other)}"
        )
    if 100 * confusion.right < _LEARNED_PCT * confusion.total:
        told.append("go through them once more, then take the quiz again: loslaten cue learn")
    if not told:
        told.append("the cues are learned: you can practise by feel")
    return told


def _times(count: int) -> str:
    return "once" if count == 1 else "twice" if count == 2 else f"{count} times"
