# SPDX-License-Identifier: MIT
"""Pin that wakes a sleeping board.

An RP2 is woken by any pin whose interrupt has a handler (micropython#16442). An ESP32 is woken by
the level of the one pin it was told (`esp32.wake_on_ext0`), and edges meanwhile are lost.
"""

import _bus

asleep = False
loses_edges = _bus.config("port") == "esp32"
pin = None
level = 0


def on_level(number, high):
    """Wake at this level of this pin, or with None at no pin's."""
    global pin, level
    pin, level = number, high


def is_due(pins):
    """Whether the pin's level wakes the board at this moment; `pins` is the class of pins."""
    return pin is not None and pins(pin).value() == level
