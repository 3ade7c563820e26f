# SPDX-License-Identifier: MIT
"""A cue as an SVG picture: how the motor is driven, and what of it reaches the skin."""

from loslaten.cues.felt import FeltCue
from loslaten.language.text import Counted, Text
from loslaten.pictures import style
from loslaten.pictures.axis import Axis
from loslaten.pictures.svg import Drawing, number, text_width, wrapped
from loslaten.pictures.trace import outline

_WIDTH = 760
_LEFT = 70
_MARGIN = 28
_RIGHT = _WIDTH - _MARGIN
_DRIVE_BASE = 176
_FELT_BASE = 358
_PX_PER_PCT = 0.8
_BOTTOM = _FELT_BASE + 46
_TICKS_MS = (100, 200, 500, 1_000, 2_000, 5_000)
_LABEL_PX, _ = style.TEXTS["n-small"]
# Two labels stand no nearer than this.
_APART_PX = 8
_DRIVE = Text("motor", "drive")
_FELT = Text("voelt", "felt")
_SINCE = Text("ms sinds het signaal te voelen moet zijn", "ms since the cue is to be felt")
_FELT_FOR = Text("{} ms gevoeld", "felt for {} ms")
_PULSES = Counted(
    Text("{} puls wordt gevoeld", "{} pulse is felt"),
    Text("{} pulsen worden gevoeld", "{} pulses are felt"),
)
_TOLD = Text("{}, van {}.", "{}, of {}.")


def draw(cue: FeltCue, title: str, subtitle: str, lang: str = "en") -> str:
    """Return the picture; times count from the moment that the cue is to be felt."""
    axis = Axis.even(cue.begins_ms - 20, cue.ends_ms + 20, _LEFT, _RIGHT)
    drawing = Drawing()
    drawing.rect(0, 0, _WIDTH, _BOTTOM, "n-paper")
    _heading(drawing, title, subtitle)
    _ticks(drawing, axis, lang)
    _level(drawing, _DRIVE.say(lang), _DRIVE_BASE)
    _level(drawing, _FELT.say(lang), _FELT_BASE)
    path = outline(cue.drive, axis, axis.from_ms, axis.to_ms, _DRIVE_BASE, _PX_PER_PCT)
    drawing.path(path, "n-drive")
    _pulses(drawing, axis, cue, lang)
    return drawing.finished(_WIDTH, _BOTTOM, title, _told(cue, lang), style.sheet(), "cue")


def _heading(drawing: Drawing, title: str, subtitle: str) -> None:
    """The title, on two lines where it is wider than the picture, and the subtitle below."""
    size_px, bold = style.TEXTS["n-title"]
    lines = wrapped(title, _WIDTH - 2 * _MARGIN, size_px, bold)
    y = 38 if len(lines) == 1 else 30
    for line in lines:
        drawing.text(_MARGIN, y, line, "n-title")
        y += 24
    drawing.text(_MARGIN, y, subtitle, "n-subtitle")


def _level(drawing: Drawing, name: str, base: float) -> None:
    full = base - 100 * _PX_PER_PCT
    drawing.text(_LEFT - 12, base - 36, name, "n-name", "end")
    drawing.text(_LEFT - 12, full + 4, "100 %", "n-small", "end")
    drawing.line(_LEFT, full, _RIGHT, full, "n-grid")
    drawing.line(_LEFT, base, _RIGHT, base, "n-axis")


def _ticks(drawing: Drawing, axis: Axis, lang: str) -> None:
    for at_ms in range(0, axis.to_ms, _step_ms(axis)):
        x = axis.x(at_ms)
        drawing.line(x, _DRIVE_BASE - 100 * _PX_PER_PCT, x, _FELT_BASE, "n-grid")
        drawing.text(x, _FELT_BASE + 18, f"{at_ms}", "n-small", "middle")
    drawing.text(_RIGHT, _FELT_BASE + 36, _SINCE.say(lang), "n-small", "end")


def _step_ms(axis: Axis) -> int:
    """Return the smallest step between ticks that leaves room for their labels."""
    room = text_width(f"{axis.to_ms}", _LABEL_PX) + _APART_PX
    px_per_ms = (axis.right - _LEFT) / (axis.to_ms - axis.from_ms)
    return next((step for step in _TICKS_MS if step * px_per_ms >= room), _TICKS_MS[-1])


def _pulses(drawing: Drawing, axis: Axis, cue: FeltCue, lang: str) -> None:
    """The envelope of each pulse that is felt, and above it its length where there is room."""
    reached = 0.0
    for pulse in cue.pulses:
        top = float(_FELT_BASE)
        path = f"M{number(axis.x(pulse.onset_ms))} {_FELT_BASE}"
        for at_ms, amplitude in cue.envelope:
            if pulse.onset_ms <= at_ms < pulse.end_ms:
                y = _FELT_BASE - 100 * _PX_PER_PCT * amplitude
                path += f"L{number(axis.x(at_ms))} {number(y)}"
                top = min(top, y)
        path += f"L{number(axis.x(pulse.end_ms))} {_FELT_BASE}Z"
        middle = (axis.x(pulse.onset_ms) + axis.x(pulse.end_ms)) / 2
        half = text_width(f"{pulse.length_ms}", _LABEL_PX) / 2
        with drawing.group("n-pulse", _FELT_FOR.say(lang).format(pulse.length_ms)):
            drawing.path(path, "n-felt")
            if middle - half >= reached:
                drawing.text(middle, top - 6, f"{pulse.length_ms}", "n-small", "middle")
                reached = middle + half + _APART_PX


def _told(cue: FeltCue, lang: str) -> str:
    lengths = ", ".join(f"{pulse.length_ms} ms" for pulse in cue.pulses)
    return _TOLD.say(lang).format(_PULSES.say(len(cue.pulses), lang), lengths)
