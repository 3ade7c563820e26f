# SPDX-License-Identifier: MIT
"""A cue as an SVG picture: how the motor is driven, and what of it reaches the skin."""

from loslaten.cues.felt import FeltCue
from loslaten.language.text import Text
from loslaten.pictures import style
from loslaten.pictures.axis import Axis
from loslaten.pictures.svg import Drawing, number
from loslaten.pictures.trace import outline

_WIDTH = 760
_LEFT = 70
_RIGHT = _WIDTH - 28
_DRIVE_BASE = 176
_FELT_BASE = 358
_PX_PER_PCT = 0.8
_BOTTOM = _FELT_BASE + 46
_TICK_MS = 100
_DRIVE = Text("motor", "drive")
_FELT = Text("voelt", "felt")
_SINCE = Text("ms sinds het signaal te voelen moet zijn", "ms since the cue is to be felt")
_FELT_FOR = Text("{} ms gevoeld", "felt for {} ms")
_TOLD = Text("{} pulsen worden gevoeld, van {}.", "{} pulses are felt, of {}.")


def draw(cue: FeltCue, title: str, subtitle: str, lang: str = "en") -> str:
    """Return the picture; times count from the moment that the cue is to be felt."""
    axis = Axis.even(cue.begins_ms - 20, cue.ends_ms + 20, _LEFT, _RIGHT)
    drawing = Drawing()
    drawing.rect(0, 0, _WIDTH, _BOTTOM, "n-paper")
    drawing.text(28, 38, title, "n-title")
    drawing.text(28, 62, subtitle, "n-subtitle")
    _ticks(drawing, axis, lang)
    _level(drawing, _DRIVE.say(lang), _DRIVE_BASE)
    _level(drawing, _FELT.say(lang), _FELT_BASE)
    path = outline(cue.drive, axis, axis.from_ms, axis.to_ms, _DRIVE_BASE, _PX_PER_PCT)
    drawing.path(path, "n-drive")
    _pulses(drawing, axis, cue, lang)
    return drawing.finished(_WIDTH, _BOTTOM, title, _told(cue, lang), style.sheet(), "cue")


def _level(drawing: Drawing, name: str, base: float) -> None:
    full = base - 100 * _PX_PER_PCT
    drawing.text(_LEFT - 12, base - 36, name, "n-name", "end")
    drawing.text(_LEFT - 12, full + 4, "100 %", "n-small", "end")
    drawing.line(_LEFT, full, _RIGHT, full, "n-grid")
    drawing.line(_LEFT, base, _RIGHT, base, "n-axis")


def _ticks(drawing: Drawing, axis: Axis, lang: str) -> None:
    for at_ms in range(0, axis.to_ms, _TICK_MS):
        x = axis.x(at_ms)
        drawing.line(x, _DRIVE_BASE - 100 * _PX_PER_PCT, x, _FELT_BASE, "n-grid")
        drawing.text(x, _FELT_BASE + 18, f"{at_ms}", "n-small", "middle")
    drawing.text(_RIGHT, _FELT_BASE + 36, _SINCE.say(lang), "n-small", "end")


def _pulses(drawing: Drawing, axis: Axis, cue: FeltCue, lang: str) -> None:
    """The envelope, and on it each pulse that is felt, with its length."""
    for pulse in cue.pulses:
        path = f"M{number(axis.x(pulse.onset_ms))} {_FELT_BASE}"
        for at_ms, amplitude in cue.envelope:
            if pulse.onset_ms <= at_ms < pulse.end_ms:
                y = _FELT_BASE - 100 * _PX_PER_PCT * amplitude
                path += f"L{number(axis.x(at_ms))} {number(y)}"
        path += f"L{number(axis.x(pulse.end_ms))} {_FELT_BASE}Z"
        middle = (axis.x(pulse.onset_ms) + axis.x(pulse.end_ms)) / 2
        with drawing.group("n-pulse", _FELT_FOR.say(lang).format(pulse.length_ms)):
            drawing.path(path, "n-felt")
            drawing.text(middle, _FELT_BASE - 6, f"{pulse.length_ms}", "n-inside", "middle")


def _told(cue: FeltCue, lang: str) -> str:
    lengths = ", ".join(f"{pulse.length_ms} ms" for pulse in cue.pulses)
    return _TOLD.say(lang).format(len(cue.pulses), lengths)
