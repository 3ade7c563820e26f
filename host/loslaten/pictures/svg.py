# SPDX-License-Identifier: MIT
"""A small writer of SVG, and how wide its texts are.

Coordinates are in the picture's own pixels, from the top left corner. Numbers are written the
same way everywhere, so that the same drawing is the same file.
"""

from collections.abc import Iterator
from contextlib import contextmanager

# Widths in thousandths of the font size: the wider of DejaVu Sans and Liberation Sans, which is
# at least as wide as any font of the stack in `style`. Characters not listed count as the widest.
_WIDTHS = (
    (280, "'ijlï"),
    (320, " ,.I"),
    (360, "-/:;f|·"),
    (400, "!()[]t"),
    (440, "r"),
    (520, '"*Jsz°'),
    (560, "?L_c"),
    (600, "kvxy"),
    (640, "$0123456789FTabdeghnopqu{}éëöü"),
    (680, "AEKPSVYÉ"),
    (720, "BCRXZ"),
    (760, "HNU"),
    (840, "#+<=>^w~±&DGOQ"),
    (960, "M%"),
)
_WIDEST = 1_040
_WIDTH_OF = {char: width for width, chars in _WIDTHS for char in chars}
# Bold DejaVu Sans against its regular face, and what hinting adds.
_BOLD = 1.13
_HINTED = 1.02


Attributes = dict[str, str | float]


def text_width(text: str, size_px: float, bold: bool = False) -> float:
    """Return the most that a text may take in px, whatever font of the stack is there."""
    thousandths = sum(_WIDTH_OF.get(char, _WIDEST) for char in text)
    return thousandths * size_px / 1_000 * (_BOLD if bold else 1) * _HINTED


def fitted(text: str, width_px: float, size_px: float, bold: bool = False) -> str:
    """Return the text, cut with an ellipsis where it would be wider than `width_px`."""
    if text_width(text, size_px, bold) <= width_px:
        return text
    while text and text_width(text + "…", size_px, bold) > width_px:
        text = text[:-1]
    return text.rstrip() + "…"


def wrapped(text: str, width_px: float, size_px: float, bold: bool = False) -> tuple[str, ...]:
    """Return the text on one line or on two, the second cut where even that is too narrow."""
    if text_width(text, size_px, bold) <= width_px:
        return (text,)
    words = text.split(" ")
    for count in range(len(words) - 1, 0, -1):
        first = " ".join(words[:count])
        if text_width(first, size_px, bold) <= width_px:
            return first, fitted(" ".join(words[count:]), width_px, size_px, bold)
    return (fitted(text, width_px, size_px, bold),)


def number(value: float) -> str:
    """Return a coordinate with at most two decimals."""
    # Adding zero makes a negative zero a plain one.
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


class Drawing:
    """Elements drawn so far, in the order in which they are painted."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._depth = 1

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        kind: str,
        radius: float = 0,
        title: str = "",
    ) -> None:
        """Draw a rectangle of class `kind`; `title` is told when one points at it."""
        attributes: Attributes = {"class": kind, "x": x, "y": y, "width": width, "height": height}
        if radius:
            attributes["rx"] = radius
        self._put("rect", attributes, title)

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
        """Draw a straight line."""
        self._put("line", {"class": kind, "x1": x1, "y1": y1, "x2": x2, "y2": y2})

    def circle(self, x: float, y: float, radius: float, kind: str) -> None:
        """Draw a filled circle."""
        self._put("circle", {"class": kind, "cx": x, "cy": y, "r": radius})

    def path(self, points: str, kind: str) -> None:
        """Draw a path; `points` is its description, see `number`."""
        self._put("path", {"class": kind, "d": points})

    def text(self, x: float, y: float, text: str, kind: str, anchor: str = "start") -> None:
        """Write a text with its baseline at `y`; `anchor` is "start", "middle" or "end"."""
        if not text:
            return
        attributes: Attributes = {"class": kind, "x": x, "y": y}
        if anchor != "start":
            attributes["text-anchor"] = anchor
        self._line(f"<text{_written(attributes)}>{escape(text)}</text>")

    def add(self, other: "Drawing") -> None:
        """Draw what another drawing holds on top of this one."""
        self._lines += other._lines

    @contextmanager
    def group(
        self, kind: str, title: str = "", at: tuple[float, float] = (0, 0)
    ) -> Iterator[None]:
        """Put what is drawn inside the block together, under one class and title.

        Its coordinates count from the place `at`.
        """
        attributes: Attributes = {"class": kind}
        if at != (0, 0):
            attributes["transform"] = f"translate({number(at[0])} {number(at[1])})"
        self._line(f"<g{_written(attributes)}>")
        self._depth += 1
        if title:
            self._line(f"<title>{escape(title)}</title>")
        yield
        self._depth -= 1
        self._line("</g>")

    def finished(
        self, width: float, height: float, title: str, description: str, style: str, name: str
    ) -> str:
        """Return the whole SVG document.

        `name` makes the ids in it unique where several pictures stand in one page.
        """
        styled = ["  <style>", style.strip("\n"), "  </style>"]
        return _document(
            {
                "class": "night",
                "viewBox": f"0 0 {number(width)} {number(height)}",
                "width": width,
                "height": height,
                **_named(name),
            },
            [*_told(title, description, name), *styled, *self._lines],
        )

    def stretched(
        self, width: float, height: float, kind: str, title: str, description: str, name: str
    ) -> str:
        """Return an SVG element of class `kind` that fills whatever room the page gives it.

        There should be no text in it, and its style is the page's. `name` is as in `finished`;
        without a title it is an ornament, which nobody reads out.
        """
        view: Attributes = {
            "class": kind,
            "viewBox": f"0 0 {number(width)} {number(height)}",
            "preserveAspectRatio": "none",
        }
        if not title:
            return _document(view | {"aria-hidden": "true"}, self._lines)
        return _document(view | _named(name), [*_told(title, description, name), *self._lines])

    def _put(self, element: str, attributes: Attributes, title: str = "") -> None:
        start = f"<{element}{_written(attributes)}"
        if title:
            self._line(f"{start}><title>{escape(title)}</title></{element}>")
        else:
            self._line(start + "/>")

    def _line(self, line: str) -> None:
        self._lines.append("  " * self._depth + line)


def _document(attributes: Attributes, lines: list[str]) -> str:
    root: Attributes = {"xmlns": "http://www.w3.org/2000/svg", **attributes}
    return "\n".join([f"<svg{_written(root)}>", *lines, "</svg>", ""])


def _named(name: str) -> Attributes:
    return {"role": "img", "aria-labelledby": f"{name}-title {name}-description"}


def _told(title: str, description: str, name: str) -> list[str]:
    return [
        f'  <title id="{name}-title">{escape(title)}</title>',
        f'  <desc id="{name}-description">{escape(description)}</desc>',
    ]


def _written(attributes: Attributes) -> str:
    return "".join(
        f" {name}={_quoted(value if isinstance(value, str) else number(value))}"
        for name, value in attributes.items()
    )


def escape(text: str) -> str:
    """Return a text as XML has it between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(value: str) -> str:
    """Return the value of an attribute in its quotes."""
    return '"' + escape(value).replace('"', "&quot;").replace("\n", "&#10;") + '"'
