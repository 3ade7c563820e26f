# SPDX-License-Identifier: MIT
"""The wearing guide tells every cue as it is felt, and the same in both languages."""

import re
from pathlib import Path

import pytest

from loslaten.cues.places import places
from loslaten.language import vocabulary
from loslaten.language.muscle_texts import muscle_name
from loslaten.protocols.file import find
from loslaten_core.haptics import cue as cues
from loslaten_core.haptics import notation
from loslaten_core.haptics.theme import STANDARD
from loslaten_core.practice import event, muscles
from loslaten_core.practice.session import Run
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


def drawn(count: int) -> str:
    """A place's number as the guide draws it: long, then short ones in threes."""
    pulses = notation.pulses(STANDARD.text(cues.POSITION), count, STANDARD.measures)[1:]
    shorts = "".join("·" + " " * (gap_ms > STANDARD.measures.gap_ms) for _, gap_ms, _ in pulses)
    return f"`— {shorts.strip()}`"


@pytest.mark.parametrize("language", ["en", "nl"])
def test_where_am_i_is_drawn_and_told_as_it_is_felt(language):
    practice = find("handout").protocol
    by_part: dict[int, list[str]] = {}
    for place in places(practice):
        told = f"{place.number} {muscle_name(place.muscle, language)}"
        by_part.setdefault(place.part, []).append(told)
    rows = re.findall(
        r"^\| (`—[^|]+`) \| (.+?) \| (.+?) \|$", PAGES[language].read_text("utf-8"), re.M
    )
    assert rows == [
        (drawn(part), f"{part} {vocabulary.region(part, language)}", ", ".join(told))
        for part, told in by_part.items()
    ]
    assert list(by_part) == sorted(by_part), "the numbers rise from the feet to the head"


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_landmarks_of_the_guide_are_those_that_are_felt(language):
    practice = find("handout").protocol
    session = Run(practice, bytes(6), 0)
    session.begin()
    felt = [muscles.LEGS]
    while session.deadline_ms is not None:
        for one in session.handle(session.deadline_ms, event.TICK):
            if isinstance(one, event.Happened) and one.cue == cues.LANDMARK:
                is_rest = one.event == event.REST
                felt += [
                    0 if is_rest else muscles.by_number(practice.groups[one.group].muscle).region
                ]
    rest = {"en": "rest", "nl": "rust"}[language]
    told = "; ".join(vocabulary.region(part, language) if part else rest for part in felt)
    assert f"| {told} |" in PAGES[language].read_text("utf-8")


def shape(page: str) -> list[str]:
    """Parts that are the same in any language: headings, rows, list items, all to be typed."""
    return re.findall(r"^(#+|\||\d\.)|(`.+?`)", page, re.M)


def test_both_languages_tell_the_same():
    english, dutch = (PAGES[language].read_text("utf-8") for language in ("en", "nl"))
    assert shape(english) == shape(dutch)
