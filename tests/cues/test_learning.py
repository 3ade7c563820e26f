# SPDX-License-Identifier: MIT
"""Cues on the laptop: drawn, fitted to the wearer, and asked for in a quiz."""

import math
from itertools import combinations
from pathlib import Path
from random import Random
from statistics import mean
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loslaten.cues import fitting, quiz, words
from loslaten.cues import terminal_drawing as drawing
from loslaten.cues.felt import MOTORS, FeltCue, felt_cue
from loslaten.cues.staircase import RESTARTS_MAX, Staircase, Verdict
from loslaten.language import vocabulary
from loslaten.pictures import cue as picture
from loslaten.pictures import style
from loslaten.pictures.svg import text_width
from loslaten.practice_log.database import StoreError
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.quizzes import Quiz, QuizLog
from loslaten.protocols.file import find
from loslaten_core.haptics import cue as cues
from loslaten_core.haptics import theme
from tests.torture import fitting as wearers
from tests.torture.fitting import searched

EVERYTHING = [
    pytest.param(one, motor, cue, id=f"{one.name}-{name}-{cues.name(cue)}")
    for one in theme.THEMES
    for name, motor in MOTORS.items()
    for cue in cues.MEANINGS
]


@pytest.mark.parametrize(("one", "motor", "cue"), EVERYTHING)
@pytest.mark.parametrize("strength_pct", [40, 100])
def test_what_is_felt_is_the_cue(one, motor, cue, strength_pct):
    felt = felt_cue(one, motor, cue, strength_pct=strength_pct)
    assert len(felt.pulses) == len(one.pulses(cue))
    assert abs(felt.pulses[0].onset_ms) <= 5
    assert felt.begins_ms == -motor.rise_ms
    assert felt.drive[-1][1] == 0
    assert felt.strength_pct == one.strength(100, strength_pct, False)


def tense() -> FeltCue:
    return felt_cue(theme.STANDARD, MOTORS["braked-erm"], cues.TENSE)


@pytest.mark.parametrize(("one", "motor", "cue"), EVERYTHING)
def test_the_drawing_has_the_pulses_and_fits(one, motor, cue):
    felt = felt_cue(one, motor, cue)
    drive, touch, axis = drawing.lines(felt, 64)
    assert all(len(line) <= 6 + 64 + 8 for line in (drive, touch, axis))
    assert len(touch[6:].split()) == len(felt.pulses)
    assert axis.strip().startswith("0")
    assert axis.endswith(" ms")


def test_braking_is_drawn():
    assert "▾" in next(iter(drawing.lines(tense())))


def test_the_picture_is_svg_with_every_pulse():
    text = picture.draw(tense(), "tense <1>", "standard & more")
    root = ET.fromstring(text)
    lengths = [str(pulse.length_ms) for pulse in tense().pulses]
    written = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert written[:2] == ["tense <1>", "standard & more"]
    assert [one for one in written if one in lengths] == lengths
    assert picture.draw(tense(), "tense <1>", "standard & more") == text


Box = tuple[float, float, float, float]


def boxes(svg: str) -> dict[Box, str]:
    """Room that each text of a picture takes, in px, as (left, top, right, bottom)."""
    found = {}
    for one in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):
        size_px, bold = style.TEXTS[one.attrib["class"]]
        text = one.text or ""
        width = text_width(text, size_px, bold)
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[one.get("text-anchor", "start")]
        left, base = float(one.attrib["x"]) - share * width, float(one.attrib["y"])
        found[left, base - 0.76 * size_px, left + width, base + 0.24 * size_px] = text
    return found


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(
    ("cue", "count"),
    [
        *((cue, 3) for cue in cues.CUES),
        (cues.POSITION, 0),
        (cues.POSITION, 9),
        (cues.POSITION, 24),
    ],
)
@pytest.mark.parametrize("motor", MOTORS.values(), ids=list(MOTORS))
def test_no_two_labels_of_the_picture_overlap(motor, cue, count, lang):
    told = vocabulary.CUES_TOLD[cues.name(cue)].say(lang)
    felt = felt_cue(theme.SOFT, motor, cue, count)
    found = boxes(picture.draw(felt, f"{cues.name(cue)}: {told}", "soft, 40 %", lang))
    for (one, text), (other, beside) in combinations(found.items(), 2):
        apart = (
            one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        )
        assert apart, f"{text!r} runs into {beside!r}"
    assert all(left >= 0 and right <= 760 for left, _, right, _ in found)
    assert " ".join(found.values()).startswith(f"{cues.name(cue)}: {told} soft, 40 %")
    assert {"0", str(felt.pulses[0].length_ms)} <= set(found.values())


def test_every_cue_has_words_in_both_languages():
    assert set(vocabulary.CUES_TOLD) == set(vocabulary.CUES) == set(map(cues.name, cues.CUES))
    for one in theme.THEMES:
        for cue in cues.CUES:
            assert words.feels(one.text(cue), "en") != words.feels(one.text(cue), "nl")
    assert words.feels("..", "nl") == "twee keer kort"
    assert words.feels(".- #", "en") == "short, long, so many short"


def observer(seed: int, middle_pct: float, slope_pct: float):
    """Somebody who feels half of what is played at `middle_pct`, and ever more above it."""
    random = Random(seed)

    def feels(strength_pct: int | None) -> bool:
        if strength_pct is None:
            return False
        return random.random() < 1 / (1 + math.exp((middle_pct - strength_pct) / slope_pct))

    return feels


@pytest.mark.parametrize("middle_pct", [50, 60, 70, 80])
def test_the_staircase_finds_where_four_of_five_are_felt(middle_pct):
    """Levitt's 79.4 % point of a logistic observer, on average over many searches."""
    searches = [searched(seed, observer(seed + 99, middle_pct, 1.5)) for seed in range(120)]
    expected = middle_pct + 1.5 * math.log(0.794 / 0.206)
    thresholds = [one.threshold_pct for one in searches if one.threshold_pct is not None]
    assert len(thresholds) > 110
    assert abs(mean(thresholds) - expected) < 2
    assert all(abs(one - expected) < 12 for one in thresholds)
    assert mean(one.trials for one in searches) < 35


def test_who_feels_everything_that_is_played_has_the_lowest():
    search = searched(1, lambda strength_pct: strength_pct is not None)
    assert (search.threshold_pct, search.verdict) == (40, Verdict.FOUND)
    assert search.blanks >= 3
    assert search.trials < 25


def test_who_feels_nothing_has_no_threshold():
    search = searched(1, lambda _: False)
    assert (search.threshold_pct, search.verdict) == (None, Verdict.NOTHING_FELT)


def test_a_yes_to_a_blank_begins_again_and_too_many_end_it():
    search, restarts = Staircase(7), []
    while not search.done:
        strength_pct = search.next()
        search.answer(True)
        if strength_pct is None:
            restarts.append((search.restarts, search.strength_pct, search.blanks))
    assert restarts == [(number, 100, 0) for number in range(1, RESTARTS_MAX + 2)]
    assert search.verdict is Verdict.GUESSED


@given(st.integers(0, 1000), st.integers(40, 100))
def test_no_threshold_counts_with_fewer_than_three_blanks(seed, threshold_pct):
    search = searched(seed, lambda pct: pct is not None and pct >= threshold_pct)
    assert search.blanks >= 3
    assert search.threshold_pct is not None
    assert 0 <= search.threshold_pct - threshold_pct <= 4


@pytest.mark.parametrize("yes_share", [1.0, 0.0, 0.5])
def test_who_always_says_yes_never_or_anything_is_not_believed(yes_share):
    """A slice of tests/torture/fitting.py, always the same."""
    assert wearers.believed(range(500), yes_share) <= 1 - wearers.REFUSED_AT_LEAST


def test_an_honest_wearer_whose_finger_slips_is_believed_and_fitted_within_a_step():
    accepted, close = wearers.fitted(range(500))
    assert accepted >= close >= wearers.FITTED_AT_LEAST


@given(st.integers(0, 1000), st.lists(st.booleans(), max_size=200))
def test_the_staircase_stays_in_range_and_ends(seed, answers):
    search = Staircase(seed)
    for felt in answers:
        if search.done:
            break
        played = search.next()
        assert played is None or 40 <= played <= 100
        search.answer(felt)
    while not search.done:
        search.next()
        search.answer(True)
    assert search.trials <= 120
    assert search.threshold_pct is None or 40 <= search.threshold_pct <= 100


def test_the_setting_lets_the_weakest_cue_be_felt():
    handout = find("handout").protocol
    for one in theme.THEMES:
        for clenched in (False, True):
            for threshold_pct in range(40, 101):
                fit = fitting.fit(one, handout, threshold_pct, clenched)
                assert 40 <= fit.setting_pct <= 100
                assert fit.enough or fit.setting_pct == 100
                weaker = fitting.weakest_asked_pct(handout, clenched)
                if fit.setting_pct > 40:
                    assert one.strength(weaker, fit.setting_pct - 1, clenched) < threshold_pct


def test_the_weakest_cue_is_the_faded_one():
    handout = find("handout").protocol
    assert handout.fade_pct == 30
    assert fitting.weakest_asked_pct(handout, False) == 70
    # The left arm, which wears the watch, comes before the end.
    assert 70 < fitting.weakest_asked_pct(handout, True) < 100
    assert fitting.weakest_asked_pct(None, False) == 100
    assert fitting.weakest_asked_pct(find("release-only").protocol, True) == 100


def test_the_order_has_every_meaning_as_often():
    played = quiz.order(5, 3)
    assert sorted(played) == sorted([*cues.MEANINGS] * 3)
    assert played == quiz.order(5, 3)
    assert played != quiz.order(6, 3)


def answered(*pairs: tuple[int, int]) -> quiz.Confusion:
    confusion = quiz.Confusion()
    for cue in cues.MEANINGS:
        for _ in range(4):
            confusion.add(cue, cue)
    for played, taken_for in pairs:
        confusion.add(played, taken_for)
    return confusion


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ((), ["are learned"]),
        (((cues.END, cues.LANDMARK),), ["are learned"]),
        (((cues.TENSE, cues.RELEASE),), ["tense and release were taken for each other once"]),
        (
            ((cues.END, cues.LANDMARK), (cues.LANDMARK, cues.END)),
            ["landmark and end were taken for each other twice"],
        ),
        (((cues.READY, 0),) * 3, ["not felt: 3 of 23", "go through"]),
    ],
)
def test_the_advice_follows_from_the_answers(pairs, words):
    told = [line.en for line in quiz.advice(answered(*pairs))]
    assert len(told) == len(words)
    assert all(part in line for part, line in zip(words, told, strict=True))


def test_quizzes_are_kept(tmp_path: Path):
    first = Quiz(
        taken_utc_ms=1_000,
        theme="standard",
        strength_pct=100,
        seed=7,
        confusion=answered((cues.END, 0)),
    )
    second = Quiz(taken_utc_ms=2_000, theme="soft", strength_pct=80, seed=8, confusion=answered())
    with PracticeLog.in_folder(tmp_path) as log:
        watch = log.see_watch(bytes(8), "Maan", 500)
    with QuizLog.in_folder(tmp_path) as log:
        log.keep(watch.id, first)
        log.keep(watch.id, second)
    with QuizLog.in_folder(tmp_path) as log:
        assert log.quizzes() == [second, first]


def test_a_quiz_of_an_unknown_watch_is_not_kept(tmp_path: Path):
    with QuizLog.in_folder(tmp_path) as log:
        with pytest.raises(StoreError):
            log.keep(
                99,
                Quiz(
                    taken_utc_ms=1_000,
                    theme="standard",
                    strength_pct=100,
                    seed=7,
                    confusion=answered(),
                ),
            )
        assert log.quizzes() == []
