# SPDX-License-Identifier: MIT
"""The drawings of a Pico W and a Pico 2 W, with either kind of motor."""

from tools.wiring import driver_stage
from tools.wiring.boards import PICO_PINS, PICO_SUPPLIES, Board
from tools.wiring.charge import charge_ma, worst_charge_ma
from tools.wiring.circuit import pico
from tools.wiring.sheet import Sheet

_LEFT, _RIGHT, _TOP, _PITCH = 342, 518, 110, 22


def draw(board: Board) -> tuple[Sheet, str]:
    """Return the drawing and what it shows, in words."""
    sheet = Sheet(1040, 660, pico(board).placed)
    sheet.text(40, 44, f"Loslaten on a {board.model}", "w-title")
    used = {PICO_PINS[gpio]: f"GP{gpio}" for gpio in board.pins.values()}
    _board(sheet, PICO_SUPPLIES | used)
    _supply(sheet, board)
    _divider(sheet, *_place(board, "USB_PIN"))
    _button(sheet, *_place(board, "BUTTON_PIN"))
    if "MOTOR_PIN" in board.pins:
        _transistor(sheet, *_place(board, "MOTOR_PIN"))
        motor = "a transistor with the motor"
    else:
        _chip(sheet, *(_place(board, f"{name}_PIN")[1] for name in ("SDA", "SCL", "ENABLE")))
        motor = "a DRV2605L with the motor"
    sheet.text(40, 606, "The board from above. All grounds are one:", "w-note")
    sheet.text(40, 625, "pin 38 and any other GND.", "w-note")
    told = (
        f"A {board.model} with a charger and a LiPo cell at VSYS through a Schottky diode,"
        f" {motor}, a button to ground and two resistors that sense USB power."
    )
    return sheet, told


def _place(board: Board, key: str) -> tuple[float, float]:
    pin = PICO_PINS[board.pins[key]]
    return (_LEFT if pin <= 20 else _RIGHT), _y(pin)


def _y(pin: int) -> float:
    return _TOP + _PITCH * (pin - 1 if pin <= 20 else 40 - pin)


def _board(sheet: Sheet, used: dict[int, str]) -> None:
    sheet.board(_LEFT - 12, _TOP - 22, _RIGHT - _LEFT + 24, 19 * _PITCH + 44)
    sheet.box(405, 72, 50, 26, "USB")
    for pin in range(1, 41):
        left, y = pin <= 20, _y(pin)
        sheet.pad(_LEFT if left else _RIGHT, y, pin in used, f"board.{used.get(pin, pin)}")
        if pin in used and left:
            sheet.text(_LEFT + 12, y + 4.5, f"{used[pin]} · {pin}", "w-pin")
        elif pin in used:
            sheet.text(_RIGHT - 12, y + 4.5, f"{pin} · {used[pin]}", "w-pin", "end")


def _supply(sheet: Sheet, board: Board) -> None:
    vbus, vsys, ground = _y(40), _y(39), _y(38)
    sheet.text(780, 70, "charger, TP4056", "w-name", "middle")
    with sheet.part("charger"):
        sheet.box(720, 84, 120, 112)
    for y, name in ((vbus, "IN+"), (vsys, "OUT+"), (176, "OUT−, IN−")):
        sheet.port(720, y, name, left=True, of="charger")
    sheet.wire("power", (_RIGHT, vbus), (720, vbus))
    sheet.wire("power", (_RIGHT, vsys), (720, vsys))
    sheet.diode("supply_diode", 640, vsys, "left")
    sheet.text(640, vsys + 23, sheet.value("supply_diode"), "w-value", "middle")
    sheet.wire("ground", (720, 176), (690, 176), (690, 184))
    sheet.ground(690, 184)
    sheet.wire("ground", (_RIGHT, ground), (560, ground), (560, ground + 8))
    sheet.ground(560, ground + 8)
    for y, name in ((vbus, "B+"), (176, "B−")):
        sheet.port(840, y, name, left=False, of="charger")
    sheet.wire("power", (840, vbus), (936, vbus), (936, 138))
    sheet.switch("switch", 888, vbus)
    sheet.text(888, vbus - 24, "slide switch", "w-name", "middle")
    sheet.wire("ground", (936, 148), (936, 176), (840, 176))
    sheet.cell("cell", 936, 143)
    sheet.text(958, 140, "LiPo cell", "w-name")
    sheet.text(958, 157, f"{board.battery_mah} mAh", "w-value")
    _charge_resistor(sheet)


def _charge_resistor(sheet: Sheet) -> None:
    """Draw the one on the module that sets the charge current, and what it comes to."""
    for x, name in ((773, "R3a"), (811, "R3b")):
        sheet.pad(x, 146, used=True, terminal=f"charger.{name}")
    sheet.wire("signal", (773, 146), (778, 146))
    sheet.wire("signal", (806, 146), (811, 146))
    sheet.resistor("charge_resistor", 792, 146)
    sheet.text(765, 151, "R3", "w-pin", "end")
    ohms = sheet.value("charge_resistor")
    sheet.text(800, 218, f"with protection; its R3 changed to {ohms}:", "w-note", "middle")
    sheet.text(
        800, 236, f"{charge_ma():.0f} mA, at worst {worst_charge_ma():.0f} mA", "w-note", "middle"
    )


def _divider(sheet: Sheet, x: float, y: float) -> None:
    middle = y - 66
    sheet.wire("signal", (x, y), (560, y), (560, middle), (600, middle))
    sheet.wire("power", (600, middle - 80), (600, middle - 40))
    sheet.wire("signal", (600, middle - 40), (600, middle + 40))
    sheet.wire("ground", (600, middle + 40), (600, middle + 62))
    sheet.supply(600, middle - 80, "VBUS")
    sheet.joint("signal", 600, middle)
    for name, resistor in (("divider_high", middle - 40), ("divider_low", middle + 34)):
        sheet.resistor(name, 600, resistor, upright=True)
        sheet.text(613, resistor + 5, sheet.value(name), "w-value")
    sheet.ground(600, middle + 62)


def _button(sheet: Sheet, x: float, y: float) -> None:
    sheet.wire("signal", (x, y), (222, y))
    sheet.button("button", 200, y, first="right")
    sheet.text(200, y - 30, "push button", "w-name", "middle")
    sheet.wire("ground", (178, y), (130, y), (130, y + 14))
    sheet.ground(130, y + 14)


def _transistor(sheet: Sheet, x: float, y: float) -> None:
    sheet.wire("signal", (x, y), (590, y))
    driver_stage.draw(sheet, 590, y - 136)
    sheet.wire("power", (_RIGHT, _y(36)), (648, _y(36)), (648, 300), (790, 300), (790, y - 136))


def _chip(sheet: Sheet, sda_y: float, scl_y: float, enable_y: float) -> None:
    with sheet.part("driver"):
        sheet.box(50, 176, 150, 154)
    sheet.text(125, 164, f"{sheet.value('driver')} module", "w-name", "middle")
    signals = ((sda_y, "SDA"), (scl_y, "SCL"), (enable_y, "EN"))
    for y, name in ((198, "VIN"), *signals, (312, "GND")):
        sheet.port(200, y, name, left=False, of="driver")
    sheet.wire("power", (200, 198), (244, 198), (244, 180))
    sheet.supply(244, 180, "3V3")
    for y, _ in signals:
        sheet.wire("signal", (200, y), (_LEFT, y))
    sheet.wire("ground", (200, 312), (244, 312), (244, 324))
    sheet.ground(244, 324)
    for x, name in ((90, "OUT+"), (140, "OUT−")):
        sheet.wire("signal", (x, 330), (x, 382))
        sheet.pad(x, 330, used=True, terminal=f"driver.{name}")
    sheet.wire("signal", (90, 382), (140, 382))
    sheet.text(115, 320, "OUT", "w-pin", "middle")
    sheet.motor("motor", 115, 382, ("1", "2"))
    sheet.text(115, 422, "linear motor (LRA)", "w-name", "middle")
    sheet.wire("power", (_RIGHT, _y(36)), (600, _y(36)), (600, _y(36) - 8))
    sheet.supply(600, _y(36) - 8, "3V3")
