# SPDX-License-Identifier: MIT
"""Facts about the board of a watch: its name, and the nights that its battery lasts."""

from functools import cache

from loslaten.errors import LoslatenError
from loslaten.firmware import boards
from loslaten.page.kept import LastTold


def nights_left(told: LastTold) -> int | None:
    """Return for how many nights the battery lasts, None where that is not known."""
    session_pct = _session_pct(told.board)
    if told.battery_pct is None or session_pct is None:
        return None
    return told.battery_pct // session_pct


def model(board: str) -> str:
    """Return what a board is called, as it calls itself where it is of a later day."""
    return str(_constants(board).get("MODEL", board))


def _session_pct(board: str) -> int | None:
    """Return what a session takes of the battery of a board, in percent of it."""
    pct = _constants(board).get("SESSION_PCT")
    return pct if isinstance(pct, int) and pct > 0 else None


@cache
def _constants(board: str) -> dict[str, object]:
    try:
        return boards.constants(board)
    except LoslatenError:
        return {}
