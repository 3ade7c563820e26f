# SPDX-License-Identifier: MIT
"""The tables in the guides to building a watch: what to buy, and the wires of the breadboard."""

from typing import Final

from loslaten.firmware.tree import REPOSITORY
from tools.wiring import breadboard
from tools.wiring.boards import board
from tools.wiring.circuit import breadboard as circuit
from tools.wiring.tables import with_table, with_wires

GUIDES: Final = {
    "en": REPOSITORY / "docs" / "building.md",
    "nl": REPOSITORY / "docs" / "building.nl.md",
}
_BOARD: Final = "pico_w"


def written(page: str, lang: str) -> str:
    """Return a guide with its tables written anew."""
    its = board(_BOARD)
    return with_wires(with_table(page, circuit(its), lang), breadboard.table(its, lang))
