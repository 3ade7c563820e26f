# SPDX-License-Identifier: MIT
"""The icon for programs that know no SVG: a PNG, and an ICO of several sizes."""

import base64
import struct
from pathlib import Path

from playwright.async_api import Browser

from loslaten.page import assets

DRAWN = assets.OWN / "icon.svg"
PNG, ICO = DRAWN.with_suffix(".png"), DRAWN.with_suffix(".ico")
SIZES_PX = (16, 32, 48, 256)
# Of an ICO: reserved, its type, and how many pictures there are.
_HEAD = struct.Struct("<HHH")
_ICON_TYPE = 1
# Of each picture: width and height (0 is 256), colours, reserved, planes, bits, bytes, place.
_ENTRY = struct.Struct("<BBBBHHII")


async def take(browser: Browser) -> tuple[Path, Path]:
    """Write the icon in both forms and return where they are."""
    pngs = [await _png(browser, size_px) for size_px in SIZES_PX]
    PNG.write_bytes(pngs[-1])
    ICO.write_bytes(ico(dict(zip(SIZES_PX, pngs, strict=True))))
    return PNG, ICO


async def _png(browser: Browser, size_px: int) -> bytes:
    page = await browser.new_page(viewport={"width": size_px, "height": size_px})
    drawn = base64.b64encode(DRAWN.read_bytes()).decode()
    await page.set_content(
        f'<body style="margin:0"><img style="display:block" width="{size_px}"'
        f' src="data:image/svg+xml;base64,{drawn}">'
    )
    png = await page.screenshot(omit_background=True)
    await page.close()
    return png


def ico(pngs: dict[int, bytes]) -> bytes:
    """Return an ICO of square pictures, each a PNG by its size in pixels."""
    entries, place = b"", _HEAD.size + len(pngs) * _ENTRY.size
    for size_px, png in pngs.items():
        entries += _ENTRY.pack(size_px % 256, size_px % 256, 0, 0, 1, 32, len(png), place)
        place += len(png)
    return _HEAD.pack(0, _ICON_TYPE, len(pngs)) + entries + b"".join(pngs.values())
