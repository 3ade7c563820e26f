# SPDX-License-Identifier: MIT
"""Presses over a timeline: a mark for the gesture, a stem to its moment, what it meant."""

from collections.abc import Sequence
from dataclasses import dataclass

from loslaten.language import vocabulary
from loslaten.language.concepts import Gesture
from loslaten.pictures import style
from loslaten.pictures.axis import Axis
from loslaten.pictures.night.layout import LINE
from loslaten.pictures.night.model import PressMark
from loslaten.pictures.svg import Drawing, text_width

_GAP = 9
# Half the width of each mark.
_HALF = {Gesture.PRESS: 3, Gesture.DOUBLE: 6, Gesture.HOLD: 6, Gesture.LONG: 9}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A press placed at `x`; lane 0 is the one nearest to the band."""

    press: PressMark
    x: float
    right: float
    lane: int


def placed(presses: Sequence[PressMark], axis: Axis, lang: str) -> list[Mark]:
    """Return marks whose labels and stems do not cross.

    From the right, each goes just above those that its label reaches over.
    """
    marks: list[Mark] = []
    size_px, bold = style.TEXTS["n-mark"]
    for press in reversed(presses):
        x = axis.x(press.at_ms)
        label = vocabulary.EVENTS[press.meaning].say(lang)
        right = x + _HALF[press.kind] + 4 + text_width(label, size_px, bold) + _GAP
        below = [mark.lane for mark in marks if mark.x - _HALF[mark.press.kind] < right]
        marks.append(Mark(press=press, x=x, right=right, lane=max(below, default=-1) + 1))
    return marks[::-1]


def lanes(marks: Sequence[Mark]) -> int:
    """Return how many lines of labels the marks take."""
    return max((mark.lane for mark in marks), default=-1) + 1


def draw(drawing: Drawing, mark: Mark, top: float, bottom: float, lang: str) -> None:
    """Draw a mark over a band that begins at `top`, its stem going down to `bottom`."""
    y = top - 7 - mark.lane * LINE
    label = vocabulary.EVENTS[mark.press.meaning].say(lang)
    with drawing.group("n-gesture", f"{vocabulary.PRESSES[mark.press.kind].say(lang)}: {label}"):
        drawing.line(mark.x, y, mark.x, bottom, "n-stem")
        sign(drawing, mark.press.kind, mark.x, y)
        drawing.text(mark.x + _HALF[mark.press.kind] + 4, y + 4, label, "n-mark")


def sign(drawing: Drawing, kind: Gesture, x: float, y: float) -> None:
    """Draw the sign of a gesture: a dot, two dots, a bar, a long bar."""
    half = _HALF[kind]
    if kind == Gesture.PRESS:
        drawing.circle(x, y, half, "n-press")
    elif kind == Gesture.DOUBLE:
        drawing.circle(x - 3, y, 2.7, "n-press")
        drawing.circle(x + 3, y, 2.7, "n-press")
    else:
        drawing.rect(x - half, y - 2.7, 2 * half, 5.4, "n-press", 2.7)
