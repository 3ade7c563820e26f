# SPDX-License-Identifier: MIT
"""The watch between sessions: what the button means while idle, and how sessions begin and end."""

from loslaten_core.haptics import cue as cues
from loslaten_core.practice import event
from loslaten_core.practice.evening import CHOOSING_MS, Practice
from loslaten_core.practice.tally import Tally
from tests.practice.examples import (
    BUTTOCKS,
    RIGHT_SHIN,
    double,
    felt,
    hold,
    left_alone,
    long,
    press,
    stuck,
    two_groups,
)

IDS = (b"aaaaaa", b"bbbbbb", b"cccccc")


def of_three() -> Practice:
    return Practice([(content_id, two_groups()) for content_id in IDS])


def does(practice: Practice, *gestures: tuple) -> list:
    actions = []
    for at_ms, gesture in gestures:
        actions += practice.handle(at_ms, gesture)
    return actions


def counts(actions: list) -> list[tuple[int, int]]:
    return [(one.cue, one.count) for one in actions if isinstance(one, event.Cue)]


def test_before_anything_was_pressed_time_passes_and_nothing_happens():
    practice = of_three()
    assert practice.deadline_ms is None
    assert practice.handle(5, event.TICK) == []


def test_a_tally_begins_with_nothing():
    told = vars(Tally(two_groups(), IDS[0], 5))
    (first, second) = told.pop("groups")
    assert [(one.pop("muscle"), any(one.values())) for one in (vars(first), vars(second))] == [
        (RIGHT_SHIN, False),
        (BUTTOCKS, False),
    ]
    assert (told.pop("protocol_id"), told.pop("started_ms")) == (IDS[0], 5)
    assert set(told) == {
        *("settle_in_ms", "pauses", "paused_ms", "final_rest_ms", "duration_ms", "ending"),
        *("tension_before", "tension_after", "calmer"),
    }
    assert not any(told.values())


def test_a_press_is_answered_even_before_the_battery_is_known():
    assert counts(does(of_three(), *press(0))) == [(cues.HERE, 0)]


def test_a_press_tells_the_battery_in_sessions_left_three_at_most():
    practice = of_three()
    for left, told in ((0, 0), (1, 1), (3, 3), (40, 3)):
        practice.sessions_left = left
        assert counts(does(practice, *press(0))) == [(cues.HERE, 0), (cues.BATTERY, told)]


def test_a_press_tells_that_the_laptop_is_wanted():
    practice = of_three()
    practice.sync_due = True
    assert counts(does(practice, *press(0)))[-1] == (cues.SYNC, 0)


def test_two_presses_tell_the_choice_and_two_more_change_it():
    practice = of_three()
    told = [
        one
        for one in does(practice, *double(0))
        if not isinstance(one, event.Cue) or one.cue == cues.POSITION
    ]
    assert told == [event.Cue(200, cues.POSITION, 1, 100, 0)]
    actions = does(practice, *double(1_000), *double(2_000), *double(3_000))
    assert [one.index for one in actions if isinstance(one, event.Chosen)] == [1, 2, 0]
    assert [c for c in counts(actions) if c[0] == cues.POSITION] == [
        (cues.POSITION, 2),
        (cues.POSITION, 3),
        (cues.POSITION, 1),
    ]


def test_the_choice_is_told_again_first_when_it_was_told_long_ago():
    practice = of_three()
    does(practice, *double(0))
    assert practice.deadline_ms == 200 + CHOOSING_MS
    assert practice.handle(200 + CHOOSING_MS, event.TICK) == []
    assert practice.deadline_ms is None
    assert event.Chosen not in map(type, does(practice, *double(20_000)))


def test_a_hold_starts_the_chosen_protocol():
    practice = of_three()
    does(practice, *double(0), *double(1_000))
    actions = does(practice, *hold(5_000))
    assert felt(actions) == [
        (5_000, cues.HERE),
        (5_700, cues.TICK),
        (6_000, cues.STARTED),
        (66_000, cues.READY),
    ]
    assert practice.running
    assert practice.tally.protocol_id == IDS[1]
    assert practice.deadline_ms == 66_000


def test_a_very_long_hold_opens_the_radio():
    practice = of_three()
    actions = does(practice, *long(0))
    assert actions[-1] == event.RadioAsked(4_000)
    assert felt(actions)[-1] == (4_000, cues.RADIO)
    assert not practice.running


def test_a_stuck_button_starts_nothing():
    practice = of_three()
    does(practice, *stuck(0))
    assert not practice.running


def test_a_battery_that_lasts_no_session_starts_none_and_says_why():
    practice = of_three()
    practice.sessions_left = 0
    assert counts(does(practice, *hold(0)))[-2:] == [(cues.REFUSED, 0), (cues.BATTERY, 0)]
    assert not practice.running


def test_without_protocols_nothing_starts_and_the_wearer_feels_it():
    practice = Practice([])
    assert counts(does(practice, *double(0)))[-1] == (cues.REFUSED, 0)
    assert counts(does(practice, *hold(5_000)))[-1] == (cues.REFUSED, 0)
    assert not practice.running


def test_in_a_session_the_button_belongs_to_it_until_it_ends():
    practice = of_three()
    does(practice, *hold(0))
    actions = does(practice, *hold(10_000))
    assert actions[-1] == event.Ended(11_000, event.STOPPED)
    assert not practice.running
    assert practice.tally.ending == event.STOPPED
    assert counts(does(practice, *press(12_000))) == [(cues.HERE, 0)]


def test_a_hold_from_a_session_that_is_over_starts_no_other():
    practice = of_three()
    does(practice, *hold(0))
    ended_ms = 1_000 + 420_000
    left_alone(practice.session, ended_ms - 1)
    practice.handle(ended_ms - 100, event.PRESS)
    assert practice.handle(ended_ms, event.TICK)[-1].ending == event.COMPLETED
    assert does(practice, (ended_ms + 600, event.HOLD_REACHED), (ended_ms + 700, event.HOLD)) == []
    assert not practice.running


def test_ending_from_outside_ends_what_there_is():
    practice = of_three()
    assert practice.end(0, event.BATTERY) == []
    does(practice, *hold(0))
    assert practice.end(30_000, event.BATTERY)[-1] == event.Ended(30_000, event.BATTERY)
    assert not practice.running
    assert practice.end(31_000, event.BATTERY) == []


def test_unknown_input_means_nothing():
    practice = of_three()
    does(practice, *press(0))
    assert does(practice, (100, 99), (200, -1), (300, event.STUCK)) == []
