# SPDX-License-Identifier: MIT
"""The wrist and three things it says: the first picture of the README.

It is drawn from the standard theme and a coin motor, without a browser.
"""

from pathlib import Path

from loslaten.cues import words as cue_words
from loslaten.cues.felt import felt_cue
from loslaten.cues.outline import outline
from loslaten.language import vocabulary
from loslaten.pictures import style
from loslaten.pictures.svg import Drawing
from loslaten_core.haptics import cue as cues
from loslaten_core.haptics.motor import COIN_ERM
from loslaten_core.haptics.theme import STANDARD

PICTURE = Path(__file__).parents[2] / "docs" / "images" / "wrist.svg"
_WIDTH, _HEIGHT = 880, 236
_TOLD = (cues.READY, cues.TENSE, cues.RELEASE)
_TITLE = "What the wrist says"
# A row: where its drawing and its words begin, and the floor of its drawing.
_DRAWN, _SAID = 384, 516
_FIRST_ROW, _ROW = 68, 66
_PX_PER_MS, _TALL, _STEP = 0.11, 34, 8
_STYLE = """
    .night .w-says { font-size: 17px; font-weight: 600; fill: #26282e; }
    .night .w-felt { font-size: 15px; fill: #5c5f68; }
    .night .w-pulse { fill: #e08e45; }
    .night .w-skin { fill: #e6c3a5; }
    .night .w-strap { fill: #3b3f48; }
    .night .w-case { fill: #24272d; }
    .night .w-face { fill: #f6f4ee; }
    .night .w-knob { fill: #5a5d66; }
    .night .w-sign { fill: none; stroke: #b9651b; stroke-width: 4; stroke-linecap: round; }
    @media (prefers-color-scheme: dark) {
      .night .w-says { fill: #eceae4; }
      .night .w-felt { fill: #a9adb6; }
      .night .w-skin { fill: #b98f70; }
      .night .w-pulse { fill: #c9762f; }
    }
"""


def draw() -> str:
    """Return the picture as an SVG document."""
    drawing = Drawing()
    drawing.rect(0, 0, _WIDTH, _HEIGHT, "n-paper", 12)
    _arm(drawing)
    for place, number in enumerate(_TOLD):
        _cue(drawing, number, _FIRST_ROW + place * _ROW)
    told = "; ".join(f"{_feels(number)}: {_says(number)}" for number in _TOLD)
    description = f"A watch on a forearm. {told}."
    sheet = style.sheet() + _STYLE
    return drawing.finished(_WIDTH, _HEIGHT, _TITLE, description, sheet, "wrist")


def _arm(drawing: Drawing) -> None:
    drawing.path(
        "M0 83c84 3 156 5 216 8 42 2 78-4 144-11v75c-66-6-102-13-144-11-72 4-140 6-216 9z",
        "w-skin",
    )
    drawing.rect(166, 81, 53, 73, "w-strap", 10)
    drawing.rect(220, 110, 9, 14, "w-knob", 3)
    drawing.circle(192, 117, 30, "w-case")
    drawing.circle(192, 117, 25, "w-face")
    drawing.path("M182 117h5M193 117h10", "w-sign")


def _cue(drawing: Drawing, number: int, floor: float) -> None:
    felt = felt_cue(STANDARD, COIN_ERM, number)
    drawing.line(_DRAWN, floor, _SAID - 24, floor, "n-axis")
    with drawing.group("w-pulse", _feels(number), (_DRAWN, floor - _TALL)):
        drawing.path(outline(felt, _PX_PER_MS, _TALL, _STEP), "w-pulse")
    drawing.text(_SAID, floor - 14, _says(number), "w-says")
    drawing.text(_SAID, floor + 6, _feels(number), "w-felt")


def _says(number: int) -> str:
    return vocabulary.CUES_TOLD[cues.name(number)].say("en")


def _feels(number: int) -> str:
    return cue_words.feels(STANDARD.text(number), "en")
