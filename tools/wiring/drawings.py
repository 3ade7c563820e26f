# SPDX-License-Identifier: MIT
"""Drawings by their boards."""

from loslaten.firmware.tree import REPOSITORY
from tools.wiring import pico, twatch, xiao
from tools.wiring.boards import board
from tools.wiring.sheet import Sheet

FOLDER = REPOSITORY / "docs" / "hardware" / "wiring"
BREADBOARDS = {
    "en": REPOSITORY / "docs" / "images" / "breadboard.svg",
    "nl": REPOSITORY / "docs" / "images" / "breadboard.nl.svg",
}
_DRAWERS = {
    "pico_w": pico.draw,
    "pico_w_drv2605l": pico.draw,
    "pico2_w": pico.draw,
    "xiao_esp32s3": xiao.draw,
    "twatch_s3": twatch.draw,
}


def drawing(name: str) -> str:
    """Return a board's drawing as an SVG document. KeyError: it has none yet."""
    sheet, told = drawn(name)
    return sheet.finished(f"Wiring of a {board(name).model}", told, name)


def drawn(name: str) -> tuple[Sheet, str]:
    """Return a board's drawing as a sheet, and what it shows in words."""
    return _DRAWERS[name](board(name))
