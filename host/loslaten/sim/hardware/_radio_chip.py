# SPDX-License-Identifier: MIT
"""The radio chip of a Pico W: whether it has power, and the pins that it shares.

Message out: ("radio_chip", is_on). While it has power, its select and its clock belong to its
driver: whoever else touches them puts a message on its bus, which is told as ("misuse", advice).
"""

import _bus
from _pin import Pin

is_on = False


def power(on):
    """Give it power or take it; a select that is still driven then is a message to it."""
    global is_on
    if on and not is_on:
        for select in set(_bus.config("adc_enabled_by").values()):
            if select is not None and Pin(select)._mode == Pin.OUT:
                _bus.send("misuse", f"GPIO{select} is driven while the radio chip gets power")
    is_on = on
    _bus.send("radio_chip", on)


def touched(pin):
    """Tell of a pin that it shares and that is used for something else."""
    if is_on:
        _bus.send("misuse", f"GPIO{pin} is used while the radio chip has power")
