# SPDX-License-Identifier: MIT
"""Plan of the player for what the practice asked: the motor's drives in an ideal world."""

from collections.abc import Iterable, Sequence
from typing import Any

from loslaten_core import ticks
from loslaten_core.haptics.motor import Motor
from loslaten_core.haptics.player import Player
from loslaten_core.haptics.theme import THEMES
from loslaten_core.practice import event

Drive = tuple[float, float]


def drives(found: dict[str, Any]) -> list[Drive]:
    """Return when each drive had to begin and end, in ms after the program's epoch.

    found: what `firmware/cues.py` told. The same player is asked the same things at the same
    moments, and is called at each of its deadlines exactly.
    """
    player = Player(THEMES[found["theme"]], Motor(*found["motor"]))
    player.strength_pct = found["strength_pct"]
    player.firm_strength_pct = found["clenched_pct"]
    levels: list[tuple[int, int]] = []
    for at_ms, action in found["asked"]:
        _advance(player, at_ms, levels)
        if len(action) == len(event.Cue._fields):
            player.plan(*event.Cue(*action))
        else:
            player.cancel(event.Cancel(*action).at_ms)
        levels.append((at_ms, player.advance(at_ms)))
    _advance(player, None, levels)
    return list(_drives(levels, found["since_ms"]))


def _advance(player: Player, until_ms: int | None, levels: list[tuple[int, int]]) -> None:
    """Call the player at each of its deadlines before a moment, or at all of them."""
    while (due_ms := player.deadline_ms) is not None:
        if until_ms is not None and ticks.diff(due_ms, until_ms) >= 0:
            return
        levels.append((due_ms, player.advance(due_ms)))


def _drives(levels: Iterable[tuple[int, int]], since_ms: int) -> Iterable[Drive]:
    began_ms = None
    for at_ms, level in levels:
        at_ms = ticks.diff(at_ms, since_ms)
        if began_ms is None and level != 0:
            began_ms = at_ms
        elif began_ms is not None and level == 0:
            yield began_ms, at_ms
            began_ms = None


def late_ms(planned: Sequence[Drive], seen: Sequence[Drive]) -> list[float]:
    """Return how late each drive began, in their order."""
    return [there[0] - wanted[0] for wanted, there in zip(planned, seen, strict=True)]


def longer_ms(planned: Sequence[Drive], seen: Sequence[Drive]) -> list[float]:
    """Return how much longer than planned each drive was, in their order."""
    return [
        (there[1] - there[0]) - (wanted[1] - wanted[0])
        for wanted, there in zip(planned, seen, strict=True)
    ]


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of them do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
