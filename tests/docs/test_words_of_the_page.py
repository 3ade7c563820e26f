# SPDX-License-Identifier: MIT
"""Quotations of the page in a guide: they stand on the page, word for word."""

import re
from pathlib import Path

import pytest

from loslaten.page.words import every

DOCS = Path(__file__).parents[2] / "docs"
QUOTED = re.compile("‘([^’]+)’")
GUIDES = [
    (path.name, "nl" if path.name.endswith(".nl.md") else "en")
    for path in sorted(DOCS.glob("*.md"))
    if QUOTED.search(path.read_text("utf-8"))
]


def not_on_the_page(text: str, lang: str) -> list[str]:
    """Return what is quoted in a guide and is none of the page's texts."""
    on_the_page = {one.say(lang) for one in every().values()}
    return [said for said in QUOTED.findall(re.sub(r"\s+", " ", text)) if said not in on_the_page]


@pytest.mark.parametrize(("name", "lang"), GUIDES)
def test_quoted_words_are_the_page_s(name: str, lang: str) -> None:
    assert not_on_the_page((DOCS / name).read_text("utf-8"), lang) == []


def test_the_guides_to_wearing_it_lead_over_the_page() -> None:
    assert {name for name, _ in GUIDES} >= {"wearing.md", "wearing.nl.md"}
    assert not_on_the_page("Kies ‘Haal de nacht op’, dan ‘Bestaat niet’.", "nl") == [
        "Bestaat niet"
    ]
