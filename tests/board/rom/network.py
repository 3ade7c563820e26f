# SPDX-License-Identifier: MIT
"""The radio chip's power, which nothing here depends on."""

STA_IF = 0


class WLAN:
    """The Wi-Fi side of the chip."""

    def __init__(self, interface):
        pass

    def deinit(self):
        """Take the chip's power."""
