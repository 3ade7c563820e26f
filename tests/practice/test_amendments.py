# SPDX-License-Identifier: MIT
"""Meanings of the button beyond the table: asking, going on and pausing, in turn."""

import pytest

from loslaten.protocols.file import find
from loslaten_core.haptics import cue as cues
from loslaten_core.practice import course, event, limits
from loslaten_core.practice.protocol import Group
from tests.practice.examples import (
    BUTTOCKS,
    JAW,
    RIGHT_SHIN,
    begun,
    between,
    double,
    events,
    felt,
    hold,
    left_alone,
    long,
    of_groups,
    played,
    press,
    run,
    two_groups,
)

# Moments in `two_groups`: see test_button_table.
TENSE, RELEASE, GAP_2 = 66_000, 75_000, 92_000


def test_several_presses_in_one_release_ask_for_one_repeat_and_each_is_answered():
    gestures = press(71_000) + press(75_000) + press(80_000)
    assert [e for e in events(played(two_groups(), *gestures)) if e[2] == 0][3:] == [
        (71_000, "again", 0, 1),
        (90_000, "tense", 0, 2),
        (96_000, "release", 0, 2),
    ]
    answers = [f for f in felt(played(two_groups(), *gestures)) if f[1] == cues.ACK]
    assert answers == [(71_000, cues.ACK), (75_000, cues.ACK), (80_000, cues.ACK)]
    group = run(two_groups(), *gestures).tally.groups[0]
    assert (group.done, group.asked) == (2, 1)


def test_asking_before_the_fewest_repeats_brings_one_more_than_there_would_have_been():
    practice = of_groups(Group(RIGHT_SHIN, repeats_min=2, repeats_max=5))
    group = run(practice, *press(RELEASE)).tally.groups[0]
    assert (group.done, group.asked) == (3, 1)


def test_a_press_in_the_first_release_of_every_group_is_17_repeats_more():
    practice = find("handout").protocol
    assert sum(group.done for group in run(practice).tally.groups) == 34
    session = begun(practice)
    while session.deadline_ms is not None:
        session.handle(session.deadline_ms, event.TICK)
        if session.phase == course.RELEASE and session.group_tally.done == 1:
            session.handle(session.deadline_ms - 5_000, event.PRESS)
    assert sum(group.done for group in session.tally.groups) == 51
    assert sum(group.asked for group in session.tally.groups) == 17


def test_what_was_asked_for_and_not_done_is_not_counted():
    practice = of_groups(Group(RIGHT_SHIN, repeats_min=2, repeats_max=5), Group(BUTTOCKS))
    # Asked for in the first release, and gone on to the next group in the second.
    group = run(practice, *press(RELEASE), *double(100_000)).tally.groups[0]
    assert (group.done, group.asked) == (2, 0)


def test_every_release_can_ask_until_the_maximum():
    gestures = press(75_000) + press(100_000) + press(126_000) + press(130_000)
    practice = of_groups(Group(RIGHT_SHIN, repeats_min=1, repeats_max=3))
    said = [e for e in events(played(practice, *gestures)) if e[1] in ("again", "limit", "rest")]
    assert said == [
        (75_000, "again", 0, 1),
        (100_000, "again", 0, 2),
        (126_000, "limit", 0, 3),
        (130_000, "limit", 0, 3),
        (142_000, "rest", 0, 0),
    ]


def test_beyond_the_maximum_the_ready_gap_says_so_and_goes_on():
    practice = of_groups(
        Group(RIGHT_SHIN, repeats_min=1, repeats_max=1), Group(BUTTOCKS, repeats_min=1)
    )
    actions = played(practice, *double(GAP_2))
    assert between(events(actions), (92_000, 94_001)) == [
        (92_000, "limit", 1, 1),
        (94_000, "tense", 1, 1),
    ]


def test_asking_twice_in_a_ready_gap_asks_once():
    session = run(two_groups(), *press(GAP_2), *press(93_000))
    assert [(g.done, g.asked) for g in session.tally.groups] == [(2, 1), (1, 0)]


def test_a_second_thought_after_asking_in_the_gap_goes_on():
    actions = played(two_groups(), *press(GAP_2), *double(94_000))
    assert between(events(actions), (94_000, 98_201)) == [
        (94_200, "next", 0, 2),
        (94_200, "ready", 1, 1),
        (98_200, "tense", 1, 1),
    ]
    assert run(two_groups(), *press(GAP_2), *double(94_000)).tally.groups[0].done == 1


def test_two_presses_that_meet_the_next_group_coming_by_itself_skip_nothing():
    practice = of_groups(
        Group(RIGHT_SHIN, repeats_min=1, repeats_max=1), Group(BUTTOCKS, repeats_min=1)
    )
    session = run(practice, *double(89_900))
    assert [(g.done, g.skipped) for g in session.tally.groups] == [(1, False), (1, False)]


def test_two_presses_around_the_end_of_a_release_take_back_the_repeat_just_begun():
    actions = played(two_groups(), *double(89_900))
    assert between(events(actions), (89_900, 94_101)) == [
        (89_900, "again", 0, 1),
        (90_000, "tense", 0, 2),
        (90_100, "release", 0, 2),
        (90_100, "interrupted", 0, 2),
        (90_100, "not-again", 0, 1),
        (90_100, "next", 0, 1),
        (90_100, "ready", 1, 1),
        (94_100, "tense", 1, 1),
    ]
    group = run(two_groups(), *double(89_900)).tally.groups[0]
    assert (group.done, group.asked, group.cuts, group.tense_ms) == (1, 0, 0, 6_100)


def test_going_on_before_the_minimum_skips_the_group():
    practice = of_groups(Group(RIGHT_SHIN, repeats_min=2), Group(BUTTOCKS, repeats_min=1))
    group = run(practice, *double(RELEASE)).tally.groups[0]
    assert (group.done, group.skipped) == (1, True)


def test_cuts_are_kept_by_repeat():
    practice = of_groups(Group(RIGHT_SHIN, repeats_min=3, repeats_max=3))
    session = run(practice, *press(66_000), *press(112_500))
    assert session.tally.groups[0].cuts == 0b101
    assert session.tally.groups[0].done == 3


def test_a_repeat_interrupted_by_a_pause_comes_again():
    practice = of_groups(Group(RIGHT_SHIN, repeats_min=1, repeats_max=2))
    # Asked for at 75 s, under way from 90 s, interrupted at 92 s.
    gestures = press(75_000) + hold(92_000) + hold(100_000)
    said = events(played(practice, *gestures))
    assert between(said, (92_000, 111_002)) == [
        (92_000, "cut", 0, 2),
        (92_000, "release", 0, 2),
        (93_000, "interrupted", 0, 2),
        (93_000, "paused", 0, 2),
        (100_000, "position", 0, 2),
        (101_000, "resumed", 0, 2),
        (101_000, "ready", 0, 2),
        (105_000, "tense", 0, 2),
        (111_000, "release", 0, 2),
    ]
    group = run(practice, *gestures).tally.groups[0]
    assert (group.done, group.asked, group.cuts, group.tense_ms) == (2, 1, 0, 14_000)


def test_a_pause_in_the_gap_does_not_go_back_to_a_skipped_group():
    gestures = double(TENSE) + hold(68_000) + hold(80_000)
    practice = of_groups(Group(RIGHT_SHIN, repeats_min=2), Group(BUTTOCKS, repeats_min=1))
    said = between(events(played(practice, *gestures)), (68_000, 85_001))
    assert [(name, group) for _, name, group, _ in said] == [
        ("again", 0),
        ("ready", 0),
        ("not-again", 0),
        ("paused", 1),
        ("position", 1),
        ("resumed", 1),
        ("ready", 1),
        ("tense", 1),
    ]
    practice = of_groups(Group(RIGHT_SHIN, repeats_min=2), Group(BUTTOCKS, repeats_min=3))
    assert [group.done for group in run(practice, *gestures).tally.groups] == [0, 3]


def test_in_the_gap_after_a_pause_the_group_just_left_is_the_one_interrupted():
    gestures = hold(95_000) + hold(100_000) + press(103_000)
    said = between(events(played(two_groups(), *gestures)), (101_000, 105_001))
    assert said == [
        (101_000, "resumed", 1, 1),
        (101_000, "ready", 1, 1),
        (105_000, "tense", 1, 1),
    ]


def test_a_second_press_kept_down_pauses_after_what_it_amended():
    gestures = (*double(TENSE), (66_900, event.HOLD_REACHED), (67_000, event.HOLD))
    said = between(events(played(two_groups(), *gestures)), (66_200, 500_000))
    assert [(name, group) for _, name, group, _ in said] == [
        ("interrupted", 0),
        ("skipped", 0),
        ("ready", 1),
        ("paused", 1),
    ]


def test_an_asked_repeat_already_done_is_not_taken_back():
    practice = of_groups(
        Group(33, mode=limits.COUNT, release_ms=4_000, repeats_min=1, repeats_max=3),
        Group(JAW),
    )
    # The count is asked for at 67.9 s, done from 68 s to 72 s; the pause comes in the next gap.
    gestures = ((67_900, event.PRESS), (68_600, event.HOLD_REACHED), (75_500, event.HOLD))
    session = begun(practice)
    for at_ms, gesture in gestures:
        session.handle(at_ms, gesture)
    assert (session.phase, session.index) == (course.PAUSED, 1)
    assert [(g.done, g.asked) for g in session.tally.groups] == [(2, 1), (0, 0)]


def test_a_hold_begun_in_the_final_rest_that_comes_up_after_the_end_does_nothing():
    session = run(two_groups(), *hold(419_500))
    assert (session.tally.ending, session.tally.duration_ms) == (event.COMPLETED, 420_000)


def test_a_hold_begun_in_the_last_release_pauses_also_in_the_rest():
    practice = of_groups(Group(RIGHT_SHIN, repeats_min=1, repeats_max=1))
    actions = played(practice, *hold(89_700), *hold(100_000))
    assert between(events(actions), (90_000, 500_000)) == [
        (90_000, "rest", 0, 0),
        (90_700, "paused", 0, 1),
        (100_000, "position", 0, 1),
        (101_000, "resumed", 0, 1),
        (101_000, "releasing", 0, 1),
        (121_000, "rest", 0, 0),
        (421_000, "over", 0, 0),
    ]
    assert between(felt(actions), (90_001, 121_001)) == [
        (90_400, cues.TICK),
        (90_700, cues.PAUSED),
        (100_000, cues.POSITION),
        (100_000, cues.POSITION),
        (100_700, cues.TICK),
        (101_000, cues.RESUMED),
        (121_000, cues.LANDMARK),
    ]


def test_the_second_of_two_presses_that_falls_into_a_tension_lets_go():
    actions = played(two_groups(), *double(63_900))
    assert between(events(actions), (63_900, 86_001)) == [
        (63_900, "refused", 0, 1),
        (64_000, "tense", 0, 1),
        (64_100, "cut", 0, 1),
        (64_100, "release", 0, 1),
        (84_100, "ready", 1, 1),
    ]
    group = run(two_groups(), *double(63_900)).tally.groups[0]
    assert (group.done, group.cuts, group.skipped) == (1, 1, False)


@pytest.mark.parametrize("ending", ["stopped", "left", "battery"])
def test_a_group_in_whose_tension_the_session_ends_is_interrupted(ending: str):
    session = begun(two_groups())
    for at_ms, gesture in hold(TENSE) if ending != "battery" else ():
        session.handle(at_ms, gesture)
    if ending == "stopped":
        for at_ms, gesture in long(80_000):
            session.handle(at_ms, gesture)
    elif ending == "battery":
        session.end(TENSE, event.BATTERY)
    left_alone(session)
    group = session.tally.groups[0]
    assert session.tally.ending_name == ending
    assert (group.done, group.interrupted, group.skipped) == (0, True, False)


def test_an_interrupted_repeat_that_comes_again_is_none_any_more():
    session = run(two_groups(), *hold(TENSE), *hold(80_000))
    assert not session.tally.groups[0].interrupted
    assert session.tally.groups[0].done == 1


def test_a_skipped_group_is_not_interrupted_and_one_asked_for_again_not_skipped():
    skipped = run(two_groups(), *double(TENSE)).tally.groups[0]
    again = run(two_groups(), *double(TENSE), *press(68_000)).tally.groups[0]
    assert (skipped.skipped, skipped.interrupted, skipped.done) == (True, False, 0)
    assert (again.skipped, again.interrupted, again.done) == (False, False, 1)
