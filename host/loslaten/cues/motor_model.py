# SPDX-License-Identifier: MIT
"""Model of a motor on a wrist: from the levels it is driven at to felt pulses.

The motor follows its drive exponentially, and from standstill only after a while and only if
driven hard enough. Left alone, an ERM is slowed evenly by the friction of its brushes and an LRA
rings out exponentially. An ERM's mass pulls with the square of its speed; an LRA's deflection is
what is felt; below a threshold nothing is felt. The constants are chosen so that the models have
the published figures: an ERM is felt 50 to 100 ms after the drive begins, needs some 180 ms to
full speed and runs on for 100 ms (Precision Microdrives, TDK); an LRA is felt after 10 ms and
rings for 50 ms (Vybronics VG1040003D).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from loslaten_core.haptics import motor


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A motor on a wrist. `felt` is the threshold; all levels are parts of full drive, 0 to 1."""

    kind: int
    lag_ms: int
    drive_tau_ms: float
    coast_ms: float
    start: float
    felt: float
    reverses: bool
    """Whether reverse drive can turn it backwards; a driver that listens to it stops in time."""

    def driven(self, motion: float, level: float) -> float:
        """Return the motion a millisecond later under a drive."""
        return level + (motion - level) * math.exp(-1 / self.drive_tau_ms)

    def coasting(self, motion: float) -> float:
        """Return the motion a millisecond later without a drive."""
        if self.kind == motor.ERM:
            slower = max(abs(motion) - 1 / self.coast_ms, 0.0)
            return math.copysign(slower, motion)
        return motion * math.exp(-1 / self.coast_ms)

    def amplitude(self, motion: float) -> float:
        """Return how strongly a speed (ERM) or a deflection (LRA) is felt."""
        return motion * motion if self.kind == motor.ERM else abs(motion)

    def is_felt(self, motion: float) -> bool:
        """Return whether this much motion is felt at all."""
        return abs(motion) >= self.felt


ERM = Model(
    kind=motor.ERM,
    lag_ms=30,
    drive_tau_ms=60.0,
    coast_ms=167.0,
    start=0.6,
    felt=0.4,
    reverses=True,
)
LRA = Model(
    kind=motor.LRA,
    lag_ms=6,
    drive_tau_ms=18.0,
    coast_ms=31.0,
    start=0.05,
    felt=0.2,
    reverses=False,
)
_STILL = 0.02


def model_of(kind: int) -> Model:
    """Return the model of a kind of motor (`motor.ERM`, `motor.LRA`)."""
    return ERM if kind == motor.ERM else LRA


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """Something felt without a break; `peak` is its strongest amplitude, 0 to 1."""

    onset_ms: int
    length_ms: int
    peak: float

    @property
    def end_ms(self) -> int:
        """Time at which it stops being felt."""
        return self.onset_ms + self.length_ms


class Wrist:
    """A motor and the skin under it, in steps of a millisecond.

    `drive` tells it a new level; `feel` lets time pass and returns what was felt and is over.
    `envelope` has (t_ms, amplitude) wherever there was motion, if it was asked to keep it.
    """

    def __init__(self, model: Model, now_ms: int = 0, *, keep_envelope: bool = False) -> None:
        self.model = model
        self.envelope: list[tuple[int, float]] = []
        self._keep_envelope = keep_envelope
        self._now_ms = now_ms
        self._level = 0.0
        self._motion = 0.0
        self._pushed_ms = 0
        self._onset_ms: int | None = None
        self._peak = 0.0
        self._done: list[Pulse] = []

    def drive(self, at_ms: int, level_pct: int) -> None:
        """Change the drive at a moment that is not earlier than the last one."""
        self._pass(at_ms)
        self._level = level_pct / 100

    def feel(self, until_ms: int) -> list[Pulse]:
        """Let time pass; return the pulses that ended since the last call."""
        self._pass(until_ms)
        done, self._done = self._done, []
        return done

    @property
    def feels(self) -> bool:
        """Whether anything is felt at this moment."""
        return self._onset_ms is not None

    @property
    def motion(self) -> float:
        """Speed or swing, of 1; below 0 it turns backwards."""
        return self._motion

    def _pass(self, until_ms: int) -> None:
        while self._now_ms < until_ms:
            if not self._level and not self._motion:
                self._pushed_ms = 0
                self._now_ms = until_ms
                return
            self._step()
            self._now_ms += 1
            self._notice()

    def _step(self) -> None:
        model, motion, level = self.model, self._motion, self._level
        if motion == 0 and self._pushed_ms < model.lag_ms:
            pushes = abs(level) >= model.start and (level > 0 or model.reverses)
            self._pushed_ms = self._pushed_ms + 1 if pushes else 0
            return
        moved = model.driven(motion, level) if level else model.coasting(motion)
        stopped = motion > 0 >= moved and not model.reverses
        if stopped or (not level and abs(moved) < _STILL):
            moved = 0.0
            self._pushed_ms = 0
        self._motion = moved

    def _notice(self) -> None:
        amplitude = self.model.amplitude(self._motion)
        if self._keep_envelope:
            self.envelope.append((self._now_ms, amplitude))
        if self.model.is_felt(self._motion):
            if self._onset_ms is None:
                self._onset_ms, self._peak = self._now_ms, 0.0
            self._peak = max(self._peak, amplitude)
        elif self._onset_ms is not None:
            length_ms = self._now_ms - self._onset_ms
            self._done.append(Pulse(onset_ms=self._onset_ms, length_ms=length_ms, peak=self._peak))
            self._onset_ms = None


SETTLED_MS = 1_000
"""However it moved, a motor without drive is not felt any more after this."""


def felt_pulses(trace: Iterable[tuple[int, int]], model: Model) -> list[Pulse]:
    """Return what is felt of a whole drive trace of (t_ms, level in percent), which ends at 0."""
    wrist = Wrist(model)
    at_ms = 0
    for at_ms, level_pct in trace:
        wrist.drive(at_ms, level_pct)
    return wrist.feel(at_ms + SETTLED_MS)
