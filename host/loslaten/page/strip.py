# SPDX-License-Identifier: MIT
"""A strip along time: the phases of a session, to scale."""

from collections.abc import Iterable
from dataclasses import dataclass

from loslaten.language.concepts import PhaseKind
from loslaten.pictures.night.model import Phase

# A tension of a second is seen all the same.
_NARROWEST_PCT = 0.13


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A piece of the strip: where it begins, how wide it is, and which phase it is."""

    x_pct: float
    width_pct: float
    kind: PhaseKind


def place_pct(at_ms: float, whole_ms: int) -> float:
    """Return where a moment is on the strip of a session of that length."""
    return round(at_ms * 100 / max(whole_ms, 1), 2)


def marks(phases: Iterable[Phase], whole_ms: int) -> tuple[Mark, ...]:
    """Return the pieces of a strip; tensions come last, and are drawn over the others."""
    placed = [
        Mark(
            x_pct=place_pct(phase.at_ms, whole_ms),
            width_pct=max(place_pct(phase.length_ms, whole_ms), _NARROWEST_PCT),
            kind=phase.kind,
        )
        for phase in phases
    ]
    return tuple(sorted(placed, key=lambda mark: mark.kind == PhaseKind.TENSE))
