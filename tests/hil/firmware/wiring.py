# SPDX-License-Identifier: MIT
"""Are the wires of the bench there? Each end is moved for a millisecond, which nobody feels."""

import time

from bench import scratch
from machine import Pin


async def main(board, loopback_pin, press_pin):
    """Tell whether each wire carries a level; None where there is no pin for one."""
    board = scratch.board_named(board)
    motor = button = None
    if hasattr(board, "MOTOR_PIN") and loopback_pin is not None:
        out = Pin(board.MOTOR_PIN, Pin.OUT, value=0)
        motor = _follows(out, Pin(loopback_pin, Pin.IN, Pin.PULL_DOWN))
    if board.BUTTON_PIN is not None and press_pin is not None:
        press = Pin(press_pin, Pin.OPEN_DRAIN, value=1)
        button = _follows(press, Pin(board.BUTTON_PIN, Pin.IN, Pin.PULL_UP))
    pins = (getattr(board, "MOTOR_PIN", None), board.BUTTON_PIN)
    scratch.tell({"motor": motor, "button": button, "pins": pins})


def _follows(out, into):
    rest = out.value()
    seen = []
    for level in (1 - rest, rest):
        out.value(level)
        time.sleep_ms(1)
        seen.append(into.value() == level)
    return all(seen)
