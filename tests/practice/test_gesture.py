# SPDX-License-Identifier: MIT
"""Gestures from bouncing edges."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten_core import ticks
from loslaten_core.practice import event
from loslaten_core.practice.gesture import (
    DEBOUNCE_MS,
    DOUBLE_MS,
    HOLD_MS,
    LONG_MS,
    STUCK_MS,
    Button,
)

PRESS, DOUBLE, HOLD, LONG, STUCK = event.PRESS, event.DOUBLE, event.HOLD, event.LONG, event.STUCK
HOLD_REACHED, LONG_REACHED = event.HOLD_REACHED, event.LONG_REACHED
LONG_AGO_MS = 20_000


def recognised(edges: list, started_ms: int = 0, step_ms: int | None = None) -> list:
    """Gestures in `(at_ms, down)` edges, told as they come and then left alone for 20 s.

    Deadlines are met in time, or with `step_ms` the button is asked every so often.
    """
    button = Button()
    found = []
    now_ms = 0
    for at_ms, down in [*edges, ((edges[-1][0] if edges else 0) + LONG_AGO_MS, None)]:
        if step_ms is not None:
            for asked_ms in range(now_ms, at_ms, step_ms):
                found += button.advance(ticks.add(started_ms, asked_ms))
        else:
            found += up_to(button, ticks.add(started_ms, at_ms))
        if down is not None:
            found += button.edge(ticks.add(started_ms, at_ms), down)
        now_ms = at_ms
    found += button.advance(ticks.add(started_ms, now_ms))
    assert button.deadline_ms is None
    return [(ticks.diff(at_ms, started_ms), gesture) for at_ms, gesture in found]


def up_to(button: Button, now_ms: int) -> list:
    found = []
    while button.deadline_ms is not None and ticks.diff(now_ms, button.deadline_ms) > 0:
        found += button.advance(button.deadline_ms)
    return found


def presses(*spans: tuple[int, int]) -> list:
    """Edges of a button that is down in these spans."""
    return [edge for down, up in spans for edge in ((down, True), (up, False))]


CASES = {
    "short": (presses((0, 100)), [(0, PRESS)]),
    "as short as can be": (presses((0, 1)), [(0, PRESS)]),
    "two presses": (presses((0, 100), (300, 400)), [(0, PRESS), (300, DOUBLE)]),
    "two at the end of the window": (
        presses((0, 100), (DOUBLE_MS, 600)),
        [(0, PRESS), (DOUBLE_MS, DOUBLE)],
    ),
    "two just apart": (
        presses((0, 100), (DOUBLE_MS + 1, 600)),
        [(0, PRESS), (DOUBLE_MS + 1, PRESS)],
    ),
    "a second after a lengthy first": (
        presses((0, 650), (690, 750)),
        [(0, PRESS), (690, PRESS)],
    ),
    "three": (
        presses((0, 100), (200, 300), (400, 450)),
        [(0, PRESS), (200, DOUBLE), (400, PRESS)],
    ),
    "four": (
        presses((0, 50), (100, 150), (200, 250), (300, 350)),
        [(0, PRESS), (100, DOUBLE), (200, PRESS), (300, DOUBLE)],
    ),
    "almost a hold": (presses((0, HOLD_MS - 1)), [(0, PRESS)]),
    "a hold at its shortest": (
        presses((0, HOLD_MS)),
        [(0, PRESS), (HOLD_MS, HOLD_REACHED), (HOLD_MS + DEBOUNCE_MS, HOLD)],
    ),
    "a hold at its longest": (
        presses((0, LONG_MS - 1)),
        [(0, PRESS), (HOLD_MS, HOLD_REACHED), (LONG_MS - 1 + DEBOUNCE_MS, HOLD)],
    ),
    "a very long hold at its shortest": (
        presses((0, LONG_MS)),
        [
            (0, PRESS),
            (HOLD_MS, HOLD_REACHED),
            (LONG_MS, LONG_REACHED),
            (LONG_MS + DEBOUNCE_MS, LONG),
        ],
    ),
    "a very long hold at its longest": (
        presses((0, STUCK_MS - 1)),
        [
            (0, PRESS),
            (HOLD_MS, HOLD_REACHED),
            (LONG_MS, LONG_REACHED),
            (STUCK_MS - 1 + DEBOUNCE_MS, LONG),
        ],
    ),
    "stuck": (
        presses((0, STUCK_MS)),
        [(0, PRESS), (HOLD_MS, HOLD_REACHED), (LONG_MS, LONG_REACHED), (STUCK_MS, STUCK)],
    ),
    "stuck for ever": (
        [(0, True)],
        [(0, PRESS), (HOLD_MS, HOLD_REACHED), (LONG_MS, LONG_REACHED), (STUCK_MS, STUCK)],
    ),
    "a press after a hold begins anew": (
        presses((0, 800), (900, 950)),
        [(0, PRESS), (HOLD_MS, HOLD_REACHED), (825, HOLD), (900, PRESS)],
    ),
    "the second press kept down": (
        presses((0, 100), (300, 1_200)),
        [(0, PRESS), (300, DOUBLE), (1_000, HOLD_REACHED), (1_225, HOLD)],
    ),
    "up edges only": ([(0, False), (50, False)], []),
    "an up edge lost": (
        [(0, True), (300, True), (400, False), (1_000, True), (1_100, False)],
        [(0, PRESS), (1_000, PRESS)],
    ),
    "an up edge told twice": (
        [(0, True), (800, False), (820, False)],
        [(0, PRESS), (HOLD_MS, HOLD_REACHED), (825, HOLD)],
    ),
    "a down edge lost": (
        [(0, True), (100, False), (500, False), (1_000, True), (1_050, False)],
        [(0, PRESS), (1_000, PRESS)],
    ),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("started_ms", [0, ticks.PERIOD_MS - 500, ticks.PERIOD_MS - 1])
@pytest.mark.parametrize("step_ms", [None, 1, 10_000], ids=["in time", "often", "late"])
def test_gestures(case: str, started_ms: int, step_ms: int | None):
    edges, gestures = CASES[case]
    assert recognised(edges, started_ms, step_ms) == gestures


@pytest.mark.parametrize("bounce_ms", range(1, DEBOUNCE_MS))
@pytest.mark.parametrize("at_ms", [1, 12, 100, HOLD_MS - 10, HOLD_MS - 1, LONG_MS - 5, STUCK_MS])
def test_a_contact_that_opens_for_less_than_a_finger_can_is_held_all_along(
    bounce_ms: int, at_ms: int
):
    bouncing = [(0, True), (at_ms, False), (at_ms + bounce_ms, True), (9_000, False)]
    assert recognised(bouncing) == recognised(presses((0, 9_000)))


@pytest.mark.parametrize("bounce_ms", range(1, DEBOUNCE_MS))
def test_a_bouncing_press_is_one_press(bounce_ms: int):
    down = [(at_ms, at_ms // bounce_ms % 2 == 0) for at_ms in range(0, 60, bounce_ms)]
    up = [(100 + at_ms, not level) for at_ms, level in down]
    assert recognised([*down, (60, True), *up, (160, False)]) == [(0, PRESS)]


def test_what_opens_for_longer_is_a_press_more():
    assert recognised(presses((0, 100), (100 + DEBOUNCE_MS, 200))) == [
        (0, PRESS),
        (100 + DEBOUNCE_MS, DOUBLE),
    ]


def test_a_threshold_that_passes_in_a_bounce_is_told_when_it_is_over():
    button = Button()
    button.edge(0, True)
    assert button.edge(HOLD_MS - 5, False) == []
    assert button.advance(HOLD_MS) == []
    assert button.edge(HOLD_MS + 5, True) == [(HOLD_MS, HOLD_REACHED)]


def test_a_button_stuck_for_weeks_tells_nothing_twice():
    button = Button()
    found = button.edge(0, True)
    for day in range(30):
        found += button.advance(ticks.add(0, day * 86_400_000))
    assert [gesture for _, gesture in found] == [PRESS, HOLD_REACHED, LONG_REACHED, STUCK]


EDGES = st.lists(
    st.tuples(
        st.one_of(
            st.integers(0, 60),
            st.sampled_from((24, 25, 26, 500, 501, 699, 700, 701, 3_000, 8_000)),
            st.integers(0, 10_000),
        ),
        st.booleans(),
    ),
    max_size=30,
)
# What may follow what; None is the beginning.
FOLLOWS = {
    None: (PRESS,),
    PRESS: (PRESS, DOUBLE, HOLD_REACHED),
    DOUBLE: (PRESS, HOLD_REACHED),
    HOLD_REACHED: (HOLD, LONG_REACHED),
    HOLD: (PRESS,),
    LONG_REACHED: (LONG, STUCK),
    LONG: (PRESS,),
    STUCK: (PRESS,),
}


@settings(deadline=None, max_examples=300)
@given(EDGES, st.integers(0, ticks.PERIOD_MS - 1), st.sampled_from((3, 77, 40_000)))
def test_any_edges_make_gestures_that_can_be_told_apart(waits, started_ms, step_ms):
    edges = []
    at_ms = 0
    for wait_ms, down in waits:
        at_ms += wait_ms
        edges.append((at_ms, down))
    if edges:
        edges.append((at_ms, False))
    found = recognised(edges, started_ms)
    assert recognised(edges, started_ms, step_ms) == found
    before = None
    pressed_ms = -LONG_AGO_MS
    last_ms = 0
    for told_ms, gesture in found:
        assert told_ms >= last_ms
        assert gesture in FOLLOWS[before]
        if gesture in (PRESS, DOUBLE):
            assert (told_ms, True) in edges
            assert before is None or came_up(edges, pressed_ms, told_ms)
        if gesture == DOUBLE:
            assert told_ms - pressed_ms <= DOUBLE_MS
        if gesture in (PRESS, DOUBLE):
            pressed_ms = told_ms
        last_ms, before = told_ms, gesture


def came_up(edges: list, after_ms: int, before_ms: int) -> bool:
    return any(not down and after_ms <= at_ms <= before_ms for at_ms, down in edges)
