# SPDX-License-Identifier: MIT
"""The README says what the wrist says: its table of cues is the standard theme's."""

import re
from pathlib import Path

import pytest

from loslaten_core.haptics import cue as cues
from tests.haptics.in_words import in_words

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


def test_every_link_leads_somewhere():
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", README):
        assert (ROOT / target).exists(), target
