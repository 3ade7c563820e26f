# SPDX-License-Identifier: MIT
"""The vocabulary and its notation."""

import pytest

from loslaten_core.haptics import cue as cues
from loslaten_core.haptics import notation
from loslaten_core.haptics.notation import FADE, FLAT, SWELL, Measures, NotationError
from loslaten_core.link import settings
from loslaten_core.practice import limits

MEASURES = Measures(100, 500, 900, 200, 400, 700)


def test_numbers_are_frozen():
    assert [(number, cues.name(number)) for number in cues.CUES] == [
        (1, "ready"),
        (2, "tense"),
        (3, "release"),
        (4, "landmark"),
        (5, "end"),
        (10, "ack"),
        (11, "limit"),
        (12, "paused"),
        (13, "resumed"),
        (14, "position"),
        (15, "battery"),
        (16, "refused"),
        (17, "tick"),
        (18, "here"),
        (19, "sync"),
        (20, "started"),
        (21, "radio"),
    ]


def test_names_lead_back_to_numbers():
    assert [cues.by_name(cues.name(number)) for number in cues.CUES] == list(cues.CUES)


@pytest.mark.parametrize("number", [-1, 0, 6, 9, 22, 256])
def test_unknown_cues_are_refused(number):
    with pytest.raises(cues.CueError, match=str(number)):
        cues.name(number)


def test_unknown_names_are_refused():
    with pytest.raises(cues.CueError, match="tens"):
        cues.by_name("tens")


def test_who_goes_first():
    by_priority = sorted(cues.CUES, key=cues.priority)
    assert by_priority[0] == cues.LANDMARK
    assert by_priority[-1] == cues.RELEASE
    assert {cues.priority(cue) for cue in cues.ANSWERS} == {cues.ANSWERING}
    assert {cues.priority(cue) for cue in (cues.READY, cues.TENSE, cues.END)} == {cues.ORDERS}


@pytest.mark.parametrize(
    ("cue", "count", "kept"),
    [
        (cues.POSITION, 0, 1),
        (cues.POSITION, 7, 7),
        (cues.POSITION, 99, 24),
        (cues.BATTERY, -1, 0),
        (cues.BATTERY, 9, 3),
        (cues.TENSE, 3, 0),
    ],
)
def test_counts_are_kept_to_what_can_be_told(cue, count, kept):
    assert cues.kept_count(cue, count) == kept


def test_the_lowest_strength_is_one_number_everywhere():
    assert limits.STRENGTH_PCT[0] == cues.LOWEST_STRENGTH_PCT
    lowest = {low for _, name, _, low, _ in settings.SETTINGS if "strength" in name}
    assert lowest == {cues.LOWEST_STRENGTH_PCT}


@pytest.mark.parametrize(
    ("text", "count", "pulses"),
    [
        (".", 0, ((100, 700, FLAT),)),
        ("..", 0, ((100, 200, FLAT), (100, 700, FLAT))),
        ("-", 0, ((500, 700, FLAT),)),
        ("/", 0, ((500, 700, SWELL),)),
        ("\\", 0, ((500, 700, FADE),)),
        ("=", 0, ((900, 700, FLAT),)),
        (". -", 0, ((100, 400, FLAT), (500, 700, FLAT))),
        ("- #", 2, ((500, 400, FLAT), (100, 200, FLAT), (100, 700, FLAT))),
        ("- #", 0, ((500, 700, FLAT),)),
        ("#", 1, ((100, 700, FLAT),)),
    ],
)
def test_the_notation(text, count, pulses):
    assert notation.pulses(text, count, MEASURES) == pulses


@pytest.mark.parametrize(
    ("count", "groups"),
    [(0, ""), (1, "."), (3, "..."), (4, "... ."), (6, "... ..."), (7, "... ... .")],
)
def test_counts_come_in_groups_of_three(count, groups):
    assert notation.grouped(count) == groups


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "no pulse in ''"),
        ("#", "no pulse in '#'"),
        (" .", "a space without a pulse before it in ' .'"),
        (".  .", "a space without a pulse before it in '.  .'"),
        (".x", "unknown sign 'x' in '.x'"),
        (".\t.", "unknown sign"),
    ],
)
def test_what_is_not_in_the_notation(text, what):
    with pytest.raises(NotationError, match=what):
        notation.pulses(text, 0, MEASURES)


@pytest.mark.parametrize("text", [".-", "- ..", ". . .", "-.- ...", "..."])
def test_a_rhythm_reads_back(text):
    assert notation.rhythm(notation.pulses(text, 0, MEASURES), MEASURES) == text


def test_a_rhythm_forgets_ramps_and_how_long_long_is():
    pulses = notation.pulses("/\\=", 0, MEASURES)
    assert notation.rhythm(pulses, MEASURES) == "---"
