# SPDX-License-Identifier: MIT
"""Boards as the drawings know them: the numbers in a file, and where the pins are."""

from dataclasses import dataclass

from loslaten.firmware import boards

# Which GPIO is at which connection of the board; Pico: the numbers of its 40 pins.
_PICO_GPIOS = (
    *(0, 1, None, 2, 3, 4, 5, None, 6, 7, 8, 9, None, 10, 11, 12, 13, None, 14, 15),
    *(16, 17, None, 18, 19, 20, 21, None, 22, None, 26, 27, None, 28),
)
PICO_PINS = {gpio: pin for pin, gpio in enumerate(_PICO_GPIOS, 1) if gpio is not None}
# The pins of a Pico that are no GPIO, by what is printed there.
PICO_SUPPLIES = {36: "3V3", 39: "VSYS", 40: "VBUS", 38: "GND"}
XIAO_PINS = {gpio: f"D{number}" for number, gpio in enumerate((1, 2, 3, 4, 5, 6, 43, 44, 7, 8, 9))}
# In the driver that all Picos share, not in a board's file.
_PICO_USB_PIN = 17


@dataclass(frozen=True)
class Board:
    """Contents of a board's file; `pins` by the names they have there, without underscores."""

    name: str
    model: str
    battery_mah: int
    pins: dict[str, int]


def board(name: str) -> Board:
    """Read a board's file."""
    said = boards.constants(name)
    pins = {
        key.strip("_"): pin
        for key, pin in said.items()
        if key.endswith("_PIN") and type(pin) is int
    }
    if name.startswith("pico"):
        pins["USB_PIN"] = _PICO_USB_PIN
    mah = said["BATTERY_MAH"]
    assert isinstance(mah, int)
    return Board(name, str(said["MODEL"]), mah, pins)
