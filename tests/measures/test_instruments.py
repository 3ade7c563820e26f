# SPDX-License-Identifier: MIT
"""The instruments: what is an answer and what is none, and what follows from answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loslaten.measures import sleep
from loslaten.measures.instruments import INSTRUMENTS, SLEEP, STAI_6, WEEK, accept
from loslaten.measures.question import AnswerError, Kind, Question
from tests.rigs.answers import NIGHT

QUESTIONS = [question for one in INSTRUMENTS.values() for question in one.questions]


def test_a_night_comes_to_its_figures():
    assert SLEEP.scored(NIGHT) == {"in-bed": 470, "asleep": 370, "efficiency": 79}
    SLEEP.accept(NIGHT)


def test_a_night_that_begins_after_midnight():
    night = NIGHT | {"bed": "00:30", "lights-out": "00:30"}
    assert SLEEP.scored(night)["in-bed"] == 390


def test_without_an_answer_no_figure_is_made_up():
    for key in NIGHT:
        night = {name: answer for name, answer in NIGHT.items() if name != key}
        needed = {"in-bed": ("bed", "up"), "asleep": ("lights-out", "latency", "awake", "woke")}
        for score, keys in needed.items():
            assert (score in SLEEP.scored(night)) == (key not in keys)


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"lights-out": "22:50"}, "woke"),  # before going to bed is nearly a day after it
        ({"woke": "07:30"}, "up"),
        ({"awake": 420}, "awake"),
    ],
)
def test_a_night_that_cannot_have_been_is_refused(changed, key):
    with pytest.raises(AnswerError) as refused:
        sleep.check(NIGHT | changed)
    assert refused.value.key == key
    with pytest.raises(ValueError, match="sleep: "):
        accept("sleep", NIGHT | changed)


def test_the_sum_of_six_items_on_the_scale_of_twenty():
    # Marteau and Bekker 1992: the sum times twenty, by six.
    assert [STAI_6.scored({"sum": n})["prorated"] for n in (6, 14, 24)] == [20, 46.7, 80]


@pytest.mark.parametrize(
    ("instrument", "key", "typed", "answer"),
    [
        (WEEK, "tension", " 0 ", 0),
        (WEEK, "tension", "10", 10),
        (WEEK, "calmer", "Ja", True),
        (WEEK, "calmer", "no", False),
        (SLEEP, "bed", "9.05", "09:05"),
        (SLEEP, "bed", "2310", "23:10"),
    ],
)
def test_answers_as_people_type_them(instrument, key, typed, answer):
    assert instrument.parse({key: typed, "quality": ""} if key == "bed" else {key: typed}) == {
        key: answer
    }


@pytest.mark.parametrize(
    ("instrument", "key", "typed"),
    [
        (WEEK, "tension", "11"),
        (WEEK, "tension", "-1"),
        (WEEK, "tension", "6.5"),
        (WEEK, "tension", "٣"),
        (WEEK, "tension", "9" * 5000),
        (WEEK, "calmer", "misschien"),
        (WEEK, "calm", "yes"),
        (STAI_6, "sum", "5"),
        (STAI_6, "sum", "25"),
        (SLEEP, "bed", "24:00"),
        (SLEEP, "quality", "0"),
    ],
)
def test_what_is_no_answer_is_refused_by_name(instrument, key, typed):
    with pytest.raises(AnswerError) as refused:
        instrument.parse({key: typed})
    for lang in ("nl", "en"):
        told = refused.value.told(lang)
        assert key in told.message
        assert told.advice


def test_nothing_answered_is_refused():
    with pytest.raises(AnswerError):
        WEEK.parse({"tension": " ", "calmer": ""})


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.key)
@given(value=st.integers() | st.booleans() | st.text(max_size=8) | st.none() | st.floats())
def test_a_stored_value_is_an_answer_exactly_where_it_can_be_typed(question: Question, value):
    typed = question.told(value, "en") if isinstance(value, bool) else str(value)
    try:
        can_be_typed = question.parse(typed) == value
    except AnswerError:
        can_be_typed = False
    kinds = {Kind.YES_NO: bool, Kind.CLOCK: str, Kind.NUMBER: int}
    assert question.accepts(value) == (can_be_typed and type(value) is kinds[question.kind])


@pytest.mark.parametrize(
    ("instrument", "answers"),
    [
        ("stai", {"sum": 9}),
        ("week", {}),
        ("week", {"tension": True}),
        ("week", {"tension": "6"}),
        ("week", {"tension": 6, "mood": 3}),
    ],
)
def test_what_a_file_says_is_bounded(instrument, answers):
    with pytest.raises(ValueError, match=instrument):
        accept(instrument, answers)


def test_everything_is_said_in_both_languages():
    for one in INSTRUMENTS.values():
        texts = [one.name, one.told, *(score.name for score in one.scores)]
        for question in one.questions:
            texts += [question.text, question.allowed, *(question.ends or ())]
        assert all(text.nl and text.en for text in texts)
        assert one.main in {*(q.key for q in one.questions), *(s.key for s in one.scores)}
