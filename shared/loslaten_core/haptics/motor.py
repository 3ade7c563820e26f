# SPDX-License-Identifier: MIT
"""Motors as a player sees them: how late each is felt and how long it goes on.

ERM: a coin motor with an unbalanced mass; slow, starts only with a kick, runs on without a brake.
LRA: a mass on a spring driven at its resonance; quick. An ERM is felt 50 to 100 ms late and an LRA
10 to 20 ms (TDK, haptics white paper); without a brake they run on for some 100 ms and 50 ms
(Vybronics VG1040003D). A board file gives its own motor.
"""

from loslaten_core.haptics.cue import LOWEST_STRENGTH_PCT

ERM = 1
LRA = 2
KINDS = ("", "erm", "lra")

# The motor is never driven longer than this at a stretch, whatever a theme says; the firmware has
# a timer behind it that does not depend on the player.
MAX_ON_MS = 1_500

# Shorter gaps blur on a wrist, on an ERM more so; by kind.
_GAPS_MS = (0, 200, 150)


class MotorError(ValueError):
    """A motor's figures contradict each other."""


class Motor:
    """A motor with its driver.

    kind: ERM or LRA.
    rise_ms: from the beginning of the drive, kicked, to the moment it is felt.
    fall_ms: from the end of the drive at full level to the moment nothing is felt, brake included.
    start_pct: drive at which it starts to move from standstill.
    felt_pct: drive below which it is not felt though it moves.
    weakest_pct: drive of the weakest cue, at LOWEST_STRENGTH_PCT.
    kick_ms: how long full drive starts it.
    brake_ms: how long full reverse drive stops it from full level; 0 where there is no brake.
    """

    def __init__(
        self,
        kind: int,
        rise_ms: int,
        fall_ms: int,
        start_pct: int,
        felt_pct: int,
        weakest_pct: int,
        kick_ms: int,
        brake_ms: int = 0,
    ) -> None:
        if not 0 < felt_pct < weakest_pct <= 100:
            raise MotorError(f"felt from {felt_pct} %, yet {weakest_pct} % is the weakest")
        if weakest_pct < start_pct and kick_ms < rise_ms:
            raise MotorError(f"{weakest_pct} % does not start it, nor does a kick of {kick_ms} ms")
        self.kind = kind
        self.rise_ms = rise_ms
        self.fall_ms = fall_ms
        self.start_pct = start_pct
        self.felt_pct = felt_pct
        self.weakest_pct = weakest_pct
        self.kick_ms = kick_ms
        self.brake_ms = brake_ms

    @property
    def gap_ms(self) -> int:
        """The shortest time without feeling anything that separates two pulses."""
        return _GAPS_MS[self.kind]

    def level(self, strength_pct: int) -> int:
        """Return the drive for a strength: the weakest for LOWEST_STRENGTH_PCT and below."""
        above_pct = max(strength_pct - LOWEST_STRENGTH_PCT, 0)
        span_pct = 100 - LOWEST_STRENGTH_PCT
        return min(self.weakest_pct + (100 - self.weakest_pct) * above_pct // span_pct, 100)

    def fall(self, level: int, felt_ms: int) -> int:
        """Return how long it is felt on after a drive at `level` that was felt for `felt_ms`.

        A weak or a short drive has not brought it to speed, so it is over sooner.
        """
        excess_pct = max(level - self.felt_pct, 0)
        full_ms = self.fall_ms * excess_pct // (100 - self.felt_pct)
        return full_ms * felt_ms // (felt_ms + self.rise_ms)

    def brake(self, level: int, felt_ms: int) -> int:
        """Return how long to brake after such a drive: longer would turn it backwards."""
        return self.brake_ms * level // 100 * felt_ms // (felt_ms + self.rise_ms)


# A coin motor on one transistor: it runs on until friction stops it.
COIN_ERM = Motor(ERM, 60, 100, 60, 40, 50, 65)
# The same on an H-bridge or a DRV2605L, braked by reversing it.
BRAKED_ERM = Motor(ERM, 60, 21, 60, 40, 50, 65, 40)
# A linear motor on a DRV2605L, which overdrives and brakes by what it hears from the motor.
DRIVEN_LRA = Motor(LRA, 10, 9, 5, 20, 30, 12, 12)
