"""Writes all wiring drawings: `make wiring`."""

from loslaten.firmware.boards import names
from tools.wiring.drawings import FOLDER, drawing

FOLDER.mkdir(exist_ok=True)
for name in names():
    (FOLDER / f"{name}.svg").write_text(drawing(name), encoding="utf-8")
