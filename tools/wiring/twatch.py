# SPDX-License-Identifier: MIT
"""The drawing of a T-Watch S3: nothing to solder, but what hangs on what."""

from tools.wiring.boards import Board
from tools.wiring.sheet import Sheet

_OFF = (
    ("ALDO2", "backlight"),
    ("ALDO3", "display, touch"),
    ("ALDO4", "LoRa"),
    ("BLDO1, DC3, DC4", "GPS, where there is one"),
    ("DLDO1", "sound"),
    ("ALDO1, DC2, DC5,", "nothing"),
    ("CPUSLDO, DLDO2", ""),
)


def draw(board: Board) -> tuple[Sheet, str]:
    """Return the drawing and what it shows, in words."""
    sheet = Sheet(1040, 560, {})
    pins = board.pins
    sheet.text(40, 44, f"Loslaten on a {board.model}: what hangs on what inside", "w-title")
    sheet.box(330, 100, 180, 380, "ESP32-S3")
    sheet.port(510, 170, f"SDA GPIO{pins['SDA_PIN']}", left=False)
    sheet.text(501, 192, f"SCL GPIO{pins['SCL_PIN']}", "w-pin", "end")
    _bus(sheet)
    _clock(sheet)
    _motor(sheet)
    _power(sheet, board)
    sheet.text(40, 122, "Switched off:", "w-name")
    for row, (rail, what) in enumerate(_OFF):
        sheet.text(40, 150 + 24 * row, rail, "w-pin")
        sheet.text(166, 150 + 24 * row, what, "w-value")
    sheet.text(40, 530, "Blue: signals; the I²C wire stands for two. Red: supplies.", "w-note")
    told = (
        f"Inside a {board.model}: the processor reaches the clock, the haptic driver and the power"
        " chip over I2C; the key and the cell hang on the power chip, which feeds the processor"
        " and enables the haptic driver."
    )
    return sheet, told


def _bus(sheet: Sheet) -> None:
    sheet.wire("signal", (510, 170), (600, 170))
    sheet.wire("signal", (600, 135), (600, 350), (700, 350))
    sheet.wire("signal", (600, 135), (700, 135))
    sheet.wire("signal", (600, 235), (700, 235))
    sheet.joint("signal", 600, 170)
    sheet.joint("signal", 600, 235)
    sheet.text(592, 160, "I²C", "w-name", "end")


def _clock(sheet: Sheet) -> None:
    sheet.box(700, 100, 180, 66, "PCF8563", "clock")
    sheet.port(700, 135, "", left=True)
    sheet.wire("power", (880, 120), (940, 120), (940, 131))
    sheet.wire("ground", (940, 141), (940, 154))
    sheet.cell("cell", 940, 136)
    sheet.ground(940, 154)
    sheet.text(940, 187, "backup cell", "w-value", "middle")


def _motor(sheet: Sheet) -> None:
    sheet.box(700, 200, 180, 70, "DRV2605", "haptic driver")
    sheet.port(700, 235, "", left=True)
    for y in (222, 248):
        sheet.wire("signal", (880, y), (945, y))
    sheet.motor("motor", 945, 235)
    sheet.text(945, 276, "ERM", "w-value", "middle")


def _power(sheet: Sheet, board: Board) -> None:
    sheet.box(700, 320, 180, 160, "AXP2101", "power chip")
    sheet.port(700, 350, "", left=True)
    sheet.port(700, 390, "IRQ", left=True)
    sheet.port(510, 390, f"GPIO{board.pins['PMU_PIN']}", left=False)
    sheet.wire("signal", (510, 390), (700, 390))
    sheet.port(700, 450, "DC1", left=True)
    sheet.port(510, 450, "3V3", left=False)
    sheet.wire("power", (510, 450), (700, 450))
    sheet.wire("power", (840, 320), (840, 270))
    sheet.text(852, 299, "BLDO2: EN", "w-pin")
    sheet.port(880, 350, "BAT", left=False)
    sheet.wire("power", (880, 350), (945, 350), (945, 363))
    sheet.cell("cell", 945, 368)
    sheet.wire("ground", (945, 373), (945, 384))
    sheet.ground(945, 384)
    sheet.text(945, 338, f"LiPo, {board.battery_mah} mAh", "w-value", "middle")
    sheet.port(880, 450, "PWRON", left=False)
    sheet.wire("signal", (880, 450), (913, 450))
    sheet.button("key", 935, 450)
    sheet.wire("ground", (957, 450), (980, 450), (980, 462))
    sheet.ground(980, 462)
    sheet.text(935, 478, "key", "w-name", "middle")
