# SPDX-License-Identifier: MIT
"""Legend: the meaning of the colours and signs of a picture."""

from loslaten.language import vocabulary
from loslaten.language.concepts import Gesture, PhaseKind
from loslaten.pictures import style
from loslaten.pictures.night import layout, presses, words
from loslaten.pictures.night.model import NightPicture
from loslaten.pictures.svg import Drawing, text_width

_GAP = 16


def draw(drawing: Drawing, picture: NightPicture, y: float) -> float:
    """Explain below `y` what is in this picture and return where that ends."""
    pen = _Pen(drawing, y + 10)
    for kind in PhaseKind:
        if any(phase.kind == kind for phase in picture.phases):
            pen.swatch(
                f"n-{kind}", 12 * layout.HEIGHTS[kind], vocabulary.PHASES[kind].say(picture.lang)
            )
    if picture.drive:
        pen.swatch("n-drive", 12, words.DRIVE.say(picture.lang))
    if picture.felt:
        pen.swatch("n-felt", 4, words.FELT.say(picture.lang))
    for gesture in Gesture:
        if any(press.kind == gesture for press in picture.presses):
            pen.press(gesture, vocabulary.PRESSES[gesture].say(picture.lang))
    return pen.y + 12


class _Pen:
    """Writes from left to right and on the next line where there is no room."""

    def __init__(self, drawing: Drawing, y: float) -> None:
        self.y = y
        self._drawing = drawing
        self._x = float(layout.LEFT)

    def swatch(self, kind: str, tall: float, text: str) -> None:
        """Explain a colour."""
        x = self._place(text)
        self._drawing.rect(x, self.y - tall, 14, tall, kind, 2)

    def press(self, kind: Gesture, text: str) -> None:
        """Explain the sign of a gesture."""
        x = self._place(text)
        presses.sign(self._drawing, kind, x + 7, self.y - 5)

    def _place(self, text: str) -> float:
        """Write the text and return where its sign goes."""
        width = 20 + text_width(text, style.TEXTS["n-small"][0])
        if self._x + width > layout.RIGHT:
            self._x = float(layout.LEFT)
            self.y += 20
        x = self._x
        self._drawing.text(x + 20, self.y, text, "n-small")
        self._x += width + _GAP
        return x
