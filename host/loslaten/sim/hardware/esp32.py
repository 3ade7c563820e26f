# SPDX-License-Identifier: MIT
"""`esp32` as boards have it: what wakes them."""

import _bus
import _wake

if _bus.config("port") != "esp32":
    raise ImportError("no module named 'esp32'")

WAKEUP_ALL_LOW = False
WAKEUP_ANY_HIGH = True


def wake_on_ext0(pin=None, level=WAKEUP_ANY_HIGH):
    """Wake from sleep while one pin has a level."""
    _wake.on_level(None if pin is None else pin.id, int(level))
