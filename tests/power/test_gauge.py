"""How full the battery is told to be: by its curve, and never rising while it runs down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loslaten_core.power.gauge import UNKNOWN_PCT, Gauge

CURVE = ((3_900, 100), (3_600, 60), (3_450, 30), (3_300, 10), (3_100, 0))
readings = st.lists(st.integers(2_500, 5_200), min_size=1, max_size=5)


def gauge():
    return Gauge(CURVE, 12)


def test_nothing_is_known_before_the_first_reading():
    new = gauge()
    assert (new.pct, new.sessions_left, new.is_empty) == (UNKNOWN_PCT, None, False)


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
    one = gauge()
    one.take([mv], charging=False)
    assert (one.raw_mv, one.pct, one.sessions_left) == (mv, pct, sessions)
    assert one.is_empty == (pct == 0)


def test_the_middle_reading_counts():
    one = gauge()
    one.take([3_600, 5_000, 3_610, 0, 3_590], charging=False)
    assert one.raw_mv == 3_600


@given(st.lists(readings, min_size=2))
def test_it_never_rises_while_nothing_charges_it(taken):
    one = gauge()
    told = []
    for each in taken:
        one.take(each, charging=False)
        told.append(one.pct)
    assert told == sorted(told, reverse=True)


@given(readings, readings)
def test_it_rises_while_something_charges_it(before, after):
    one, fresh = gauge(), gauge()
    one.take(before, charging=False)
    one.take(after, charging=True)
    fresh.take(after, charging=False)
    assert one.pct == fresh.pct
