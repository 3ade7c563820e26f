# SPDX-License-Identifier: MIT
"""A strip along time: the phases of a session, to scale."""

from collections.abc import Iterable
from dataclasses import dataclass

from loslaten.language.concepts import PhaseKind
from loslaten.pictures.night.model import Phase

# In the units that its marks are placed in.
WIDTH = 620
# A tension of a second is seen all the same.
_NARROWEST = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A piece of the strip: where it begins, how wide it is, and which phase it is."""

    x: float
    width: float
    kind: PhaseKind


def place(at_ms: float, whole_ms: int) -> float:
    """Return where a moment is on the strip of a session of that length."""
    return round(at_ms * WIDTH / max(whole_ms, 1), 1)


def marks(phases: Iterable[Phase], whole_ms: int) -> tuple[Mark, ...]:
    """Return the pieces of a strip; tensions come last, and are drawn over the others."""
    placed = [
        Mark(
            x=place(phase.at_ms, whole_ms),
            width=max(place(phase.length_ms, whole_ms), _NARROWEST),
            kind=phase.kind,
        )
        for phase in phases
    ]
    return tuple(sorted(placed, key=lambda mark: mark.kind == PhaseKind.TENSE))
