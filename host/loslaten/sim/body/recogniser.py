# SPDX-License-Identifier: MIT
"""Names the cues in what a wrist feels, as a wearer does who knows the theme.

Only rhythm counts: which pulses are short and which long, and where the wide gaps are. A cue is
over when nothing has followed for longer than any cue's widest gap.
"""

from dataclasses import dataclass

from loslaten.cues import rules
from loslaten.cues.motor_model import Pulse
from loslaten_core.haptics import cue, notation
from loslaten_core.haptics.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A cue that was felt from `onset_ms` to `end_ms`; `cue` is 0 if it means nothing.

    The three taps, which feel the same, are all heard as `cue.ACK`.
    """

    onset_ms: int
    end_ms: int
    cue: int
    count: int
    rhythm: str


class Recogniser:
    """Puts felt pulses together to cues. `feel` takes each pulse, `wait` lets time pass."""

    def __init__(self, theme: Theme) -> None:
        self.measures = theme.measures
        self._known = _rhythms(theme)
        self._pulses: list[Pulse] = []

    @property
    def silence_ms(self) -> int:
        """After so long without anything felt, a cue is over."""
        return (self.measures.wide_gap_ms + self.measures.pause_ms) // 2

    @property
    def deadline_ms(self) -> int | None:
        """Time at which `wait` will name what has been felt, or None if nothing has."""
        return self._pulses[-1].end_ms + self.silence_ms if self._pulses else None

    def feel(self, pulse: Pulse) -> list[Heard]:
        """Take the next pulse; return the cue before it if it begins a new one."""
        heard = self.wait(pulse.onset_ms)
        self._pulses.append(pulse)
        return heard

    def wait(self, now_ms: int) -> list[Heard]:
        """Let time pass without feeling anything; return the cue that is now known to be over."""
        if self.deadline_ms is None or now_ms < self.deadline_ms:
            return []
        pulses, self._pulses = self._pulses, []
        return [self._name(pulses)]

    def _name(self, pulses: list[Pulse]) -> Heard:
        onsets = [pulse.onset_ms for pulse in pulses[1:]] + [pulses[-1].end_ms]
        felt = tuple(
            [(p.length_ms, on - p.end_ms, 0) for p, on in zip(pulses, onsets, strict=True)]
        )
        rhythm = notation.rhythm(felt, self.measures)
        named, count = self._known.get(rhythm, (0, 0))
        return Heard(
            onset_ms=pulses[0].onset_ms,
            end_ms=pulses[-1].end_ms,
            cue=named,
            count=count,
            rhythm=rhythm,
        )


def recognise(pulses: list[Pulse], theme: Theme) -> list[Heard]:
    """Return the cues in a whole list of pulses."""
    recogniser = Recogniser(theme)
    heard = [named for pulse in pulses for named in recogniser.feel(pulse)]
    return heard + (recogniser.wait(recogniser.deadline_ms) if recogniser.deadline_ms else [])


def _rhythms(theme: Theme) -> dict[str, tuple[int, int]]:
    known: dict[str, tuple[int, int]] = {}
    for number in cue.CUES:
        for count in rules.counts(number):
            rhythm = notation.rhythm(theme.pulses(number, count), theme.measures)
            known.setdefault(rhythm, (number, count))
    return known
