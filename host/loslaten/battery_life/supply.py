# SPDX-License-Identifier: MIT
"""Cell of a board and the currents it takes from it, as the board's file says."""

from dataclasses import dataclass
from typing import Final

from loslaten.errors import LoslatenError
from loslaten.firmware import boards
from loslaten.language.text import Text

_NO_FIGURES: Final = Text(
    "in het bestand van bord {} staat geen CURRENTS_UA of geen BATTERY_MAH",
    "the file of board {} says no CURRENTS_UA or no BATTERY_MAH",
)
_NO_CURRENT: Final = Text(
    "in het bestand van bord {} staat geen stroom voor: {}",
    "the file of board {} says no current for: {}",
)

BASES: Final = ("measured", "data sheet", "assumed")
STATES: Final = ("awake", "light sleep", "deep sleep")
LOADS: Final = ("radio", "motor")


@dataclass(frozen=True)
class Current:
    """A current out of the cell: of a state, or what a load adds to "awake".

    `basis`: "measured" by others on such a board, "data sheet", or "assumed". The motor's is at
    full drive.
    """

    what: str
    ua: int
    basis: str
    source: str


@dataclass(frozen=True)
class Supply:
    """A board's cell in mAh and its currents, by what takes them."""

    board: str
    model: str
    battery_mah: int
    currents: dict[str, Current]


def supply(board: str) -> Supply:
    """Read a board's file.

    Raises:
        LoslatenError: there is no such board, or its file lacks a figure.
    """
    said = boards.constants(board)
    rows = said.get("CURRENTS_UA")
    mah = said.get("BATTERY_MAH")
    if not isinstance(rows, tuple) or not isinstance(mah, int):
        raise LoslatenError(_NO_FIGURES.format(board))
    currents = {row[0]: Current(*row) for row in rows}
    needed = {*STATES, *LOADS} - (set() if said.get("HAS_DEEP_SLEEP") else {"deep sleep"})
    if missing := needed - currents.keys():
        raise LoslatenError(_NO_CURRENT.format(board, ", ".join(sorted(missing))))
    return Supply(board, str(said["MODEL"]), mah, currents)
