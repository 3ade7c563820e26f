# SPDX-License-Identifier: MIT
"""Radio traffic, for those who must not disturb it."""


class OnAir:
    """The radio while a window is open; the radio window sets `radio`."""

    def __init__(self) -> None:
        # A `device.radio.Radio`, whose code is not there without it.
        self.radio = None

    @property
    def is_open(self) -> bool:
        """Whether the radio is on."""
        return self.radio is not None and self.radio.is_open

    @property
    def proven(self) -> bool:
        """Whether a laptop that holds the key is connected."""
        return self.radio is not None and self.radio.proven

    @property
    def pulling(self) -> bool:
        """Whether records are on their way: a write to flash would disturb them."""
        return self.radio is not None and self.radio.pulling
