# SPDX-License-Identifier: MIT
"""A cue as it is played and felt: the drive from the watch's player, through a motor's model."""

from dataclasses import dataclass

from loslaten.cues.motor_model import SETTLED_MS, Pulse, Wrist, model_of
from loslaten_core import ticks
from loslaten_core.haptics.motor import BRAKED_ERM, COIN_ERM, DRIVEN_LRA, Motor
from loslaten_core.haptics.player import Player
from loslaten_core.haptics.theme import Theme

# The motors that boards drive, by name.
MOTORS = {"coin-erm": COIN_ERM, "braked-erm": BRAKED_ERM, "driven-lra": DRIVEN_LRA}
# Any moment that is later than a motor's lead will do.
_PLANNED_MS = 1_000


@dataclass(frozen=True)
class FeltCue:
    """A cue, with times in ms from the moment it is to be felt; the drive begins before that.

    drive: (t_ms, level in percent; below 0 it brakes). envelope: (t_ms, amplitude, 0 to 1).
    pulses: what reaches the skin. strength_pct: how strong it was played.
    """

    drive: tuple[tuple[int, int], ...]
    envelope: tuple[tuple[int, float], ...]
    pulses: tuple[Pulse, ...]
    strength_pct: int

    @property
    def begins_ms(self) -> int:
        """Time at which the motor begins to be driven."""
        return self.drive[0][0]

    @property
    def ends_ms(self) -> int:
        """Time from which nothing moves any more."""
        return max(self.drive[-1][0], self.envelope[-1][0])

    def shape_of(self, pulse: Pulse, step: int = 1) -> list[tuple[int, float]]:
        """Return (t_ms, amplitude) of a pulse from its onset to its end, each `step`-th one."""
        inside = [one for one in self.envelope[::step] if pulse.onset_ms <= one[0] < pulse.end_ms]
        return [(pulse.onset_ms, 0.0), *inside, (pulse.end_ms, 0.0)]

    @property
    def felt_ms(self) -> int:
        """Length for which it is felt, from the first onset to the last end."""
        return self.pulses[-1].end_ms - self.pulses[0].onset_ms


def felt_cue(
    theme: Theme,
    motor: Motor,
    cue: int,
    count: int = 0,
    strength_pct: int = 100,
    firm: bool = False,
) -> FeltCue:
    """Return how a cue of a practice is felt; `strength_pct` is the wearer's setting.

    Raises CueError if there is no such cue.
    """
    player = Player(theme, motor)
    player.strength_pct = player.firm_strength_pct = strength_pct
    player.plan(_PLANNED_MS, cue, count, 100, firm)
    drive: list[tuple[int, int]] = []
    while (due_ms := player.deadline_ms) is not None:
        level = player.advance(due_ms)
        if level != (drive[-1][1] if drive else 0):
            drive.append((ticks.diff(due_ms, _PLANNED_MS), level))
    wrist = Wrist(model_of(motor.kind), drive[0][0], keep_envelope=True)
    for at_ms, level in drive:
        wrist.drive(at_ms, level)
    pulses = wrist.feel(drive[-1][0] + SETTLED_MS)
    return FeltCue(
        tuple(drive),
        tuple(wrist.envelope),
        tuple(pulses),
        theme.strength(100, strength_pct, firm),
    )
