# SPDX-License-Identifier: MIT
"""The quiz: the five meanings at random, what they were taken for, and what follows from that."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from loslaten.language import vocabulary
from loslaten.language.text import Text
from loslaten_core.haptics import cue as cues

# Answered with this: nothing was felt.
NOTHING = 0
ANSWERS = (*cues.MEANINGS, NOTHING)
# A pair of cues is reported as confused when mixed up in at least this share of its plays.
_CONFUSED_PCT = 15
_MISSED_PCT = 10
_LEARNED_PCT = 90
_MISSED = Text(
    "niet gevoeld: {} van {}; zoek de sterkte die u wel voelt: loslaten cue calibrate",
    "not felt: {} of {}; find the strength that is: loslaten cue calibrate",
)
_CONFUSED = Text(
    "{2} en {3} werden {times} met elkaar verward; speel ze om en om:"
    " loslaten cue play {0}, loslaten cue play {1}",
    "{2} and {3} were taken for each other {times}; play them in turn:"
    " loslaten cue play {0}, loslaten cue play {1}",
)
_ONCE_MORE = Text(
    "neem ze nog een keer door, en doe dan de quiz opnieuw: loslaten cue learn",
    "go through them once more, then take the quiz again: loslaten cue learn",
)
_LEARNED = Text(
    "u kent de signalen: u kunt op gevoel oefenen",
    "the cues are learned: you can practise by feel",
)


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
        """Yield the pairs of cues that were confused: (one, other, times)."""
        for place, cue in enumerate(cues.MEANINGS):
            for other in cues.MEANINGS[place + 1 :]:
                times = self.count(cue, other) + self.count(other, cue)
                played = sum(self.row(cue)) + sum(self.row(other))
                vital = {cue, other} == {cues.TENSE, cues.RELEASE}
                if times and (vital or 100 * times >= _CONFUSED_PCT * played):
                    yield cue, other, times


def advice(confusion: Confusion) -> list[Text]:
    """Return what to do next, the most important first.

    Confusing tense with release once is too often.
    """
    sentences = []
    if 100 * confusion.missed >= _MISSED_PCT * max(confusion.total, 1):
        sentences.append(_MISSED.format(confusion.missed, confusion.total))
    for one, other, times in confusion.confused():
        names = cues.name(one), cues.name(other)
        sentences.append(_CONFUSED.format(*names, *map(_called, names), times=_times(times)))
    if 100 * confusion.right < _LEARNED_PCT * confusion.total:
        sentences.append(_ONCE_MORE)
    return sentences or [_LEARNED]


def _called(name: str) -> Text:
    return Text(vocabulary.cue(name, "nl"), name)


def _times(count: int) -> Text:
    return {1: Text("één keer", "once"), 2: Text("twee keer", "twice")}.get(
        count, Text(f"{count} keer", f"{count} times")
    )
