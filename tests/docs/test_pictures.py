# SPDX-License-Identifier: MIT
"""Pictures of the docs: each is made by a command, and shown on a page."""

import re
from pathlib import Path

from tools.pictures import __main__ as page
from tools.pictures import report, wrist
from tools.wiring.drawings import BREADBOARDS

ROOT = Path(__file__).parents[2]
# Made by `make pictures`, `make demo` and `make wiring`.
MADE = {
    *(f"{name}.png" for name, *_ in page.PICTURES),
    *(report.PICTURE.name, wrist.PICTURE.name),
    "night.svg",
    *(path.name for path in BREADBOARDS.values()),
}
SHOWN = re.compile(r"!\[[^\]]+\]\((?!https?:)([^)\s]+)\)")


def test_every_picture_is_made_by_a_command():
    assert {path.name for path in (ROOT / "docs" / "images").iterdir()} == MADE


def test_every_picture_is_shown_and_described():
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    shown = {
        (path.parent / target).resolve()
        for path in pages
        for target in SHOWN.findall(path.read_text("utf-8"))
    }
    assert all(path.exists() for path in shown)
    assert set((ROOT / "docs" / "images").iterdir()) - shown == set()
