# SPDX-License-Identifier: MIT
"""The README says what the wrist says: its table of cues is the standard theme's."""

import re
from pathlib import Path

import pytest

from loslaten_core.haptics import cue as cues
from tests.haptics.in_words import in_words
from tools.pictures import wrist

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
MEANS = {
    "tense": cues.TENSE,
    "let go, and feel the difference": cues.RELEASE,
    "get ready: the next muscle group": cues.READY,
    "get ready: a new part of the body, or the final rest": cues.LANDMARK,
    "the end, only where a protocol asks for it": cues.END,
}


def table():
    section = README.partition("## What the wrist says")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", section, re.M)
    return {means.replace("**", ""): felt for felt, means in rows[1:] if felt != "silence"}


def test_the_table_has_the_five_meanings():
    assert set(MEANS.values()) == set(cues.MEANINGS)
    assert table() == {means: in_words(cue) for means, cue in MEANS.items()}


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda one: one.name)
def test_every_page_of_the_docs_is_linked(page):
    assert f"](docs/{page.name})" in README


def test_the_first_screen_is_what_it_is_the_commands_and_what_has_not_run():
    first = README.partition("\n## ")[0]
    assert len(first.splitlines()) <= 30
    parts = ("is a companion", "docs/images/wrist.svg", "make demo", "make open")
    parts += ("Nothing has run on a physical board yet", "docs/building.md")
    places = [first.index(part) for part in parts]
    assert places == sorted(places)
    assert README.partition("\n## ")[2].startswith("What the button does\n")


def test_the_first_picture_is_what_the_standard_theme_says():
    drawn = wrist.draw()
    assert drawn == wrist.PICTURE.read_text("utf-8")
    assert drawn.count('Z"/>') == 3
    assert "short, long: get ready: the next muscle group" in drawn
