# SPDX-License-Identifier: MIT
"""Rehearsals: what presses come to, in the words of the timeline."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.protocols.file import find
from loslaten.protocols.rehearsal import (
    GESTURES,
    PressError,
    RehearsedEvent,
    RehearsedPress,
    rehearse,
    run,
)
from loslaten_core.haptics import cue
from loslaten_core.practice import event, muscles

ONDERWEG = copy.deepcopy(find("seated-tense").protocol)
for group in ONDERWEG.groups:
    group.repeats_min = 1
# In seated-tense: settle-in to 5 s, both feet ready to 8, tensed to 10.5, released to 22.5.


def around(presses: list[RehearsedPress]) -> list[tuple[int, str]]:
    """Events that do not happen without a press, as (ms, event)."""
    silent = rehearse(ONDERWEG)
    return [
        (happened.t_ms, happened.event)
        for happened in rehearse(ONDERWEG, presses)
        if happened not in silent
    ]


def test_a_session_without_a_press_goes_by_the_protocol():
    events = rehearse(ONDERWEG)
    assert events[:5] == [
        RehearsedEvent(t_ms=0, event="started", group=None, repeat=None, cue="started"),
        RehearsedEvent(t_ms=5_000, event="ready", group="both-feet", repeat=1, cue="ready"),
        RehearsedEvent(t_ms=8_000, event="tense", group="both-feet", repeat=1, cue="tense"),
        RehearsedEvent(t_ms=10_500, event="release", group="both-feet", repeat=1, cue="release"),
        RehearsedEvent(t_ms=22_500, event="ready", group="both-thighs", repeat=1, cue="ready"),
    ]
    assert events[-2:] == [
        RehearsedEvent(t_ms=122_500, event="rest", group=None, repeat=None, cue="landmark"),
        RehearsedEvent(t_ms=152_500, event="over", group=None, repeat=None, cue="end"),
    ]


@pytest.mark.parametrize(
    ("press", "first"),
    [
        (RehearsedPress(1_000), (2_500, "ready")),
        (RehearsedPress(3_000), (3_000, "ready")),
        (RehearsedPress(9_000), (9_000, "cut")),
        (RehearsedPress(12_000), (12_000, "again")),
        (RehearsedPress(12_000, "hold"), (12_000, "again")),
        (RehearsedPress(23_000), (23_000, "again")),
        (RehearsedPress(6_000), (6_000, "refused")),
    ],
)
def test_a_press_acts_at_once(press: RehearsedPress, first: tuple[int, str]):
    assert around([press])[0] == first


def test_the_second_press_amends_the_first():
    happened = around([RehearsedPress(9_000, "double")])
    assert (9_000, "cut") in happened
    assert (9_300, "skipped") in happened


def test_a_hold_pauses_and_another_resumes():
    happened = dict(
        map(reversed, around([RehearsedPress(12_000, "hold"), RehearsedPress(20_000, "hold")]))
    )
    assert 13_000 <= happened["paused"] < 13_100
    assert 21_000 <= happened["resumed"] < 21_100


def test_a_pause_that_nobody_ends_ends_the_session():
    rehearsal = run(ONDERWEG, [RehearsedPress(12_000, "hold")])
    assert rehearsal.tally.ending_name == "left"


def test_a_very_long_hold_in_a_pause_stops():
    rehearsal = run(ONDERWEG, [RehearsedPress(12_000, "hold"), RehearsedPress(20_000, "long")])
    assert rehearsal.tally.ending_name == "stopped"


def test_presses_after_the_end_are_told():
    late = RehearsedPress(600_000)
    rehearsal = run(ONDERWEG, [late, RehearsedPress(1_000)])
    assert rehearsal.unheard == [late]
    assert rehearsal.events == rehearse(ONDERWEG, [RehearsedPress(1_000)])


def test_one_finger_cannot_press_twice_at_once():
    with pytest.raises(PressError, match=r"0:01\.1"):
        rehearse(ONDERWEG, [RehearsedPress(1_000), RehearsedPress(1_100)])


def test_the_order_of_presses_does_not_matter():
    presses = [RehearsedPress(9_000), RehearsedPress(30_000, "double"), RehearsedPress(50_000)]
    assert rehearse(ONDERWEG, presses[::-1]) == rehearse(ONDERWEG, presses)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(3_500, 40_000), st.sampled_from(tuple(GESTURES))), max_size=8)
)
def test_every_rehearsal_ends_and_tells_known_things_in_order(steps: list[tuple[int, str]]):
    at_ms, presses = 0, []
    for after_ms, gesture in steps:
        at_ms += after_ms
        presses.append(RehearsedPress(at_ms, gesture))
    rehearsal = run(ONDERWEG, presses)
    events = rehearsal.events
    assert [happened.t_ms for happened in events] == sorted(happened.t_ms for happened in events)
    assert events[-1].event == "over"
    assert events[-1].t_ms == rehearsal.duration_ms
    keys = {muscle.key for muscle in muscles.every()}
    for happened in events:
        assert happened.event in event.EVENTS[1:]
        assert happened.group is None or happened.group in keys
        assert happened.repeat is None or happened.repeat >= 1
        assert happened.cue is None or cue.by_name(happened.cue)
