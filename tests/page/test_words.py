# SPDX-License-Identifier: MIT
"""The words of the page: every key that is used exists, and the other way round."""

import re
from pathlib import Path
from string import Formatter

import loslaten.page
from loslaten.page import settings
from loslaten.page.rendering import PLACES
from loslaten.page.words import Speech, every

ROOM = Path(loslaten.page.__file__).parent
SOURCES = [*ROOM.glob("*.py"), *(ROOM / "templates").glob("*.j2")]
# Keys that are put together: their beginnings. Of those that are a place alone, what follows.
COMPOSED = re.compile(r"""["'](\w+\.\w*?)(?:["'] ~|\{)""")
FOLLOWING = {
    "page.": PLACES,
    "today.": ("before", "after"),
    "watch.": (
        *(*settings.CHOICES, *settings.STRENGTHS, *settings.TIMES, "day_taps"),
        *(f"{name}_{choice}" for name, choices in settings.CHOICES.items() for choice in choices),
    ),
    "exercise.": (
        *("front", "back", "front_short", "back_short"),
        *("tense", "release", "fewest", "most", "rest", "settle"),
    ),
}
USED = re.compile(r"""["'](\w+\.\w+)["']""")


def test_every_key_that_is_used_exists():
    places = {key.partition(".")[0] for key in every()}
    for path in SOURCES:
        for key in USED.findall(path.read_text("utf-8")):
            place, _, name = key.partition(".")
            if place in places and not name.endswith("_") and name not in ("js", "css", "html"):
                assert key in every(), f"{path.name}: {key}"


def test_every_key_is_used():
    source = "\n".join(path.read_text("utf-8") for path in SOURCES)
    used, composed = set(USED.findall(source)), set(COMPOSED.findall(source))
    places = {f"{key.partition('.')[0]}." for key in every()}
    alone = composed & places
    assert alone - {"trouble."} == FOLLOWING.keys()
    used |= {place + name for place, names in FOLLOWING.items() for name in names}
    begun = tuple(composed - alone)
    troubles = {f"trouble.{name}" for name in re.findall(r'"(\w+)"\)', source)}
    troubles |= {f"{name}_advice" for name in troubles} | {"trouble.ours_advice"}
    unused = [key for key in every() if key not in used | troubles and not key.startswith(begun)]
    assert unused == []


def test_both_languages_fill_the_same_places():
    for key, text in every().items():
        places = [
            {name for _, name, _, _ in Formatter().parse(said) if name is not None}
            for said in (text.nl, text.en)
        ]
        assert places[0] == places[1], key


def test_no_exclamation_mark_and_no_jargon():
    for key, text in every().items():
        assert "!" not in text.nl + text.en, key
        if "bluetooth" not in key and not key.startswith("trouble."):
            assert "bluetooth" not in (text.nl + text.en).lower(), key


def test_stressed_words_and_foreign_signs():
    speech = Speech("en")
    assert speech.rich("page.hold", felt="<b>") == (
        "Now hold the button of the watch for a <em>count of three</em>, "
        "until you feel <em>&lt;b&gt;</em>."
    )
