# SPDX-License-Identifier: MIT
"""Sleep of the watch: the rules as a table, and what must hold whatever goes on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loslaten_core import ticks
from loslaten_core.power import policy
from loslaten_core.power.policy import AWAKE, DEEP, IDLE_MS, LIGHT, NAP_MIN_MS, Policy, Situation

NOW_MS = 5_000
WAKE_MS = 5
LONG_AGO_MS = ticks.add(NOW_MS, -IDLE_MS)


def situation(**changes):
    now = Situation()
    now.rest_until_ms = ticks.add(NOW_MS, 4_000)
    now.active_ms = LONG_AGO_MS
    for name, value in changes.items():
        assert hasattr(now, name)
        setattr(now, name, value)
    return now


def due(in_ms):
    return ticks.add(NOW_MS, in_ms)


@pytest.mark.parametrize(
    ("changes", "light_only", "deep_as_well"),
    [
        ({}, (LIGHT, 4_000), (DEEP, 0)),
        ({"motor_on": True}, (AWAKE, 2_000), (AWAKE, 2_000)),
        ({"motor_on": True, "due_ms": due(120)}, (AWAKE, 120), (AWAKE, 120)),
        ({"radio_on": True}, (AWAKE, 2_000), (AWAKE, 2_000)),
        ({"charging": True}, (AWAKE, 2_000), (AWAKE, 2_000)),
        ({"charging": True, "in_session": True}, (AWAKE, 2_000), (AWAKE, 2_000)),
        ({"is_fresh": True}, (AWAKE, 2_000), (AWAKE, 2_000)),
        ({"in_session": True}, (LIGHT, 4_000), (LIGHT, 4_000)),
        ({"due_ms": due(300)}, (LIGHT, 295), (LIGHT, 295)),
        ({"due_ms": due(6_000)}, (LIGHT, 4_000), (LIGHT, 4_000)),
        ({"due_ms": due(24)}, (AWAKE, 24), (AWAKE, 24)),
        ({"due_ms": due(7)}, (AWAKE, 7), (AWAKE, 7)),
        ({"due_ms": due(0)}, (AWAKE, 1), (AWAKE, 1)),
        ({"due_ms": due(-50)}, (AWAKE, 1), (AWAKE, 1)),
        ({"rest_until_ms": due(-10)}, (AWAKE, 2), (DEEP, 0)),
        ({"rest_until_ms": due(19), "due_ms": due(1)}, (AWAKE, 1), (AWAKE, 1)),
        ({"is_held": True}, (LIGHT, 4_000), (LIGHT, 4_000)),
        ({"active_ms": ticks.add(LONG_AGO_MS, 1)}, (LIGHT, 4_000), (LIGHT, 4_000)),
    ],
)
def test_the_rules(changes, light_only, deep_as_well):
    assert Policy(WAKE_MS, False).choose(NOW_MS, situation(**changes)) == light_only
    assert Policy(WAKE_MS, True).choose(NOW_MS, situation(**changes)) == deep_as_well


flags = ("is_fresh", "in_session", "motor_on", "radio_on", "charging", "is_held")
offsets = st.integers(-10_000, 3_600_000)


@given(
    st.integers(0, ticks.PERIOD_MS - 1),
    st.none() | offsets,
    st.integers(-3_000, 5_000),
    st.integers(-3_600_000, 0),
    st.fixed_dictionaries({name: st.booleans() for name in flags}),
    st.integers(0, 50),
    st.booleans(),
)
def test_nothing_due_is_ever_slept_through(now_ms, due_in, rest_in, active, said, wake_ms, deep):
    now = situation(**said)
    now.due_ms = None if due_in is None else ticks.add(now_ms, due_in)
    now.rest_until_ms = ticks.add(now_ms, rest_in)
    now.active_ms = ticks.add(now_ms, active)
    mode, for_ms = Policy(wake_ms, deep).choose(now_ms, now)
    if mode == AWAKE:
        assert 1 <= for_ms <= 2_000
        assert due_in is None or for_ms <= max(1, due_in)
        return
    assert not any((now.motor_on, now.radio_on, now.charging, now.is_fresh))
    if mode == LIGHT:
        assert NAP_MIN_MS <= for_ms <= rest_in
        assert due_in is None or for_ms + wake_ms <= due_in
    else:
        assert deep
        assert due_in is None
        assert active <= -IDLE_MS
        assert not now.in_session
        assert not now.is_held


@pytest.mark.parametrize(
    ("charging", "in_session", "opens"),
    [(True, False, True), (True, True, False), (False, False, False), (False, True, False)],
)
def test_power_opens_a_radio_window_only_between_sessions(charging, in_session, opens):
    assert policy.opens_radio(charging, in_session) is opens


def test_a_window_of_the_wearer_s_outlasts_a_start_and_the_cable():
    assert not policy.closes_radio(by_wearer=True, laptop_connected=False)
    assert not policy.closes_radio(by_wearer=False, laptop_connected=True)
    assert policy.closes_radio(by_wearer=False, laptop_connected=False)
    assert policy.window_ms(True, 180_000) == 180_000
    assert policy.window_ms(False, 180_000) == policy.UNPLUGGED_MS
