# SPDX-License-Identifier: MIT
"""`network` as boards have it, as far as a watch needs it: the power of the radio chip.

Message out: ("radio_chip", is_on). Bluetooth switches the chip on as well, where it is one.
"""

import _bus
import _radio_chip

STA_IF = 0


class WLAN:
    """An interface of the radio; Wi-Fi itself is not simulated."""

    def __init__(self, interface=STA_IF):
        pass

    def deinit(self):
        """Take the power from the radio chip; on an ESP32 there is no such call."""
        if _bus.config("port") != "rp2":
            raise AttributeError("'WLAN' object has no attribute 'deinit'")
        _radio_chip.power(False)
