# SPDX-License-Identifier: MIT
"""Make the pictures of README, page and icon anew: `python -m tools.pictures`."""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from loslaten.firmware.version import version
from loslaten.page import serving
from loslaten.page.admission import Admission
from loslaten.page.kept import HeldProtocol, LastTold
from loslaten.page.world import World
from loslaten.watches.reach import air
from tests.rigs import eight_weeks
from tools.pictures import icon, report, wrist

IMAGES = Path(__file__).parents[2] / "docs" / "images"
# The evening after the last night of the eight weeks was brought home.
NOW = (int(datetime(2026, 11, 20, 8, 10, tzinfo=UTC).timestamp() * 1000), 60)
COLOURS = 96
# What the watch told that morning.
TOLD = LastTold(
    name="nightstand",
    at_utc_ms=NOW[0],
    battery_pct=84,
    firmware=version(),
    board="pico_w",
    storage_pct=12,
    settings={
        "name": "nightstand",
        "theme": 0,
        "wrist": 2,
        "strength_pct": 70,
        "clenched_strength_pct": 90,
        "ratings": 2,
        "day_programme": 1,
        "day_taps": 5,
        "day_from": 9 * 60,
        "day_until": 17 * 60,
        "reminder": 1,
        "reminder_at": 21 * 60,
    },
    protocols=[HeldProtocol("00" * 6, "handout", True), HeldProtocol("11" * 6, "seven", False)],
)
# Name, path, language, colours, width and height.
PICTURES = (
    ("page-today", "/today", "en", "light", 1280, 1000),
    ("page-today-dark", "/today", "nl", "dark", 390, 844),
    ("page-exercise", "/exercise?group=left-lower-leg", "en", "light", 1280, 1000),
    ("page-feel", "/feel", "en", "light", 1280, 900),
    ("page-feel-nl", "/feel", "nl", "light", 1280, 900),
    ("page-report", "/report", "en", "light", 1280, 1000),
    ("page-watch", "/watch", "en", "light", 1280, 1000),
    ("page-wrist", "/wrist", "en", "light", 1280, 800),
    ("page-together", "/together", "en", "light", 1280, 720),
)


def main() -> int:
    """Take them all; 1 where there is no browser."""
    wrist.PICTURE.write_text(wrist.draw(), "utf-8")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("pictures: no Chromium here (make setup-browser)", file=sys.stderr)
        return 1
    _tell(report.take(chromium))
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_take(Path(folder), chromium))
    return 0


async def _take(folder: Path, chromium: str) -> None:
    world = World(folder, air, lambda: NOW, any_watch=True)
    with world.log() as log:
        eight_weeks.fill(log)
    world.keep_told(TOLD)
    admission = Admission(world.private)
    listening = serving.listen(admission)
    assert listening is not None, "a fresh folder has no server"
    server = serving.Server(world, admission, listening)
    serve = asyncio.create_task(server.run())
    try:
        async with async_playwright() as playwright:
            arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
            browser = await playwright.chromium.launch(executable_path=chromium, args=arguments)
            for made in await icon.take(browser):
                _tell(made)
            for name, path, lang, colours, width, height in PICTURES:
                if name in ("page-wrist", "page-together"):
                    await world.begin_trial()
                size = {"width": width, "height": height}
                await _picture(browser, admission, name, path, lang, colours, size)
            await browser.close()
    finally:
        server.end()
        await serve


async def _picture(
    browser: Browser,
    admission: Admission,
    name: str,
    path: str,
    lang: str,
    colours: str,
    size: dict[str, int],
) -> None:
    context = await browser.new_context(locale=lang, color_scheme=colours, viewport=size)  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto(serving.address(admission))
    await page.wait_for_url("**/today")
    await page.goto(f"http://127.0.0.1:{admission.port}{path}")
    if name == "page-together":
        await page.get_by_role("button", name="Begin").click()
        await page.get_by_role("heading", name="settle in").wait_for()
    target = IMAGES / f"{name}.png"
    await page.screenshot(path=target)
    await context.close()
    _reduce(target)
    _tell(target)


def _tell(path: Path) -> None:
    print(f"{path.stat().st_size:>8} B  {path.name}")


def _reduce(path: Path) -> None:
    """Make a picture smaller where pngquant is installed; it is as good without."""
    quant = shutil.which("pngquant")
    if quant is not None:
        command = [quant, "--force", "--strip", "--output", str(path), str(COLOURS), str(path)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    sys.exit(main())
