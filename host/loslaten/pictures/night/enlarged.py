# SPDX-License-Identifier: MIT
"""Each cue of the night enlarged, so that its rhythm can be seen."""

from loslaten.language import vocabulary
from loslaten.pictures import style, trace
from loslaten.pictures.axis import Axis
from loslaten.pictures.night import layout, words
from loslaten.pictures.night.model import Cue, NightPicture
from loslaten.pictures.svg import Drawing, fitted

_PER_LINE = 6
_WINDOW_MS = 2_000
# A slow motor is driven a little before the cue is due to be felt.
_LEAD_MS = 100
_MARGIN_MS = 60
_LABEL = 18
_TALL = 30
# A braking drive goes below the line, at half the scale.
_BRAKE = 10
_CELL = _LABEL + _TALL + _BRAKE + 18


def draw(drawing: Drawing, picture: NightPicture, y: float) -> float:
    """Draw the first of each cue below `y` and return where that ends; nothing without drive."""
    firsts = _firsts(picture)
    if not firsts:
        return y
    heading = words.ENLARGED_FELT if picture.felt else words.ENLARGED
    drawing.text(layout.LEFT, y + 14, heading.say(picture.lang), "n-head")
    y += 28
    width = (layout.RIGHT - layout.LEFT) / _PER_LINE
    for index, (cue, began_ms) in enumerate(firsts):
        left = layout.LEFT + index % _PER_LINE * width
        top = y + index // _PER_LINE * _CELL
        _draw_cue(drawing, picture, cue, began_ms, left, width - 16, top)
    return y + ((len(firsts) - 1) // _PER_LINE + 1) * _CELL


def _firsts(picture: NightPicture) -> list[tuple[Cue, int]]:
    """The first of each cue that the motor was driven for, a firm one apart, and since when."""
    firsts: dict[tuple[str, bool], tuple[Cue, int]] = {}
    for cue in picture.cues:
        from_ms = cue.at_ms - _LEAD_MS
        driven = trace.stretches(picture.drive, from_ms, from_ms + _WINDOW_MS)
        if driven and (cue.name, cue.firm) not in firsts:
            # It may have had to wait for what was felt before it.
            firsts[cue.name, cue.firm] = (cue, driven[0][0])
    return list(firsts.values())


def _draw_cue(
    drawing: Drawing,
    picture: NightPicture,
    cue: Cue,
    began_ms: int,
    left: float,
    width: float,
    y: float,
) -> None:
    later = [one.at_ms - _LEAD_MS for one in picture.cues if one.at_ms > cue.at_ms]
    ended_ms = min([began_ms + _WINDOW_MS, *(at_ms for at_ms in later if at_ms > began_ms)])
    axis = Axis.even(began_ms - _MARGIN_MS, began_ms + _WINDOW_MS, left, left + width)
    label = vocabulary.cue(cue.name, picture.lang)
    if cue.firm:
        label += words.FIRM.say(picture.lang)
    drawing.text(left, y + 10, fitted(label, width, style.TEXTS["n-small"][0]), "n-small")
    base = y + _LABEL + _TALL
    drawing.line(left, base, left + width, base, "n-axis")
    scaled = [
        (at_ms, level if level > 0 else level * _BRAKE // _TALL) for at_ms, level in picture.drive
    ]
    drawing.path(trace.outline(scaled, axis, began_ms, ended_ms, base, _TALL / 100), "n-drive")
    for from_ms, to_ms in trace.stretches(picture.felt, began_ms, ended_ms):
        x = axis.x(from_ms)
        drawing.rect(x, base + _BRAKE + 4, axis.x(to_ms) - x, 4, "n-felt", 2)
