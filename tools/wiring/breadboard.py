# SPDX-License-Identifier: MIT
"""A Pico on a breadboard, as one sees it from above: where every leg and every wire goes.

A hole is its row and column, such as "j5", or a rail and a column: "T+5" is the upper rail marked
plus. Which holes are one strip is the breadboard's; what is joined by all that is plugged in is
worked out from that, and held against the circuit.
"""

from dataclasses import dataclass
from typing import Final

from loslaten.language.text import Text
from tools.wiring.boards import PICO_PINS, PICO_SUPPLIES, Board

COLUMNS: Final = 30
_SUPPLIES: Final = PICO_SUPPLIES | {23: "GND", 18: "GND"}
_BLACK, _RED, _ORANGE = Text("zwart", "black"), Text("rood", "red"), Text("oranje", "orange")
_GREEN, _BLUE = Text("groen", "green"), Text("blauw", "blue")
_YELLOW, _WHITE = Text("geel", "yellow"), Text("wit", "white")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """A wire from hole to hole.

    lane: it runs above the rows, past the Pico. corner: the hole over which it turns, "" where it
    goes straight.
    """

    begin: str
    end: str
    colour: Text
    why: Text
    lane: bool = False
    corner: str = ""


WIRES: Final = (
    Wire(begin="j5", end="T+5", colour=_RED, why=Text("3V3 naar de rail", "3V3 to the rail")),
    Wire(begin="j18", end="T-18", colour=_BLACK, why=Text("aarde boven", "ground above")),
    Wire(begin="a18", end="B-18", colour=_BLACK, why=Text("aarde onder", "ground below")),
    Wire(
        begin="j1",
        end="j26",
        colour=_ORANGE,
        why=Text("5 V van USB, om te meten", "5 V of USB, to sense it"),
        lane=True,
    ),
    Wire(begin="j19", end="j21", colour=_GREEN, why=Text("GP17 meet USB", "GP17 senses USB")),
    Wire(
        begin="b20", end="b22", colour=_BLUE, why=Text("GP15 naar de knop", "GP15 to the button")
    ),
    Wire(begin="j24", end="T-24", colour=_BLACK, why=Text("knop naar aarde", "button to ground")),
    Wire(begin="f25", end="e26", colour=_YELLOW, why=Text("naar de gate", "to the gate")),
    Wire(
        begin="e27",
        end="h29",
        colour=_WHITE,
        why=Text("drain naar de motor", "drain to the motor"),
        corner="h27",
    ),
    Wire(
        begin="a28", end="B-28", colour=_BLACK, why=Text("source naar aarde", "source to ground")
    ),
    Wire(begin="j30", end="T+30", colour=_RED, why=Text("3V3 naar de motor", "3V3 to the motor")),
)
# Where the legs of each part of the circuit are.
LEGS: Final = {
    "gate_resistor": {"1": ("i20",), "2": ("i25",)},
    "pull_down": {"1": ("a26",), "2": ("B-26",)},
    "divider_high": {"1": ("g26",), "2": ("g21",)},
    "divider_low": {"1": ("h21",), "2": ("h24",)},
    "transistor": {"G": ("c26",), "D": ("c27",), "S": ("c28",)},
    "motor_diode": {"A": ("j29",), "K": ("T+29",)},
    "motor_capacitor": {"1": ("i30",), "2": ("i29",)},
    "motor": {"−": ("f29",), "+": ("f30",)},  # by its screw terminal
    "button": {"1": ("e22", "f22"), "2": ("e24", "f24")},
}


def hole_of_pin(pin: int) -> str:
    """Return where a pin of the Pico is, its USB socket at the left edge."""
    return f"c{pin}" if pin <= 20 else f"h{41 - pin}"


def pins(board: Board) -> dict[int, str]:
    """Return the pins that are used, by their numbers: "GP16", "3V3"."""
    gpios = (board.pins[key] for key in ("BUTTON_PIN", "MOTOR_PIN", "USB_PIN"))
    return _SUPPLIES | {PICO_PINS[gpio]: f"GP{gpio}" for gpio in gpios}


def strip(hole: str) -> str:
    """Return the strip of metal under a hole."""
    if hole[0] in "TB":
        return hole[:2]
    return ("upper" if hole[0] in "fghij" else "lower") + hole[1:]


def holes(board: Board) -> list[tuple[str, str]]:
    """Return every terminal with each hole that it is in."""
    found = [(f"board.{name}", hole_of_pin(pin)) for pin, name in pins(board).items()]
    for part, ends in LEGS.items():
        found += [(f"{part}.{end}", hole) for end, where in ends.items() for hole in where]
    return found


def nets(board: Board) -> frozenset[frozenset[str]]:
    """Return which terminals are joined: by strips, by wires, and inside the Pico."""
    plugged = holes(board)
    names = {strip(hole): strip(hole) for _, hole in plugged}
    names |= {strip(hole): strip(hole) for wire in WIRES for hole in (wire.begin, wire.end)}

    def join(one: str, other: str) -> None:
        old, new = names[one], names[other]
        names.update({strip: new for strip, name in names.items() if name == old})

    for wire in WIRES:
        join(strip(wire.begin), strip(wire.end))
    first: dict[str, str] = {}
    for terminal, hole in plugged:
        join(strip(hole), strip(first.setdefault(terminal, hole)))
    found: dict[str, set[str]] = {}
    for terminal, hole in plugged:
        if terminal != "board.VSYS":
            found.setdefault(names[strip(hole)], set()).add(terminal)
    return frozenset(frozenset(net) for net in found.values() if len(net) > 1)


def table(board: Board, lang: str) -> str:
    """Return the wires as a table, numbered as in the drawing."""
    rows = [
        Text("| draad | kleur | van | naar | wat |", "| wire | colour | from | to | what |").say(
            lang
        ),
        "|---|---|---|---|---|",
    ]
    by_hole = {
        hole_of_pin(pin)[1:] + hole_of_pin(pin)[0]: (pin, n) for pin, n in pins(board).items()
    }

    def told(hole: str) -> str:
        if hole[0] in "TB":
            rail = Text("bovenste", "upper") if hole[0] == "T" else Text("onderste", "lower")
            sign = "+" if hole[1] == "+" else "−"
            return f"{rail.say(lang)} {sign}"
        side = "h" if strip(hole).startswith("upper") else "c"
        pin = by_hole.get(hole[1:] + side)
        return f"`{hole}`" if pin is None else f"`{hole}` ({pin[1]}, pin {pin[0]})"

    for number, wire in enumerate(WIRES, 1):
        cells = (
            str(number),
            wire.colour.say(lang),
            told(wire.begin),
            told(wire.end),
            wire.why.say(lang),
        )
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"
