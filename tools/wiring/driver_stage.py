# SPDX-License-Identifier: MIT
"""A coin motor on a transistor, as two kinds of boards have it."""

from tools.wiring.sheet import Sheet


def draw(sheet: Sheet, gate_x: float, top_y: float) -> None:
    """Draw it: the signal comes in at (gate_x, top_y + 136), the motor's supply at `top_y`."""
    x, gate_y = gate_x + 200, top_y + 136
    bottom_y = gate_y - 38
    sheet.wire("signal", (gate_x, gate_y), (x - 26, gate_y))
    sheet.resistor("gate_resistor", gate_x + 60, gate_y)
    sheet.text(gate_x + 60, gate_y - 13, sheet.value("gate_resistor"), "w-value", "middle")
    sheet.joint("signal", gate_x + 120, gate_y)
    sheet.wire("signal", (gate_x + 120, gate_y), (gate_x + 120, gate_y + 26))
    sheet.resistor("pull_down", gate_x + 120, gate_y + 40, upright=True)
    sheet.wire("ground", (gate_x + 120, gate_y + 54), (gate_x + 120, gate_y + 70))
    sheet.ground(gate_x + 120, gate_y + 70)
    sheet.text(gate_x + 132, gate_y + 45, sheet.value("pull_down"), "w-value")
    sheet.transistor("transistor", x - 26, gate_y)
    sheet.text(x + 14, gate_y, sheet.value("transistor"), "w-name")
    sheet.text(x + 14, gate_y + 17, "logic-level N-MOSFET", "w-value")
    sheet.wire("ground", (x, gate_y + 22), (x, gate_y + 70))
    sheet.ground(x, gate_y + 70)
    _motor(sheet, x, top_y, bottom_y)
    sheet.wire("signal", (x, bottom_y), (x, gate_y - 22))


def _motor(sheet: Sheet, x: float, top_y: float, bottom_y: float) -> None:
    middle_y = (top_y + bottom_y) / 2
    for column in (x, x + 72, x + 152):
        sheet.wire("power", (column, top_y), (column, middle_y))
        sheet.wire("signal", (column, middle_y), (column, bottom_y))
    sheet.wire("power", (x, top_y), (x + 152, top_y))
    sheet.wire("signal", (x, bottom_y), (x + 152, bottom_y))
    for column in (x, x + 72):
        sheet.joint("power", column, top_y)
        sheet.joint("signal", column, bottom_y)
    sheet.motor("motor", x, middle_y)
    sheet.text(x - 28, middle_y - 3, "coin motor", "w-name", "end")
    sheet.text(x - 28, middle_y + 14, sheet.value("motor"), "w-value", "end")
    sheet.diode("motor_diode", x + 72, middle_y, "up")
    sheet.text(x + 85, middle_y + 5, sheet.value("motor_diode"), "w-value")
    sheet.capacitor("motor_capacitor", x + 152, middle_y)
    sheet.text(x + 169, middle_y + 5, sheet.value("motor_capacitor"), "w-value")
