# SPDX-License-Identifier: MIT
"""The two wires of the bench: which free pins of a board they lead to."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Wires:
    """Free pins of a board, None where it has none.

    loopback: wired to the pin that drives the motor; unused where a driver chip is on a bus.
    press: wired to the button's pin, which it pulls to ground.
    """

    loopback: int | None = None
    press: int | None = None


WIRES: Final = {
    "pico_w": Wires(loopback=18, press=14),
    "pico_w_drv2605l": Wires(press=14),
    "pico2_w": Wires(loopback=18, press=14),
    "xiao_esp32s3": Wires(loopback=5, press=6),
}


def wires_of(board: str) -> Wires:
    """Return where the wires of a board lead to; nowhere on one that is not in the table."""
    return WIRES.get(board, Wires())
