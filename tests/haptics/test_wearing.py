"""The wearing guide tells every cue as it is felt, and the same in both languages."""

import re
from pathlib import Path

import pytest

from loslaten_core.haptics import cue as cues
from tests.haptics.in_words import in_words

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "wearing.md", "nl": DOCS / "wearing.nl.md"}
# In the order of the two tables; one tap stands for all three.
TOLD = [
    *(cues.READY, cues.TENSE, cues.RELEASE, cues.LANDMARK, cues.END),
    *(cues.ACK, cues.STARTED, cues.LIMIT, cues.PAUSED, cues.RESUMED, cues.REFUSED),
    *(cues.BATTERY, cues.SYNC, cues.POSITION, cues.RADIO),
]


def felt_column(page: str, heading: str) -> list[str]:
    """The first column of every table whose first heading is this, without the head."""
    tables = re.findall(rf"^\| {heading} \|.*\n\|[-|]+\n((?:\|.*\n)+)", page, re.M)
    return [
        row.split(" | ")[0].removeprefix("| ") for table in tables for row in table.splitlines()
    ]


def test_no_cue_is_left_out():
    assert set(TOLD) == set(cues.CUES) - {cues.TICK, cues.HERE}


@pytest.mark.parametrize(("language", "heading"), [("en", "felt"), ("nl", "u voelt")])
def test_every_cue_is_told_as_it_feels(language, heading):
    told = felt_column(PAGES[language].read_text("utf-8"), heading)
    assert told == [in_words(cue, language) for cue in TOLD]


def shape(page: str) -> list[str]:
    """What is the same in any language: headings, rows, list items, and everything to be typed."""
    return re.findall(r"^(#+|\||\d\.)|(`.+?`)", page, re.M)


def test_both_languages_tell_the_same():
    english, dutch = (PAGES[language].read_text("utf-8") for language in ("en", "nl"))
    assert shape(english) == shape(dutch)
