"""Which drawing is whose."""

from loslaten.firmware.tree import REPOSITORY
from tools.wiring import pico, twatch, xiao
from tools.wiring.boards import board

FOLDER = REPOSITORY / "docs" / "hardware" / "wiring"
_DRAWERS = {
    "pico_w": pico.draw,
    "pico_w_drv2605l": pico.draw,
    "pico2_w": pico.draw,
    "xiao_esp32s3": xiao.draw,
    "twatch_s3": twatch.draw,
}


def drawing(name: str) -> str:
    """Return a board's drawing as an SVG document. KeyError: it has none yet."""
    its = board(name)
    sheet, told = _DRAWERS[name](its)
    return sheet.finished(f"Wiring of a {its.model}", told, name)
