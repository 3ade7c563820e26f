# SPDX-License-Identifier: MIT
"""The course of a session: modes, cues, times, accounts, and what ends it."""

import pytest

from loslaten_core import ticks
from loslaten_core.haptics import cue as cues
from loslaten_core.practice import course, event, limits, muscles
from loslaten_core.practice.evening import Practice
from loslaten_core.practice.protocol import Group
from loslaten_core.practice.session import Run
from tests.practice.examples import (
    BUTTOCKS,
    ID,
    JAW,
    LEFT_FOREARM,
    RIGHT_FOOT,
    RIGHT_FOREARM,
    RIGHT_SHIN,
    begun,
    events,
    every_mode,
    felt,
    hold,
    left_alone,
    of_groups,
    played,
    press,
    run,
    two_groups,
)


def once(muscle: int, **changes) -> Group:
    return Group(muscle, **({"repeats_min": 1, "repeats_max": 1} | changes))


def test_untouched_it_takes_exactly_the_times_of_the_protocol():
    assert [(at, name) for at, name, _, _ in events(played(two_groups()))] == [
        (0, "started"),
        (60_000, "ready"),
        (64_000, "tense"),
        (70_000, "release"),
        (90_000, "ready"),
        (94_000, "tense"),
        (100_000, "release"),
        (120_000, "rest"),
        (420_000, "over"),
    ]


def test_before_the_first_group_there_is_none():
    """Neither of the protocol nor counted from its end."""
    assert events(played(two_groups()))[0] == (0, "started", -1, 0)


def test_the_minimum_of_repeats_comes_unasked_and_without_a_gap():
    practice = of_groups(Group(RIGHT_FOOT, tense_ms=2_500, repeats_min=3))
    assert [e for e in events(played(practice)) if e[1] in ("tense", "ready")] == [
        (60_000, "ready", 0, 1),
        (64_000, "tense", 0, 1),
        (86_500, "tense", 0, 2),
        (109_000, "tense", 0, 3),
    ]


def test_the_shortest_settle_in_is_what_the_beginning_needs_to_be_felt():
    actions = played(two_groups(settle_in_ms=limits.SETTLE_IN_MS[0]))
    assert felt(actions)[:3] == [(0, cues.STARTED), (2_500, cues.READY), (6_500, cues.TENSE)]


def test_a_group_only_released_is_never_tensed():
    practice = of_groups(once(JAW, mode=limits.RELEASE_ONLY, repeats_max=2))
    assert felt(played(practice, *press(70_000)))[1:] == [
        (60_000, cues.READY),
        (64_000, cues.RELEASE),
        (70_000, cues.ACK),
        (84_000, cues.RELEASE),
        (104_000, cues.LANDMARK),
    ]


def test_counting_counts():
    practice = of_groups(
        Group(33, mode=limits.COUNT, release_ms=5_000, repeats_min=3, repeats_max=3)
    )
    actions = played(practice)
    assert [e for e in events(actions) if e[1] == "count"] == [
        (64_000, "count", 0, 1),
        (69_000, "count", 0, 2),
        (74_000, "count", 0, 3),
    ]
    assert felt(actions)[1:] == [
        (60_000, cues.READY),
        (64_000, cues.READY),
        (69_000, cues.READY),
        (74_000, cues.READY),
        (79_000, cues.LANDMARK),
    ]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_group_left_out_is_said_and_never_announced(place: int):
    groups = [once(RIGHT_SHIN), once(3)]
    groups.insert(place, once(BUTTOCKS, mode=limits.LEFT_OUT))
    session = Run(of_groups(*groups), ID, 0)
    actions = session.begin()
    assert (0, "left-out", place, 0) in events(actions)
    actions += left_alone(session)
    assert [e[2] for e in events(actions) if e[1] == "ready"] == [
        index for index in range(3) if index != place
    ]
    # Leg to leg: the trunk left out between them is no landmark.
    assert [cue for _, cue in felt(actions) if cue in (cues.READY, cues.LANDMARK)] == [
        cues.READY,
        cues.READY,
        cues.LANDMARK,
    ]
    assert [group.left_out for group in session.tally.groups] == [i == place for i in range(3)]
    assert session.tally.groups[place].done == 0


def test_landmarks_are_felt_between_regions_and_before_the_rest():
    practice = of_groups(
        *[once(n) for n in (RIGHT_SHIN, 3, BUTTOCKS, RIGHT_FOREARM, 10, 13, 14, JAW)]
    )
    announced = (event.EVENTS[event.READY], event.EVENTS[event.REST])
    told = [
        (a.group, a.cue)
        for a in played(practice)
        if isinstance(a, event.Happened) and event.EVENTS[a.event] in announced
    ]
    assert told == [
        (0, cues.READY),
        (1, cues.READY),
        (2, cues.LANDMARK),
        (3, cues.LANDMARK),
        (4, cues.READY),
        (5, cues.READY),
        (6, cues.LANDMARK),
        (7, cues.READY),
        (7, cues.LANDMARK),
    ]


def strengths(actions: list, wanted: int) -> list[int]:
    return [a.strength_pct for a in actions if isinstance(a, event.Cue) and a.cue == wanted]


def test_cues_fade_evenly_over_the_groups():
    groups = [once(n) for n in (RIGHT_SHIN, 3, BUTTOCKS, JAW)]
    groups[2].strength_pct = 50
    practice = of_groups(*groups, fade_pct=30, end_cue=True)
    actions = played(practice)
    assert strengths(actions, cues.TENSE) == [100, 90, 40, 70]
    assert strengths(actions, cues.END) == [70]
    of_two = of_groups(once(RIGHT_SHIN), once(JAW), fade_pct=30)
    assert strengths(played(of_two), cues.TENSE) == [100, 70]


def test_a_single_group_does_not_begin_faded():
    practice = of_groups(once(JAW), fade_pct=30, end_cue=True)
    actions = played(practice)
    assert strengths(actions, cues.TENSE) == [100]
    assert strengths(actions, cues.END) == [70]


@pytest.mark.parametrize(
    ("wrist", "muscle", "mode", "firm"),
    [
        (muscles.LEFT, LEFT_FOREARM, limits.TENSE_RELEASE, 1),
        (muscles.LEFT, RIGHT_FOREARM, limits.TENSE_RELEASE, 0),
        (muscles.RIGHT, LEFT_FOREARM, limits.TENSE_RELEASE, 0),
        (muscles.RIGHT, RIGHT_FOREARM, limits.TENSE_RELEASE, 1),
        (muscles.LEFT, 13, limits.TENSE_RELEASE, 1),
        (muscles.RIGHT, 26, limits.TENSE_RELEASE, 1),
        (muscles.LEFT, JAW, limits.TENSE_RELEASE, 0),
        (muscles.LEFT, LEFT_FOREARM, limits.RELEASE_ONLY, 0),
    ],
)
@pytest.mark.parametrize("gestures", [(), press(66_000)], ids=["by itself", "let go by hand"])
def test_the_release_cue_is_firm_where_the_watch_arm_is_tensed(
    wrist: int, muscle: int, mode: int, firm: int, gestures: tuple
):
    actions = played(of_groups(once(muscle, mode=mode), wrist=wrist), *gestures)
    assert {a.firm for a in actions if isinstance(a, event.Cue) and a.cue == cues.RELEASE} == {
        firm
    }
    assert {a.firm for a in actions if isinstance(a, event.Cue) and a.cue != cues.RELEASE} == {0}


@pytest.mark.parametrize("protocol_says", [muscles.LEFT, muscles.RIGHT])
@pytest.mark.parametrize(
    ("worn", "firm"), [(0, None), (muscles.LEFT, [1, 0]), (muscles.RIGHT, [0, 1])]
)
def test_where_the_wearer_says_that_the_watch_is_counts_more_than_the_protocol(
    protocol_says: int, worn: int, firm: list | None
):
    fists = of_groups(once(LEFT_FOREARM), once(RIGHT_FOREARM), wrist=protocol_says)
    practice = Practice([(ID, fists)])
    practice.worn = worn
    actions = practice.handle(0, event.PRESS) + practice.handle(1_000, event.HOLD)
    assert practice.session is not None
    actions += left_alone(practice.session)
    released = [a.firm for a in actions if isinstance(a, event.Cue) and a.cue == cues.RELEASE]
    assert released == (firm or ([1, 0] if protocol_says == muscles.LEFT else [0, 1]))


def test_the_end_is_not_felt_unless_wished():
    assert cues.END not in [cue for _, cue in felt(played(two_groups()))]
    wished = two_groups(end_cue=True)
    assert felt(played(wished))[-1] == (420_000, cues.END)
    assert cues.END not in [cue for _, cue in felt(played(wished, *hold(200_000)))]


@pytest.mark.parametrize("late_ms", [1, 999, 5_000, 29_999, 3_600_000])
def test_late_calls_change_no_time(late_ms: int):
    punctual = played(two_groups())
    session = Run(two_groups(), ID, 0)
    assert session.begin() + left_alone(session, late_ms=late_ms) == punctual


def test_early_calls_do_nothing():
    session = begun(two_groups())
    for now_ms in (0, 1, 59_999):
        assert session.handle(now_ms, event.TICK) == []
    assert session.handle(60_000, event.TICK) != []


@pytest.mark.parametrize("before_ms", [0, 1, 5_000, 62_000, 70_000, 90_001, 419_999])
def test_the_tick_wrap_changes_no_time(before_ms: int):
    started_ms = ticks.add(0, -before_ms)
    gestures = press(75_000) + hold(91_000) + hold(100_000)
    session = Run(two_groups(), ID, started_ms)
    actions = session.begin()
    for at_ms, gesture in gestures:
        actions += session.handle(ticks.add(started_ms, at_ms), gesture)
    actions += left_alone(session)
    assert all(0 <= a.at_ms < ticks.PERIOD_MS for a in actions)
    shifted = [type(a)(ticks.diff(a.at_ms, started_ms), *a[1:]) for a in actions]
    assert shifted == played(two_groups(), *gestures)


def test_a_gesture_told_after_a_deadline_it_came_before_counts_from_there():
    session = begun(two_groups())
    session.handle(64_000, event.TICK)
    actions = session.handle(63_990, event.PRESS)
    assert [(at, name) for at, name, _, _ in events(actions)] == [
        (64_000, "cut"),
        (64_000, "release"),
    ]
    assert session.tally.groups[0].tense_ms == 0


def test_a_pause_of_ten_minutes_is_leaving():
    session = begun(two_groups())
    for at_ms, gesture in hold(75_000):
        session.handle(at_ms, gesture)
    assert session.deadline_ms == 676_000
    assert session.handle(676_000, event.TICK)[-1] == event.Ended(676_000, event.LEFT)
    assert (session.tally.pauses, session.tally.paused_ms) == (1, 600_000)


def test_position_tells_the_region_and_the_group_in_it_without_those_left_out():
    practice = of_groups(
        once(RIGHT_SHIN),
        once(BUTTOCKS, mode=limits.LEFT_OUT),
        once(8),
        once(23),
    )
    # The third group practised is the second of the trunk that is.
    actions = played(practice, *press(0), *hold(70_000), *press(80_000))
    told = [(a.cue, a.count) for a in actions if isinstance(a, event.Cue) and a.at_ms == 80_000]
    assert told == [(cues.POSITION, muscles.TRUNK), (cues.POSITION, 2)]


def age(session: Run) -> None:
    session.tally.started_ms -= course.SESSION_MAX_MS


def test_an_old_session_ends_when_it_would_be_paused_again():
    session = begun(two_groups())
    session.handle(75_000, event.PRESS)
    age(session)
    assert session.handle(76_000, event.HOLD)[-1] == event.Ended(76_000, event.LEFT)
    assert session.tally.groups[0].asked == 0


def test_an_old_session_goes_back_to_no_group():
    session = begun(two_groups())
    session.handle(92_000, event.TICK)
    age(session)
    assert [e[1] for e in events(session.handle(92_000, event.PRESS))] == ["limit"]


@pytest.mark.parametrize("ending", [event.BATTERY, event.FAULT, event.STOPPED])
def test_ended_from_outside_while_tense_it_lets_go_first(ending: int):
    session = begun(two_groups())
    actions = session.end(66_000, ending)
    assert events(actions)[-3:] == [
        (66_000, "release", 0, 1),
        (66_000, "interrupted", 0, 1),
        (66_000, "over", 0, 0),
    ]
    assert felt(actions)[-1] == (66_000, cues.RELEASE)
    assert actions[-1] == event.Ended(66_000, ending)
    assert (session.tally.groups[0].done, session.tally.groups[0].tense_ms) == (0, 2_000)


def test_ended_from_outside_after_a_cut_the_cut_stays():
    session = begun(two_groups())
    session.handle(66_000, event.PRESS)
    session.end(67_000, event.BATTERY)
    assert (session.tally.groups[0].done, session.tally.groups[0].cuts) == (1, 1)


@pytest.mark.parametrize("what", range(-1, 9))
def test_nothing_happens_after_the_end(what: int):
    session = begun(two_groups())
    session.end(1_000, event.STOPPED)
    assert session.handle(2_000, what) == []
    assert session.end(3_000, event.FAULT) == []
    assert session.tally.ending_name == "stopped"


def test_the_accounts_add_up():
    tally = run(every_mode()).tally
    assert [g.done for g in tally.groups] == [1, 0, 1, 1, 2]
    assert [g.tense_ms for g in tally.groups] == [2_000, 0, 6_000, 0, 0]
    assert [g.release_ms for g in tally.groups] == [20_000, 0, 20_000, 20_000, 8_000]
    gaps_ms = 4_000 + 2_000 + 4_000 + 4_000
    assert tally.duration_ms == (
        tally.settle_in_ms + gaps_ms + 8_000 + 68_000 + tally.final_rest_ms
    )
    assert tally.ending == event.COMPLETED
