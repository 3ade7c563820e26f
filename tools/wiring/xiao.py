# SPDX-License-Identifier: MIT
"""The drawing of a XIAO ESP32S3, lying with its USB socket at the bottom."""

from tools.wiring import driver_stage
from tools.wiring.boards import XIAO_PINS, Board
from tools.wiring.circuit import xiao
from tools.wiring.sheet import Sheet

_LEFT, _RIGHT, _TOP, _PITCH = 342, 518, 120, 40
_LEFT_PADS = ("D7", "D8", "D9", "D10", "3V3", "GND", "5V")
_RIGHT_PADS = ("D6", "D5", "D4", "D3", "D2", "D1", "D0")


def draw(board: Board) -> tuple[Sheet, str]:
    """Return the drawing and what it shows, in words."""
    sheet = Sheet(1040, 660, xiao(board).placed)
    sheet.text(40, 44, f"Loslaten on a {board.model}", "w-title")
    names = {XIAO_PINS[gpio]: f"{XIAO_PINS[gpio]} · GPIO{gpio}" for gpio in board.pins.values()}
    _board(sheet, names | {"3V3": "3V3", "GND": "GND", "5V": "5V"})
    _supplies(sheet)
    _cell(sheet, board)
    _divider(sheet, "usb", _y(board, "USB_PIN"), 560, 600, "5V")
    _divider(sheet, "battery", _y(board, "BATTERY_PIN"), 700, 740, "BAT+")
    _smoothing(sheet)
    _button(sheet, _y(board, "BUTTON_PIN"))
    gate_y = _y(board, "MOTOR_PIN")
    sheet.wire("signal", (_RIGHT, gate_y), (560, gate_y), (560, 540), (580, 540))
    driver_stage.draw(sheet, 580, 404)
    sheet.wire("power", (780, 404), (780, 394))
    sheet.supply(780, 394, "3V3")
    sheet.text(40, 606, "The board from above, its USB socket at the bottom; BAT+ and", "w-note")
    sheet.text(40, 625, "BAT− are underneath. All grounds are one.", "w-note")
    told = (
        f"A {board.model} with a LiPo cell, a transistor with the motor, a button to ground with"
        " a resistor to 3V3, and four resistors that sense the battery and USB power."
    )
    return sheet, told


def _y(board: Board, key: str) -> float:
    return _TOP + _PITCH * _RIGHT_PADS.index(XIAO_PINS[board.pins[key]])


def _board(sheet: Sheet, names: dict[str, str]) -> None:
    sheet.board(_LEFT - 12, _TOP - 30, _RIGHT - _LEFT + 24, 6 * _PITCH + 60)
    sheet.box(405, 376, 50, 26, "USB")
    for row in range(7):
        left, right, y = _LEFT_PADS[row], _RIGHT_PADS[row], _TOP + _PITCH * row
        sheet.pad(_LEFT, y, left in names, f"board.{left}")
        sheet.pad(_RIGHT, y, right in names, f"board.{right}")
        sheet.text(_LEFT + 12, y + 4.5, names.get(left, ""), "w-pin")
        sheet.text(_RIGHT - 12, y + 4.5, names.get(right, ""), "w-pin", "end")


def _supplies(sheet: Sheet) -> None:
    sheet.wire("power", (_LEFT, 280), (290, 280), (290, 270))
    sheet.supply(290, 270, "3V3")
    sheet.wire("ground", (_LEFT, 320), (290, 320), (290, 330))
    sheet.ground(290, 330)
    sheet.wire("power", (_LEFT, 360), (240, 360), (240, 350))
    sheet.supply(240, 350, "5V")


def _cell(sheet: Sheet, board: Board) -> None:
    for y, name in ((140, "BAT+"), (180, "BAT−")):
        sheet.pad(392, y, used=True, terminal=f"board.{name}")
        sheet.text(404, y + 4.5, name, "w-pin")
    sheet.wire("power", (392, 140), (200, 140), (200, 155))
    sheet.wire("ground", (200, 165), (200, 180), (392, 180))
    sheet.joint("power", 262, 140)
    sheet.wire("power", (262, 140), (262, 128))
    sheet.supply(262, 128, "BAT+")
    sheet.cell("cell", 200, 160)
    sheet.text(178, 157, "LiPo cell, protected", "w-name", "end")
    sheet.text(178, 174, f"{board.battery_mah} mAh", "w-value", "end")


def _divider(sheet: Sheet, name: str, y: float, turn_x: float, x: float, supply: str) -> None:
    sheet.wire("signal", (_RIGHT, y), (turn_x, y), (turn_x, 174), (x, 174))
    sheet.wire("power", (x, 104), (x, 138))
    sheet.wire("signal", (x, 138), (x, 210))
    sheet.wire("ground", (x, 210), (x, 238))
    sheet.supply(x, 104, supply)
    sheet.joint("signal", x, 174)
    for end, resistor in (("high", 138), ("low", 210)):
        sheet.resistor(f"{name}_{end}", x, resistor, upright=True)
        sheet.text(x + 13, resistor + 5, sheet.value(f"{name}_{end}"), "w-value")
    sheet.ground(x, 238)


def _smoothing(sheet: Sheet) -> None:
    sheet.wire("signal", (740, 174), (840, 174), (840, 206))
    sheet.capacitor("battery_capacitor", 840, 210)
    sheet.wire("ground", (840, 214), (840, 238))
    sheet.ground(840, 238)
    sheet.text(858, 215, sheet.value("battery_capacitor"), "w-value")


def _button(sheet: Sheet, y: float) -> None:
    sheet.wire("signal", (_RIGHT, y), (838, y))
    sheet.joint("signal", 780, y)
    sheet.wire("signal", (780, y), (780, y - 16))
    sheet.resistor("button_pull_up", 780, y - 30, upright=True)
    sheet.wire("power", (780, y - 44), (780, y - 52))
    sheet.supply(780, y - 52, "3V3")
    sheet.text(793, y - 26, sheet.value("button_pull_up"), "w-value")
    sheet.button("button", 860, y)
    sheet.text(860, y + 26, "push button", "w-name", "middle")
    sheet.wire("ground", (882, y), (940, y), (940, y + 14))
    sheet.ground(940, y + 14)
