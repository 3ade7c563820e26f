# SPDX-License-Identifier: MIT
"""Points for a therapist's attention: seen when they are there, and never made up."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loslaten.practice_log.days import Period
from loslaten.report.attention import (
    EARLY,
    HARD,
    HURTS,
    TOLD_MAX,
    UNCHANGED,
    WATCH,
    WORSE,
    Flag,
    flags,
)
from loslaten.report.figures import compute
from loslaten.report.page import phrases as tell
from loslaten_core.practice.event import (
    BATTERY,
    COMPLETED,
    ENDINGS,
    FAULT,
    LEFT,
    POWER_LOST,
    STOPPED,
)
from tests.rigs.made_up import MONDAY, Story, group, on

LONG = Period(MONDAY, MONDAY + timedelta(days=100))


def seen(story: Story) -> tuple[Flag, ...]:
    return flags(compute(story.taken(), LONG, story.sums))


def rated(*tensions: tuple[int | None, int | None], every: int = 1) -> Story:
    story = Story()
    for place, tension in enumerate(tensions):
        story.add(on(place * every), tension=tension)
    return story


@pytest.mark.parametrize(
    ("tensions", "flag"),
    [
        ([], None),
        ([(5, 6)], None),  # once is nothing
        ([(5, 6), (5, 7)], Flag(kind=WORSE, count=2, of=2)),
        ([(5, 6), (5, 7), (6, 2), (6, 2), (6, 2), (6, 2)], Flag(kind=WORSE, count=2, of=6)),
        ([(5, 6), (5, 7), *[(6, 2)] * 5], None),  # less than a third
        ([(5, 6), (5, 7), *[(6, None)] * 9], Flag(kind=WORSE, count=2, of=2)),
        ([(5, 6), (5, 7), *[(6, 2)] * 20], None),  # long ago
    ],
)
def test_tension_that_is_higher_afterwards(tensions, flag):
    assert [one for one in seen(rated(*tensions)) if one.kind == WORSE] == [flag] * bool(flag)


@pytest.mark.parametrize(
    ("tensions", "every", "flag"),
    [
        ([(5, 5)] * 7, 1, Flag(kind=UNCHANGED, count=7, of=7, days=7)),
        ([(5, 5)] * 6, 2, None),  # too few
        ([*[(5, 1)] * 5, *[(5, 5)] * 7], 1, Flag(kind=UNCHANGED, count=7, of=7, days=7)),
        ([*[(5, 5)] * 5, *[(5, 1)] * 7], 1, None),  # it has changed since
        ([(6, 5), (5, 5)] * 4, 2, Flag(kind=UNCHANGED, count=7, of=7, days=13)),
        ([(5, 4)] * 7, 1, None),  # a little is something
        ([(5, 5), (5, 6)] * 4, 1, None),  # that is another flag
    ],
)
def test_tension_that_does_not_change_for_a_week(tensions, every, flag):
    found = [one for one in seen(rated(*tensions, every=every)) if one.kind == UNCHANGED]
    assert found == [flag] * bool(flag)


def test_seven_sessions_in_three_days_are_no_week():
    story = Story()
    for place in range(9):
        story.add(on(place // 3), tension=(5, 5))
    assert seen(story) == ()


def test_ratings_of_unknown_days_do_not_make_a_week():
    story = Story()
    for _ in range(9):
        story.add(on(0, 30), tension=(5, 5))
    assert seen(story) == ()


def practising(*each: list) -> Story:
    story = Story()
    for place, groups in enumerate(each):
        story.add(on(place), groups)
    return story


def test_a_group_that_is_cut_or_skipped_again_and_again():
    hurting = [group(5, cuts=2), group(14), group(2)]
    skipping = [group(5, cuts=1), group(14, skipped=True), group(2)]
    story = practising(hurting, skipping, hurting, skipping, skipping)
    assert seen(story) == (Flag(kind=HURTS, count=5, of=5, groups=((5, 5), (14, 3))),)
    assert seen(practising(hurting, skipping)) == ()


def test_a_group_that_hurt_long_ago_does_not_hurt_now():
    story = practising(*[[group(5, cuts=1)]] * 5, *[[group(5)]] * 20)
    assert seen(story) == ()


@pytest.mark.parametrize(
    ("asked", "plain", "is_hard"),
    [(3, 0, False), (4, 0, True), (4, 4, True), (4, 5, False), (10, 10, True)],
)
def test_a_group_that_is_asked_for_in_every_other_session(asked, plain, is_hard):
    story = practising(*[[group(15, asked=2)]] * asked, *[[group(15)]] * plain)
    found = seen(story)
    assert found == (
        (Flag(kind=HARD, count=asked, of=asked + plain, groups=((15, asked),)),) if is_hard else ()
    )


def test_sessions_that_did_not_reach_a_group_say_nothing_about_it():
    story = practising(*[[group(15, asked=1)]] * 5, *[[group(15, done=0)]] * 12)
    assert seen(story) == (Flag(kind=HARD, count=5, of=17, groups=((15, 5),)),)


@pytest.mark.parametrize(
    ("endings", "flag"),
    [
        ([STOPPED] * 2, None),
        ([STOPPED, STOPPED, LEFT], Flag(kind=EARLY, count=3, of=3)),
        ([STOPPED] * 3 + [COMPLETED] * 6, Flag(kind=EARLY, count=3, of=9)),
        ([STOPPED] * 3 + [COMPLETED] * 7, None),
        ([BATTERY, COMPLETED, POWER_LOST], Flag(kind=WATCH, count=2, of=3)),
        ([FAULT, COMPLETED], None),
        ([FAULT, FAULT], Flag(kind=WATCH, count=2, of=2)),
    ],
)
def test_sessions_that_end_early(endings, flag):
    story = Story()
    for place, ending in enumerate(endings):
        story.add(on(place), ending=ending)
    assert seen(story) == ((flag,) if flag else ())


def test_little_practice_is_nothing_to_look_at():
    story = Story(told=(LONG.first, LONG.last))
    story.add(on(0), tension=(6, 3))
    story.add(on(70), tension=(6, 3))
    assert seen(story) == ()


@given(
    st.lists(
        st.tuples(
            st.integers(0, 100),
            st.integers(1, len(ENDINGS) - 1),
            st.integers(0, 3),
            st.integers(0, 3),
            st.integers(0, 10),
        ),
        max_size=40,
    )
)
def test_what_is_told_is_about_the_newest_sessions_and_can_be_said(made):
    story = Story()
    for day, ending, asked, cuts, after in sorted(made):
        groups = [group(2, 2, asked, cuts), group(15, 2, cuts, asked)]
        story.add(on(day), groups, ending=ending, tension=(5, after))
    found = seen(story)
    assert len(found) <= TOLD_MAX
    for flag in found:
        assert 2 <= flag.count <= flag.of <= 20
        assert all(count <= flag.of for _, count in flag.groups)
        for lang in ("nl", "en"):
            said = tell.flag(flag, lambda muscle: f"group {muscle}", lang)
            assert "{" not in said
            assert said[-1] in ".?"
