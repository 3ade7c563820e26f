# SPDX-License-Identifier: MIT
"""Charge of the battery: by its curve, and never by one reading, or one burst."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loslaten_core.power import gauge as gauges
from loslaten_core.power.gauge import (
    BURST_GAP_MS,
    BURSTS,
    READING_GAP_MS,
    READINGS,
    RISE_PCT,
    STEADY_MS,
    UNKNOWN_PCT,
    Gauge,
)

CURVE = ((3_900, 100), (3_600, 60), (3_450, 30), (3_300, 10), (3_100, 0))
SESSION_PCT = 12
voltages = st.integers(2_500, 4_300)


def burst(gauge, *readings_mv, charging=False):
    """Take so many readings, or one five times; return what is wanted after each."""
    taken = readings_mv if len(readings_mv) > 1 else readings_mv * READINGS
    return [gauge.take(mv, charging) for mv in taken]


def read(*bursts_mv):
    """Return a gauge that has taken these bursts."""
    gauge = Gauge(CURVE, SESSION_PCT)
    for mv in bursts_mv:
        burst(gauge, mv)
    return gauge


def test_nothing_is_known_before_the_first_burst_is_whole():
    gauge = Gauge(CURVE, SESSION_PCT)
    for _ in range(READINGS - 1):
        assert (gauge.raw_mv, gauge.pct, gauge.sessions_left) == (0, UNKNOWN_PCT, None)
        assert not gauge.is_empty
        assert gauge.take(3_900, charging=False) == READING_GAP_MS
        assert gauge.in_burst
    gauge.take(3_900, charging=False)
    assert (gauge.raw_mv, gauge.pct, gauge.in_burst) == (3_900, 100, False)


@pytest.mark.parametrize(
    ("mv", "pct", "sessions"),
    [
        (5_000, 100, 8),
        (3_900, 100, 8),
        (3_750, 80, 6),
        (3_600, 60, 5),
        (3_375, 20, 1),
        (3_330, 14, 1),
        (3_310, 11, 0),
        (3_300, 10, 0),
        (3_101, 0, 0),
        (3_000, 0, 0),
    ],
)
def test_the_curve(mv, pct, sessions):
    gauge = read(mv)
    assert (gauge.raw_mv, gauge.pct, gauge.sessions_left) == (mv, pct, sessions)


def test_the_middle_reading_counts():
    gauge = Gauge(CURVE, SESSION_PCT)
    burst(gauge, 3_600, 5_000, 3_610, 0, 3_590)
    assert gauge.raw_mv == 3_600


def test_a_dip_shorter_than_half_a_burst_is_not_seen():
    """A burst lasts longer than any dip: two of its readings may fall into one of 30 ms."""
    assert (READINGS - 1) * READING_GAP_MS > 2 * 30
    for first in range(READINGS - 1):
        readings = [3_800] * READINGS
        readings[first : first + 2] = [2_900, 2_900]
        gauge = read(3_800)
        burst(gauge, *readings)
        assert gauge.raw_mv == 3_800


def test_bursts_that_disagree_are_taken_again_soon_and_settled_ones_seldom():
    gauge = Gauge(CURVE, SESSION_PCT)
    waits = [burst(gauge, 3_600)[-1] for _ in range(BURSTS)]
    assert waits == [BURST_GAP_MS] * (BURSTS - 1) + [STEADY_MS]
    assert burst(gauge, 3_590)[-1] == STEADY_MS
    assert burst(gauge, 3_300)[-1] == BURST_GAP_MS
    assert burst(gauge, 3_590)[-1] == STEADY_MS


@pytest.mark.parametrize("low_mv", [2_900, 3_310, 3_500])
@pytest.mark.parametrize("bursts", range(1, BURSTS))
def test_fewer_bursts_than_must_agree_change_nothing_for_good(low_mv, bursts):
    gauge = read(3_800, 3_800, 3_800, *[low_mv] * bursts)
    assert gauge.pct == read(3_800).pct
    burst(gauge, 3_800)
    assert gauge.pct == read(3_800).pct


def test_a_first_burst_in_a_dip_is_put_right_by_the_next():
    gauge = read(3_050)
    assert (gauge.sessions_left, gauge.is_empty) == (0, False)
    burst(gauge, 3_800)
    assert gauge.sessions_left == read(3_800).sessions_left


def test_it_is_empty_when_several_bursts_say_so():
    gauge = read(3_600, 3_600, 3_600)
    seen = []
    for _ in range(BURSTS):
        wait_ms = burst(gauge, 3_050)[-1]
        seen.append((gauge.is_empty, wait_ms))
    assert seen == [(False, BURST_GAP_MS)] * (BURSTS - 1) + [(True, STEADY_MS)]


@given(st.lists(voltages, min_size=1, max_size=30))
def test_it_falls_no_further_than_several_bursts_in_a_row_allow(readings_mv):
    gauge = Gauge(CURVE, SESSION_PCT)
    told = []
    for mv in readings_mv:
        burst(gauge, mv)
        told.append(read(mv).pct)
        whole = [told[at : at + BURSTS] for at in range(len(told) - BURSTS + 1)] or [told]
        assert min(max(some) for some in whole) <= gauge.pct <= max(told)
        assert not gauge.is_empty or told[-BURSTS:] == [0] * BURSTS


@given(voltages, st.lists(st.integers(-2, 2), max_size=40))
def test_what_a_voltage_does_by_itself_never_lifts_it(mv, steps):
    """A cell at rest, within the steps of an analogue input: 20 mV are less than RISE_PCT."""
    gauge = read(mv, mv, mv)
    told = [gauge.pct]
    for step in steps:
        burst(gauge, mv + 10 * step)
        told.append(gauge.pct)
    assert told == sorted(told, reverse=True)


@given(voltages, voltages)
def test_a_voltage_that_has_risen_and_stays_is_believed(low_mv, high_mv):
    gauge = read(low_mv, low_mv, low_mv)
    before, after = gauge.pct, read(high_mv).pct
    for _ in range(BURSTS):
        burst(gauge, high_mv)
    if not before <= after < before + RISE_PCT:
        assert gauge.pct == after


@given(voltages, voltages)
def test_while_something_charges_it_each_burst_counts(before_mv, after_mv):
    gauge = read(before_mv, before_mv, before_mv)
    burst(gauge, after_mv, charging=True)
    assert gauge.pct == read(after_mv).pct
    assert not gauge.is_empty


def test_a_charge_makes_what_was_told_worthless():
    gauge = read(3_150, 3_150, 3_150)
    gauge.take(3_150, charging=False)
    gauge.forget()
    assert (gauge.pct, gauge.sessions_left, gauge.in_burst) == (UNKNOWN_PCT, None, False)
    burst(gauge, 3_900)
    assert gauge.pct == 100


def test_the_module_says_its_times_in_words():
    """The figures in its first lines are those that it works with."""
    assert "a tenth of a second" in gauges.__doc__
    assert 80 <= (READINGS - 1) * READING_GAP_MS <= 120
    assert BURST_GAP_MS >= 2_000
