# SPDX-License-Identifier: MIT
"""Recognition of the board on the cable, as far as it can tell by itself.

MicroPython names the chip and the maker's board. Of several kinds with the same, the firmware that
is there decides; where there is none, the chip that only one of them has on its I2C bus.
"""

from typing import Final

from loslaten.deploy.console import Console
from loslaten.deploy.errors import DeployError
from loslaten.deploy.micropython import About
from loslaten.deploy.slots import installed
from loslaten.firmware import boards
from loslaten.firmware.micropython_builds import for_board
from loslaten.language.text import Text

# The address of the chip by which a kind is known: DRV2605L, AXP2101 (data sheets).
_CHIPS: Final = {"pico_w_drv2605l": 0x5A, "twatch_s3": 0x34}


def kind_of(console: Console, about: About) -> str:
    """Return the name of the board on the cable, a file of `device/boards`.

    Raises:
        DeployError: it is none of ours.
    """
    possible = [name for name in boards.names() if for_board(name).chip in about.machine]
    if not possible:
        known = ", ".join(str(boards.constants(name)["MODEL"]) for name in boards.names())
        raise DeployError(
            Text(
                f"voor dit bord is er geen firmware: {about}",
                f"there is no firmware for this board: {about}",
            ),
            Text(f"wel voor: {known}", f"there is for: {known}"),
        )
    there = installed(console).board
    if there in possible:
        return there
    for name in possible:
        if name in _CHIPS and _has_chip(console, name):
            return name
    return next(name for name in possible if name not in _CHIPS)


def _has_chip(console: Console, name: str) -> bool:
    pins = boards.constants(name)
    where = (_CHIPS[name], pins["SDA_PIN"], pins["SCL_PIN"], pins.get("ENABLE_PIN"))
    return bool(console.ask(f"answers{where!r}"))
