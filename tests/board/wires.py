# SPDX-License-Identifier: MIT
"""Wires between the firmware and its surroundings: commands, a stop, and the radio's far end."""

from enum import IntEnum
from typing import Protocol


class Command(IntEnum):
    """Commands of the firmware to the hardware, as in rom/machine.py."""

    BEFORE_MAIN = 1
    MARK = 2
    WAIT = 3
    LIGHT_SLEEP = 4
    RESET = 5
    PWM_LEVEL = 6
    TIMER = 7
    WATCHDOG = 8
    ADC_LEVEL = 9
    AES_KEY = 10
    AES_BLOCKS = 11
    RADIO_ACTIVE = 12
    RADIO_NOTIFY = 13
    RADIO_HANG_UP = 14


class StoppedError(Exception):
    """The board does not run on: a reset, the watchdog, or the end that the test has set."""


class Central(Protocol):
    """The far end of the radio link, connected or not."""

    def radio(self, is_on: bool) -> None:
        """The watch has switched its radio."""

    def notified(self, frame: bytes) -> int:
        """Take a notification; an error number where there is no room for it."""

    def hung_up(self) -> None:
        """The watch has hung up."""
