# SPDX-License-Identifier: MIT
"""The words of the page: every key that is used exists, and the other way round."""

import re
from pathlib import Path
from string import Formatter

import pytest

import loslaten.page
from loslaten.cues.quiz import Confusion
from loslaten.export.words import sensed
from loslaten.page import settings
from loslaten.page.lessons import advice
from loslaten.page.nights import sentences
from loslaten.page.rendering import PLACES
from loslaten.page.words import Speech, every
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.sessions import night
from loslaten_core.haptics import cue as cues
from loslaten_core.journal.session import SessionRecord
from loslaten_core.practice.event import COMPLETED
from loslaten_core.practice.tally import GroupTally
from tests.rigs.raw_records import NOW_MS, PROTOCOL_ID, SERIAL, raw

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
    used |= {f"{key}_1" for key in used}
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


@pytest.mark.parametrize(
    ("lang", "told", "exported"),
    [
        ("nl", "Het duurde 1 minuut. U deed 1 spiergroep.", "1 van 1 spiergroep, 1 herhaling, "),
        ("en", "It took 1 minute. You did 1 muscle group.", "1 of 1 muscle group, 1 repeat, "),
    ],
)
def test_one_of_a_thing_is_told_as_one(tmp_path, lang, told, exported):
    one = SessionRecord(PROTOCOL_ID, [GroupTally(1, False)])
    one.groups[0].done, one.groups[0].tense_ms = 1, 6_000
    one.ending, one.duration_ms = COMPLETED, 70_000
    with PracticeLog.in_folder(tmp_path) as log:
        log.take_page(log.see_watch(SERIAL, "Maan", NOW_MS).id, [raw(1, one)], NOW_MS)
        practised = night(log, log.last_session_id())
    assert sentences(practised, Speech(lang)) == told
    assert exported in sensed(practised, lang)


def test_a_pair_of_cues_that_was_mixed_up_once_is_told_as_once():
    confusion = Confusion()
    confusion.add(cues.TENSE, cues.RELEASE)
    (mixed,) = advice(confusion)
    assert "één keer verwisseld" in mixed.nl
    assert "mixed up once" in mixed.en
