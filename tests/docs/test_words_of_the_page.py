# SPDX-License-Identifier: MIT
"""Quotations of the page, in a guide or on it: they stand on the page, word for word."""

import re
from pathlib import Path

import pytest

from loslaten.language.text import LANGUAGES
from loslaten.page.words import every

DOCS = Path(__file__).parents[2] / "docs"
QUOTED = re.compile("‘([^’]+)’")
OF_THE_BROWSER = {"Opslaan als PDF", "Save as PDF"}
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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_page_quotes_stands_on_it(lang: str) -> None:
    texts = " ".join(one.say(lang) for one in every().values() if "{" not in one.say(lang))
    assert set(not_on_the_page(texts, lang)) <= OF_THE_BROWSER


@pytest.mark.parametrize("guide", sorted(DOCS.glob("*.nl.md")), ids=lambda path: path.name)
def test_what_is_felt_has_one_name_in_dutch(guide: Path) -> None:
    assert not re.findall(r"\b(?:slot)?tekens?\b", guide.read_text("utf-8"))


@pytest.mark.parametrize("guide", ["wearing.md", "wearing.nl.md"])
def test_who_wears_it_reads_of_exercises_as_on_the_page(guide: str) -> None:
    text = re.sub(r"`[^`]*`", "", (DOCS / guide).read_text("utf-8"))
    assert "protocol" not in text
    assert not [key for key, one in every().items() if "protocol" in one.nl + one.en]
