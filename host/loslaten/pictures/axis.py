# SPDX-License-Identifier: MIT
"""Horizontal axis of a picture: from moments to places."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loslaten.language.concepts import PhaseKind
from loslaten.pictures.night.model import Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of time that is drawn to scale."""

    from_ms: int
    to_ms: int
    left: float
    right: float

    def x(self, at_ms: float) -> float:
        """Return the place of a moment of the stretch."""
        share = (at_ms - self.from_ms) / max(self.to_ms - self.from_ms, 1)
        return self.left + share * (self.right - self.left)


class Axis:
    """Stretches of time from left to right, each at a scale of its own."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces

    @classmethod
    def even(cls, from_ms: int, to_ms: int, left: float, right: float) -> "Axis":
        """Return one stretch at one scale."""
        return cls([Piece(from_ms=from_ms, to_ms=to_ms, left=left, right=right)])

    @classmethod
    def of_phases(
        cls,
        phases: Iterable[Phase],
        left: float,
        px_per_ms: float,
        most_px: dict[PhaseKind, float],
    ) -> "Axis":
        """Return phases that follow each other at one scale, but for those of a kind in
        `most_px`: these take so much at most.
        """
        pieces = []
        for phase in phases:
            width = phase.length_ms * px_per_ms
            if phase.kind in most_px:
                width = min(width, most_px[phase.kind])
            pieces.append(
                Piece(from_ms=phase.at_ms, to_ms=phase.end_ms, left=left, right=left + width)
            )
            left += width
        return cls(pieces)

    @property
    def from_ms(self) -> int:
        """Moment at which the first stretch begins."""
        return self.pieces[0].from_ms

    @property
    def to_ms(self) -> int:
        """Moment at which the last stretch ends."""
        return self.pieces[-1].to_ms

    @property
    def right(self) -> float:
        """Place on the picture at which the last stretch ends."""
        return self.pieces[-1].right

    def holds(self, at_ms: int) -> bool:
        """Whether a moment is on this axis, its end not included."""
        return self.from_ms <= at_ms < self.to_ms

    def x(self, at_ms: float) -> float:
        """Return where a moment is; one outside is at the nearer end."""
        for piece in self.pieces:
            if at_ms < piece.to_ms:
                return piece.x(max(at_ms, piece.from_ms))
        return self.right


def step_ms(length_ms: int, most_steps: int) -> int:
    """Return the roundest step that divides a length into at most so many."""
    steps_s = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600)
    for step_s in steps_s:
        if length_ms <= step_s * 1000 * most_steps:
            return step_s * 1000
    return steps_s[-1] * 1000
