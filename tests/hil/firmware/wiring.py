# SPDX-License-Identifier: MIT
"""Wires of the bench: whether they are there. Each end is moved for a millisecond, unfelt."""

import time

from bench import scratch
from machine import Pin


async def main(_board, motor_pin, button_pin, loopback_pin, press_pin):
    """Tell whether each wire carries a level; None where there is no pin for one."""
    motor = button = None
    if motor_pin is not None and loopback_pin is not None:
        out = Pin(motor_pin, Pin.OUT, value=0)
        motor = _follows(out, Pin(loopback_pin, Pin.IN, Pin.PULL_DOWN))
    if button_pin is not None and press_pin is not None:
        press = Pin(press_pin, Pin.OPEN_DRAIN, value=1)
        button = _follows(press, Pin(button_pin, Pin.IN, Pin.PULL_UP))
    scratch.tell({"motor": motor, "button": button, "pins": (motor_pin, button_pin)})


def _follows(out, into):
    rest = out.value()
    seen = []
    for level in (1 - rest, rest):
        out.value(level)
        time.sleep_ms(1)
        seen.append(into.value() == level)
    return all(seen)
