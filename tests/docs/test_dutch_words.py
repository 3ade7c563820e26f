# SPDX-License-Identifier: MIT
"""One word for one thing in the Dutch guides: that of the vocabulary and of the page."""

import re
from pathlib import Path

import pytest

GUIDES = sorted((Path(__file__).parents[2] / "docs").glob("*.nl.md"))
# What else a thing may be called in Dutch, and what it is called here.
OTHER_WORDS = {
    "apparaat": "horloge",
    "blad": "folder",
    "commando": "opdracht",
    "dagboek": "logboek",
    "oefenaar": "drager",
    "polsband": "horloge",
    "sessie": "oefening",
    "teken": "signaal",
    "trilling": "signaal",
}


def other_words(text: str) -> set[str]:
    """Return the words of a text that have another one here, in the singular."""
    used = re.findall(r"\b(\w+?)(?:s|en)?\b", text.lower())
    return set(used) & set(OTHER_WORDS)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_a_guide_has_one_word_for_one_thing(guide: Path) -> None:
    assert other_words(guide.read_text("utf-8")) == set()


def test_other_words_are_found_in_their_plural_too() -> None:
    assert other_words("Leer de tekens; tussen aanhalingstekens. Twee sessies.") == {
        "teken",
        "sessie",
    }
