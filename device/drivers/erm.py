# SPDX-License-Identifier: MIT
"""A coin motor (ERM) on PWM: on one transistor, or on an H-bridge that can brake it."""

from machine import PWM

# Above what anybody hears (wasp-os#83), below what a small transistor follows.
_PWM_HZ = 22_000
_FULL = 65_535


class Erm:
    """A motor on `forward`, and on `reverse` where an H-bridge turns it the other way.

    `IN_INTERRUPT`: it may be driven in an interrupt, for it makes no objects.
    """

    IN_INTERRUPT = True

    def __init__(self, forward: PWM, reverse: PWM | None = None) -> None:
        self._pwms = (forward,) if reverse is None else (forward, reverse)
        for pwm in self._pwms:
            pwm.freq(_PWM_HZ)
        self.off()

    def set_level(self, level: int) -> None:
        """Drive at 0 to 100; below 0 brake, or coast where there is no bridge."""
        driven = 0 if level > 0 else 1
        # The side that is let go comes first: both at once would short the bridge.
        for side in range(len(self._pwms)):
            if side != driven:
                self._pwms[side].duty_u16(0)
        if driven < len(self._pwms):
            self._pwms[driven].duty_u16(abs(level) * _FULL // 100)

    def off(self) -> bool:
        """Let the motor rest: True, for nothing can go wrong."""
        for pwm in self._pwms:
            pwm.duty_u16(0)
        return True

    def check(self) -> bool:
        """There is nothing that could be asked: True."""
        return True
