# SPDX-License-Identifier: MIT
"""The drawing of a Pico on a breadboard, as one sees it: holes, legs and coloured wires."""

from typing import Final

from loslaten.language.text import Text
from loslaten.pictures.svg import Drawing
from tools.wiring import breadboard as bb
from tools.wiring.boards import Board
from tools.wiring.circuit import breadboard
from tools.wiring.parts import PARTS
from tools.wiring.sheet import FONTS

_PITCH: Final = 29
_LEFT: Final = 62
_WIDTH, _HEIGHT = 1100, 660
_ROWS: Final = {
    "T+": 118,
    "T-": 146,
    **{row: 200 + _PITCH * at for at, row in enumerate("jihgf")},
    **{row: 200 + _PITCH * (7 + at) for at, row in enumerate("edcba")},
    "B+": 576,
    "B-": 604,
}
# Where the long wire runs, between the rows and the rail.
_LANE_Y: Final = 173
_TOP, _BOTTOM = 96, 626
_MOTOR_X, _MOTOR_Y = 1030, 340
_COLOURS: Final = {
    "black": "#2b2d33",
    "red": "#c4302b",
    "orange": "#e07b1a",
    "green": "#2f8f4e",
    "blue": "#2c62b8",
    "yellow": "#d9b310",
    "white": "#fdfdfb",
}
# The colours of the bands of a resistor, by digit.
_BANDS: Final = (
    *("#1d1d1f", "#8a5a2b", "#c4302b", "#e07b1a", "#e3c21b"),
    *("#2f8f4e", "#2c62b8", "#7a4aa8", "#8b8d92", "#f4f4f0"),
)
_GOLD: Final = "#c9a227"
_STYLE: Final = f"""
    text {{ font-family: {FONTS}; fill: #26282e; }}
    .k-paper {{ fill: #fbfaf7; }} .k-body {{ fill: #f1efe8; stroke: #cfcbbf; stroke-width: 1.5; }}
    .k-trench {{ fill: #e2dfd5; }} .k-hole {{ fill: #b9b5a8; }} .k-used {{ fill: #57544b; }}
    .k-plus {{ stroke: #c4302b; stroke-width: 2; }}
    .k-minus {{ stroke: #2c62b8; stroke-width: 2; }}
    .k-title {{ font-size: 22px; font-weight: 600; }} .k-note {{ font-size: 14px; }}
    .k-row {{ font-size: 13px; fill: #77746a; }}
    .k-name, .k-number {{ font-size: 14px; font-weight: 600; }}
    .k-name {{ paint-order: stroke; stroke: #f1efe8; stroke-width: 5px; stroke-linejoin: round; }}
    .k-free {{ font-size: 14px; font-weight: 600; }}
    .k-pin {{ font-size: 12px; fill: #f2f5f2; }} .k-light {{ font-size: 14px; fill: #ffffff; }}
    .k-pico {{ fill: #2f7d4f; stroke: #1d5634; stroke-width: 1.5; }}
    .k-gold {{ fill: #d9b84a; }} .k-metal {{ fill: #b9bcc2; stroke: #7b7e85; stroke-width: 1.2; }}
    .k-chip {{ fill: #26282e; }} .k-resistor {{ fill: #e2cfa3; stroke: #a8905a; }}
    .k-disc {{ fill: #d3832f; stroke: #8f5518; }} .k-terminal {{ fill: #3f8f5f; stroke: #245c3b; }}
    .k-leg {{ stroke: #8b8d92; stroke-width: 3; fill: none; }}
    .k-under {{ stroke: #f1efe8; stroke-width: 11; fill: none; stroke-linecap: round; }}
    .k-edge {{ stroke: #55524a; stroke-width: 7.5; fill: none; stroke-linecap: round; }}
    .k-wire {{ stroke-width: 5; fill: none; stroke-linecap: round; stroke-linejoin: round; }}
"""


def draw(board: Board, lang: str) -> str:
    """Return the drawing as an SVG document with labels in a language."""
    sheet = _Breadboard(board, lang)
    title = Text("Pico W op een breadboard", "Pico W on a breadboard").say(lang)
    told = Text(
        "Van boven: de Pico steekt links in een breadboard van 30 kolommen, met de USB-aansluiting"
        " naar links; rechts ervan vier weerstanden, een transistor, een diode, een condensator,"
        " een drukknop en een schroefklem met de motor; elf genummerde draden verbinden ze zoals"
        " de tabel zegt.",
        "From above: the Pico in the left of a breadboard of 30 columns, its USB socket to the"
        " left; right of it four resistors, a transistor, a diode, a capacitor, a push button and"
        " a screw terminal with the motor; eleven numbered wires join them as the table says.",
    ).say(lang)
    return sheet.finished(title, told)


def _x(column: float) -> float:
    return _LEFT + _PITCH * column


def _at(hole: str) -> tuple[float, float]:
    if hole[0] in "TB":
        return _x(int(hole[2:])), _ROWS[hole[:2]]
    return _x(int(hole[1:])), _ROWS[hole[0]]


class _Breadboard:
    """The drawing under way: from the bottom up, as one plugs it in."""

    def __init__(self, board: Board, lang: str) -> None:
        self._board, self._lang = board, lang
        self._placed = breadboard(board).placed
        self._drawing = Drawing()
        self._base()
        self._pico()
        for name in ("gate_resistor", "pull_down", "divider_high", "divider_low"):
            self._resistor(name)
        self._diode()
        self._capacitor()
        self._button()
        self._transistor()
        # The long one lies below the others.
        for number, wire in sorted(enumerate(bb.WIRES, 1), key=lambda one: not one[1].lane):
            self._wire(number, wire)
        self._motor()
        self._labels()

    def finished(self, title: str, told: str) -> str:
        """Return the SVG document."""
        self._drawing.text(_x(0.3), 52, title, "k-title")
        name = f"breadboard-{self._lang}"
        return self._drawing.finished(_WIDTH, _HEIGHT, title, told, _STYLE + _wire_styles(), name)

    def _base(self) -> None:
        drawing = self._drawing
        drawing.rect(0, 0, _WIDTH, _HEIGHT, "k-paper", 8)
        right = _x(bb.COLUMNS + 0.9)
        drawing.rect(_x(0.1), _TOP, right - _x(0.1), _BOTTOM - _TOP, "k-body", 8)
        trench_y = (_ROWS["f"] + _ROWS["e"]) / 2
        drawing.rect(_x(0.1), trench_y - 13, right - _x(0.1), 26, "k-trench")
        used = {hole for _, hole in bb.holes(self._board)}
        used |= {hole for wire in bb.WIRES for hole in (wire.begin, wire.end)}
        for row, y in _ROWS.items():
            if len(row) == 2:
                kind, beside = ("k-plus", -12) if row[1] == "+" else ("k-minus", 12)
                drawing.line(_x(0.8), y + beside, _x(bb.COLUMNS + 0.2), y + beside, kind)
            label = {"+": "+", "-": "−"}.get(row[-1], row)
            drawing.text(_x(0.35), y + 4.5, label, "k-row", "middle")
            drawing.text(_x(bb.COLUMNS + 0.62), y + 4.5, label, "k-row", "middle")
            for column in range(1, bb.COLUMNS + 1):
                kind = "k-used" if f"{row}{column}" in used else "k-hole"
                drawing.rect(_x(column) - 3, y - 3, 6, 6, kind, 1)
        covered = _under_wires("j")
        for column in (1, *range(5, bb.COLUMNS + 1, 5)):
            drawing.text(_x(column), _ROWS["a"] + 21, str(column), "k-row", "middle")
            if column not in covered:
                drawing.text(_x(column), _ROWS["j"] - 10, str(column), "k-row", "middle")

    def _pico(self) -> None:
        drawing = self._drawing
        top, bottom = _ROWS["h"] - 15, _ROWS["c"] + 15
        middle = (top + bottom) / 2
        with self._part("board"):
            drawing.rect(_x(0.2), top, _x(20.6) - _x(0.2), bottom - top, "k-pico", 6)
            drawing.rect(_x(0.2) - 16, middle - 20, 44, 40, "k-metal", 3)
            drawing.rect(_x(8.6), middle - 22, 44, 44, "k-chip", 3)
            drawing.rect(_x(14), middle - 26, 96, 52, "k-metal", 4)
        drawing.text(_x(3.4), middle + 5, "Pico W", "k-light")
        drawing.text(_x(15.65), middle + 5, "radio", "k-free", "middle")
        named = bb.pins(self._board)
        for pin in range(1, 41):
            x, y = _at(bb.hole_of_pin(pin))
            drawing.circle(x, y, 5.5 if pin in named and pin not in (38, 39) else 4, "k-gold")
        for pin, name in named.items():
            if pin in (38, 39):
                continue
            x, y = _at(bb.hole_of_pin(pin))
            # Three pins stand side by side: the middle one is written lower.
            lower = 15 if pin == 22 else 0
            drawing.text(x, y + (20 + lower if pin > 20 else -11), name, "k-pin", "middle")

    def _part(self, name: str) -> "Drawing.group":
        part = PARTS[self._placed[name]]
        told = " ".join(filter(None, (part.what.say(self._lang), self._value(name))))
        return self._drawing.group(f"k-{name}", told)

    def _value(self, name: str) -> str:
        value = PARTS[self._placed[name]].value
        return value.replace(".", ",") if self._lang == "nl" else value

    def _leg(self, name: str, end: str) -> tuple[float, float]:
        return _at(bb.LEGS[name][end][0])

    def _resistor(self, name: str) -> None:
        (ax, ay), (bx, by) = sorted((self._leg(name, "1"), self._leg(name, "2")))
        ohms = PARTS[self._placed[name]].ohms
        assert ohms is not None
        digits = f"{ohms}"
        bands = (int(digits[0]), int(digits[1]), len(digits) - 2)
        drawing = self._drawing
        with self._part(name):
            drawing.path(f"M{ax:g} {ay:g}L{bx:g} {by:g}", "k-leg")
            mx, my = (ax + bx) / 2, (ay + by) / 2
            upright = ax == bx
            long, thin = 42 if not upright or by - ay > 80 else 38, 13
            if upright:
                drawing.rect(mx - thin / 2, my - long / 2, thin, long, "k-resistor", 5)
            else:
                drawing.rect(mx - long / 2, my - thin / 2, long, thin, "k-resistor", 5)
            for at, digit in zip((-13, -5, 3), bands, strict=True):
                self._band(mx, my, at, f"k-band{digit}", upright)
            self._band(mx, my, 12, "k-bandgold", upright)

    def _band(self, x: float, y: float, at: float, kind: str, upright: bool) -> None:
        if upright:
            self._drawing.rect(x - 6.5, y + at, 13, 4, kind)
        else:
            self._drawing.rect(x + at, y - 6.5, 4, 13, kind)

    def _diode(self) -> None:
        (ax, ay), (_, ky) = self._leg("motor_diode", "A"), self._leg("motor_diode", "K")
        middle = (ay + ky) / 2 + 4
        with self._part("motor_diode"):
            self._drawing.path(f"M{ax:g} {ay:g}V{ky:g}", "k-leg")
            self._drawing.rect(ax - 8, middle - 18, 16, 36, "k-chip", 2)
            self._drawing.rect(ax - 8, middle - 14, 16, 6, "k-metal")

    def _capacitor(self) -> None:
        (ax, ay), (bx, by) = self._leg("motor_capacitor", "2"), self._leg("motor_capacitor", "1")
        with self._part("motor_capacitor"):
            self._drawing.path(f"M{ax:g} {ay:g}L{bx:g} {by:g}", "k-leg")
            self._drawing.circle((ax + bx) / 2, ay, 9.5, "k-disc")

    def _button(self) -> None:
        (ax, ay), (bx, _) = _at("e22"), _at("f24")
        mx, my = (ax + bx) / 2, (_ROWS["e"] + _ROWS["f"]) / 2
        drawing = self._drawing
        with self._part("button"):
            for column in (22, 24):
                drawing.path(f"M{_x(column):g} {_ROWS['f']:g}V{ay:g}", "k-leg")
            drawing.rect(mx - 37, my - 33, 74, 66, "k-metal", 5)
            drawing.circle(mx, my, 20, "k-chip")

    def _transistor(self) -> None:
        (gx, y), (sx, _) = self._leg("transistor", "G"), self._leg("transistor", "S")
        drawing = self._drawing
        with self._part("transistor"):
            drawing.rect(gx - 17, y - 14, sx - gx + 34, 9, "k-metal", 1)
            drawing.rect(gx - 17, y - 6, sx - gx + 34, 24, "k-chip", 2)
        for end in "GDS":
            drawing.text(self._leg("transistor", end)[0], y + 10, end, "k-light", "middle")

    def _motor(self) -> None:
        (ax, y), (bx, _) = self._leg("motor", "−"), self._leg("motor", "+")
        drawing = self._drawing
        for x, kind, turn in ((ax, "black", _MOTOR_Y + 8), (bx, "red", _MOTOR_Y - 8)):
            path = f"M{x:g} {y + 14:g}V{turn:g}H{_MOTOR_X:g}"
            drawing.path(path, "k-edge")
            drawing.path(path, f"k-wire k-{kind}")
        drawing.rect(ax - 15, y - 16, bx - ax + 30, 36, "k-terminal", 3)
        for x in (ax, bx):
            drawing.circle(x, y, 8, "k-metal")
            drawing.line(x - 5, y - 3, x + 5, y + 3, "k-leg")
        with self._part("motor"):
            drawing.circle(_MOTOR_X, _MOTOR_Y, 34, "k-metal")
            drawing.circle(_MOTOR_X, _MOTOR_Y, 6, "k-chip")

    def _wire(self, number: int, wire: bb.Wire) -> None:
        begin, end = _at(wire.begin), _at(wire.end)
        points = [begin, end]
        if wire.lane:
            points = [begin, (begin[0], _LANE_Y), (end[0], _LANE_Y), end]
        elif wire.corner:
            points = [begin, _at(wire.corner), end]
        path = "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
        colour = wire.colour.en
        for kind in ("k-under", "k-edge", f"k-wire k-{colour}"):
            self._drawing.path(path, kind)
        at = len(points) // 2
        (ax, ay), (bx, by) = points[at - 1 : at + 1]
        # Off the long wire, which others cross in their middle.
        share = 0.42 if wire.lane else 0.15 if wire.end.startswith("T-") else 0.5
        x, y = ax + (bx - ax) * share, ay + (by - ay) * share
        self._drawing.circle(x, y, 10.5, "k-ring")
        self._drawing.circle(x, y, 9, f"k-fill-{colour}")
        dark = colour in ("white", "yellow")
        self._drawing.text(x, y + 5, str(number), "k-number" if dark else "k-count", "middle")

    def _labels(self) -> None:
        drawing = self._drawing

        def beside(name: str, dx: float, dy: float, anchor: str = "middle") -> None:
            ends = list(bb.LEGS[name])
            (ax, ay), (bx, by) = (self._leg(name, end) for end in ends[:2])
            drawing.text(
                (ax + bx) / 2 + dx, (ay + by) / 2 + dy, self._value(name), "k-name", anchor
            )

        beside("gate_resistor", -12, -12)
        beside("pull_down", -13, 4, "end")
        beside("divider_high", 56, 20)
        beside("divider_low", 56, 5, "start")
        beside("transistor", 15, 38)
        drawing.text(_x(29) - 14, 164, self._value("motor_diode"), "k-name", "end")
        drawing.text(_x(30.25), _ROWS["i"] + 6, self._value("motor_capacitor"), "k-free")
        motor = Text("motor", "motor").say(self._lang)
        drawing.text(_MOTOR_X, _MOTOR_Y + 56, motor, "k-free", "middle")
        button = Text("knop", "button").say(self._lang)
        drawing.text(_x(23), _ROWS["e"] + 22, button, "k-name", "middle")
        usb = Text("naar de computer", "to the computer").say(self._lang)
        drawing.text(_x(0.3), 78, f"USB ← {usb}", "k-note")


def _under_wires(row: str) -> set[int]:
    """Return the columns whose hole in a row a wire ends in or lies over."""
    columns: set[int] = set()
    for wire in bb.WIRES:
        ends = [int(hole[1:]) for hole in (wire.begin, wire.end) if hole[0] == row]
        columns |= set(ends if wire.lane else range(min(ends), max(ends) + 1) if ends else ())
    return columns


def _wire_styles() -> str:
    rules = [".k-ring { fill: #3b3e46; }", ".k-count { font-size: 13px; font-weight: 600;"]
    rules[1] += " fill: #ffffff; }"
    for name, colour in _COLOURS.items():
        rules.append(f".k-{name} {{ stroke: {colour}; }} .k-fill-{name} {{ fill: {colour}; }}")
    rules += [f".k-band{digit} {{ fill: {colour}; }}" for digit, colour in enumerate(_BANDS)]
    rules.append(f".k-bandgold {{ fill: {_GOLD}; }}")
    return "".join(f"    {rule}\n" for rule in rules)
