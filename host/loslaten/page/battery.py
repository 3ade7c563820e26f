"""The battery in nights, as the watch itself counts them."""

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


@cache
def _session_pct(board: str) -> int | None:
    """Return what a session takes of the battery of a board, in percent of it."""
    try:
        pct = boards.constants(board).get("SESSION_PCT")
    except LoslatenError:
        return None
    return pct if isinstance(pct, int) and pct > 0 else None
