# SPDX-License-Identifier: MIT
"""Writes all wiring drawings and tables of parts: `make wiring`."""

from loslaten.firmware.boards import names
from tools.wiring import breadboard_drawing
from tools.wiring.boards import board
from tools.wiring.building import GUIDES, written
from tools.wiring.circuit import circuit
from tools.wiring.drawings import BREADBOARDS, FOLDER, drawing
from tools.wiring.tables import with_table

FOLDER.mkdir(exist_ok=True)
for name in names():
    (FOLDER / f"{name}.svg").write_text(drawing(name), encoding="utf-8")
    page = FOLDER.parent / f"{name}.md"
    page.write_text(with_table(page.read_text("utf-8"), circuit(board(name)), "en"), "utf-8")
for lang, path in GUIDES.items():
    path.write_text(written(path.read_text("utf-8"), lang), "utf-8")
for lang, path in BREADBOARDS.items():
    path.write_text(breadboard_drawing.draw(board("pico_w"), lang), encoding="utf-8")
