# SPDX-License-Identifier: MIT
"""A sheet that a wiring drawing is drawn on: wires, parts and their labels.

Coordinates are in px. Every part has two ends on a grid of its own; labels stand where the drawing
puts them, beside the part and never on a wire.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

from loslaten.pictures.svg import Drawing
from tools.wiring.nets import Point, Segment, joined
from tools.wiring.parts import PARTS

FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
# Class, property, on a light page, on a dark one.
_COLOURS = (
    ("w-paper", "fill", "#fbfaf7", "#16181c"),
    ("w-board", "fill", "#e3ece5", "#20332a"),
    ("w-board", "stroke", "#5d7a68", "#7fa08c"),
    ("w-part", "fill", "#ffffff", "#24272d"),
    ("w-part", "stroke", "#3b3e46", "#c9ccd3"),
    ("w-body", "stroke", "#3b3e46", "#c9ccd3"),
    ("w-solid", "fill", "#3b3e46", "#c9ccd3"),
    ("w-pad", "fill", "#c9a227", "#d9b84a"),
    ("w-idle", "fill", "#c6cfc8", "#3b4a42"),
    ("w-signal", "stroke", "#2c5fa8", "#7fb0f0"),
    ("w-power", "stroke", "#b3261e", "#f08a80"),
    ("w-ground", "stroke", "#3b3e46", "#c9ccd3"),
    ("w-signal-dot", "fill", "#2c5fa8", "#7fb0f0"),
    ("w-power-dot", "fill", "#b3261e", "#f08a80"),
    ("w-ground-dot", "fill", "#3b3e46", "#c9ccd3"),
    ("w-title, .w-name, .w-pin", "fill", "#26282e", "#eceae4"),
    ("w-note, .w-value", "fill", "#5c5f68", "#a9adb6"),
)
_TEXTS = (
    ("w-title", "22px", 600),
    ("w-name", "14px", 600),
    ("w-pin", "12.5px", 500),
    ("w-value", "12.5px", 400),
    ("w-note", "13px", 400),
)


class Sheet:
    """A drawing under way, of the parts that `placed` names.

    Every part is drawn by its name there; its value is that of the parts table, and who points at
    it reads what it is.
    """

    def __init__(self, width: int, height: int, placed: dict[str, str]) -> None:
        self.width, self.height = width, height
        self._placed = placed
        self._wires, self._parts = Drawing(), Drawing()
        self._segments: list[Segment] = []
        self._bodies: list[Segment] = []
        self._ends: dict[str, Point] = {}

    def nets(self) -> frozenset[frozenset[str]]:
        """Return which terminals the lines drawn so far join."""
        return joined(self._segments, self._ends, self._bodies)

    def value(self, name: str) -> str:
        """Return the value of a part by the table."""
        return PARTS[self._placed[name]].value

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Draw a part of the table within the block; one that is not placed is a plain symbol."""
        if name not in self._placed:
            yield
            return
        part = PARTS[self._placed[name]]
        told = " ".join(filter(None, (part.what.en, part.value)))
        with self._parts.group(f"w-{name}", f"{name.replace('_', ' ')}: {told}"):
            yield

    def _body(self, name: str, ends: tuple[str, str], begin: Point, end: Point) -> None:
        """Take note of a part with two ends, which interrupts the wire it is drawn upon."""
        self._bodies.append((begin, end))
        for label, point in zip(ends, (begin, end), strict=True):
            self._ends[f"{name}.{label}"] = point

    def text(self, x: float, y: float, text: str, kind: str, anchor: str = "start") -> None:
        """Write a line of text."""
        self._parts.text(x, y, text, kind, anchor)

    def wire(self, kind: str, *points: tuple[float, float]) -> None:
        """Draw a wire; `kind` is signal, power or ground."""
        self._segments += pairwise(points)
        path = "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
        self._wires.path(path, f"w-wire w-{kind}")

    def joint(self, kind: str, x: float, y: float) -> None:
        """Draw where wires meet."""
        self._parts.circle(x, y, 3.6, f"w-{kind}-dot")

    def box(
        self, x: float, y: float, width: float, height: float, name: str = "", below: str = ""
    ) -> None:
        """Draw a module, its name in the middle."""
        self._parts.rect(x, y, width, height, "w-part", 6)
        if not name:
            return
        middle = y + height / 2 + (5 if not below else -4)
        self.text(x + width / 2, middle, name, "w-name", "middle")
        if below:
            self.text(x + width / 2, middle + 19, below, "w-value", "middle")

    def port(self, x: float, y: float, name: str, left: bool, of: str = "") -> None:
        """Draw a connection at the left or the right edge of a module, named inside of it.

        of: the module, where it counts for what is joined.
        """
        self._parts.circle(x, y, 4, "w-pad")
        if of:
            self._ends[f"{of}.{name.replace(' ', '')}"] = (x, y)
        if name:
            self.text(x + (9 if left else -9), y + 4.5, name, "w-pin", "start" if left else "end")

    def ground(self, x: float, y: float) -> None:
        """Draw the sign for ground, hanging at a point."""
        self._ends[f"=GND@{x:g},{y:g}"] = (x, y)
        for step in range(3):
            half = 11 - 4 * step
            self._parts.line(x - half, y + 5 * step, x + half, y + 5 * step, "w-body w-ground")

    def supply(self, x: float, y: float, name: str, anchor: str = "middle") -> None:
        """Draw the sign for a supply, standing on a point."""
        self._ends[f"={name}@{x:g},{y:g}"] = (x, y)
        self._parts.line(x - 11, y, x + 11, y, "w-body w-power")
        place = {"middle": (x, y - 7), "start": (x + 17, y + 4.5), "end": (x - 17, y + 4.5)}
        self.text(*place[anchor], name, "w-pin", anchor)

    def resistor(self, name: str, x: float, y: float, upright: bool = False) -> None:
        """Draw a resistor's body around a point: end 1 at the left or above."""
        half, thin = 14, 5.5
        with self.part(name):
            if upright:
                self._parts.rect(x - thin, y - half, 2 * thin, 2 * half, "w-part")
                self._body(name, ("1", "2"), (x, y - half), (x, y + half))
            else:
                self._parts.rect(x - half, y - thin, 2 * half, 2 * thin, "w-part")
                self._body(name, ("1", "2"), (x - half, y), (x + half, y))

    def capacitor(self, name: str, x: float, y: float) -> None:
        """Draw a capacitor between a wire from above, its end 1, and one from below."""
        with self.part(name):
            self._parts.rect(x - 11, y - 4, 22, 8, "w-paper")
            for side in (-4, 4):
                self._parts.line(x - 11, y + side, x + 11, y + side, "w-body")
        self._body(name, ("1", "2"), (x, y - 4), (x, y + 4))

    def diode(self, name: str, x: float, y: float, towards: str) -> None:
        """Draw a diode that conducts "up" or to the "left": from A to K."""
        a = 8
        with self.part(name):
            if towards == "up":
                self._parts.path(f"M{x - a:g} {y + a:g}H{x + a:g}L{x:g} {y - a:g}Z", "w-solid")
                self._parts.line(x - a, y - a, x + a, y - a, "w-body")
                self._body(name, ("A", "K"), (x, y + a), (x, y - a))
            else:
                self._parts.path(f"M{x + a:g} {y - a:g}V{y + a:g}L{x - a:g} {y:g}Z", "w-solid")
                self._parts.line(x - a, y - a, x - a, y + a, "w-body")
                self._body(name, ("A", "K"), (x + a, y), (x - a, y))

    def motor(self, name: str, x: float, y: float, ends: tuple[str, str] = ("+", "−")) -> None:
        """Draw a motor between wires from above and below, or, where its `ends` are 1 and 2, from
        the left and the right.
        """
        radius = 19
        with self.part(name):
            self._parts.circle(x, y, radius, "w-part")
            self.text(x, y + 5, "M", "w-name", "middle")
        if ends == ("1", "2"):
            self._body(name, ends, (x - radius, y), (x + radius, y))
        else:
            self._body(name, ends, (x, y - radius), (x, y + radius))

    def transistor(self, name: str, x: float, y: float) -> None:
        """Draw an N-channel MOSFET: gate at (x, y), drain at (x+26, y-22), source below it."""
        with self.part(name):
            self._parts.line(x, y - 14, x, y + 14, "w-body")
            self._parts.line(x + 6, y - 16, x + 6, y + 16, "w-body")
            for side in (-12, 12):
                self._parts.line(x + 6, y + side, x + 26, y + side, "w-body")
                self._parts.line(x + 26, y + side, x + 26, y + (22 if side > 0 else -22), "w-body")
            self._parts.line(x + 6, y, x + 26, y, "w-body")
            self._parts.line(x + 26, y, x + 26, y + 12, "w-body")
            self._parts.path(f"M{x + 8:g} {y:g}l9 -4.5v9Z", "w-solid")
        self._ends |= {f"{name}.G": (x, y), f"{name}.D": (x + 26, y - 22)}
        self._ends[f"{name}.S"] = (x + 26, y + 22)

    def button(self, name: str, x: float, y: float, first: str = "left") -> None:
        """Draw a push button: ends at (x-22, y) and (x+22, y), end 1 at its `first` side."""
        with self.part(name):
            for side in (-22, 22):
                self._parts.circle(x + side, y, 4, "w-part")
            self._parts.line(x - 22, y - 9, x + 22, y - 9, "w-body")
            self._parts.line(x, y - 9, x, y - 19, "w-body")
            self._parts.line(x - 8, y - 19, x + 8, y - 19, "w-body")
        ends = ("1", "2") if first == "left" else ("2", "1")
        self._body(name, ends, (x - 22, y), (x + 22, y))

    def switch(self, name: str, x: float, y: float) -> None:
        """Draw a slide switch, open: end 2 at (x-18, y), end 1 at (x+18, y)."""
        with self.part(name):
            self._parts.rect(x - 18, y - 6, 36, 12, "w-paper")
            self._parts.line(x - 18, y, x + 14, y - 15, "w-body")
            for side in (-18, 18):
                self._parts.circle(x + side, y, 4, "w-part")
        self._body(name, ("2", "1"), (x - 18, y), (x + 18, y))

    def cell(self, name: str, x: float, y: float) -> None:
        """Draw a cell between a wire from above, its plus, and one from below."""
        with self.part(name):
            self._parts.rect(x - 14, y - 5, 28, 10, "w-paper")
            self._parts.line(x - 14, y - 5, x + 14, y - 5, "w-body")
            self._parts.line(x - 7, y + 5, x + 7, y + 5, "w-body w-thick")
        self._body(name, ("+", "−"), (x, y - 5), (x, y + 5))

    def board(self, x: float, y: float, width: float, height: float) -> None:
        """Draw the outline of a board."""
        with self.part("board"):
            self._parts.rect(x, y, width, height, "w-board", 10)

    def pad(self, x: float, y: float, used: bool, terminal: str = "") -> None:
        """Draw a connection of the board, or of what `terminal` names."""
        if terminal:
            self._ends[terminal] = (x, y)
        self._parts.circle(x, y, 5 if used else 3.2, "w-pad" if used else "w-idle")

    def finished(self, title: str, description: str, name: str) -> str:
        """Return the SVG document."""
        drawing = Drawing()
        drawing.rect(0, 0, self.width, self.height, "w-paper", 8)
        drawing.add(self._wires)
        drawing.add(self._parts)
        return drawing.finished(self.width, self.height, title, description, _style(), name)


def _style() -> str:
    rules = [f"text {{ font-family: {FONTS}; }}"]
    rules += [
        f".{one} {{ font-size: {size}; font-weight: {bold}; }}" for one, size, bold in _TEXTS
    ]
    rules += [f".{one} {{ {name}: {light}; }}" for one, name, light, _ in _COLOURS]
    rules += [
        ".w-wire, .w-body { fill: none; stroke-linejoin: round; stroke-linecap: round; }",
        ".w-wire { stroke-width: 2.2; }",
        ".w-body { stroke-width: 2; }",
        ".w-part, .w-board { stroke-width: 1.6; }",
        ".w-thick { stroke-width: 4; }",
        "@media (prefers-color-scheme: dark) {",
        *(f"  .{one} {{ {name}: {dark}; }}" for one, name, _, dark in _COLOURS),
        "}",
    ]
    return "\n".join("    " + rule for rule in rules)
