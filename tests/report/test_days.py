# SPDX-License-Identifier: MIT
"""The days of a report: which day practice belongs to, and a period in columns."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loslaten.practice_log.days import Period, Span, day_of, span_of
from loslaten.practice_log.walltime import BETWEEN, Moment
from loslaten.report.columns import MONTH, QUARTER, WEEK, YEAR, columns, default_first, monday

NOV = date(2026, 11, 22)
days = st.dates(date(2000, 1, 1), date(2199, 12, 31))
periods = st.builds(
    lambda first, length: Period(first, first + timedelta(days=length)),
    st.dates(date(2000, 1, 1), date(2150, 12, 31)),
    st.one_of(st.integers(0, 400), st.integers(0, 15_000)),
)


def utc_ms(*moment: int) -> int:
    return round(datetime(*moment, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("moment", "zone_min", "day"),
    [
        ((2026, 11, 22, 21, 30), 60, NOV),
        ((2026, 11, 22, 23, 30), 60, NOV),  # half past midnight is still that evening
        ((2026, 11, 23, 2, 59), 60, NOV),
        ((2026, 11, 23, 3, 0), 60, date(2026, 11, 23)),
        ((2026, 11, 22, 3, 59), 0, date(2026, 11, 21)),
        ((2026, 11, 22, 20, 0), -720, NOV),
        ((2026, 11, 22, 15, 59), -720, date(2026, 11, 21)),
        ((2026, 11, 22, 13, 59), 840, NOV),
        ((2026, 11, 22, 14, 0), 840, date(2026, 11, 23)),
    ],
)
def test_a_day_runs_from_four_to_four(moment, zone_min, day):
    assert day_of(utc_ms(*moment), zone_min) == day


def moment(earliest_ms, latest_ms, zones_min=(60,)):
    made = Moment(quality=BETWEEN, earliest_ms=earliest_ms, latest_ms=latest_ms)
    made.zones_min = zones_min
    return made


@pytest.mark.parametrize(
    ("found", "span"),
    [
        (moment(utc_ms(2026, 11, 22, 21), utc_ms(2026, 11, 22, 21)), Span(NOV, NOV)),
        (moment(utc_ms(2026, 11, 20, 9), utc_ms(2026, 11, 22, 9)), Span(date(2026, 11, 20), NOV)),
        (moment(None, utc_ms(2026, 11, 22, 9)), Span(None, NOV)),
        (moment(utc_ms(2026, 11, 22, 9), None), Span(NOV, None)),
        (moment(None, None, ()), Span(None, None)),
        # On a journey it may have been either zone: a day more on either side.
        (
            moment(utc_ms(2026, 11, 22, 3, 30), utc_ms(2026, 11, 22, 3, 30), (60, 0)),
            Span(date(2026, 11, 21), NOV),
        ),
    ],
)
def test_a_moment_may_have_been_on_these_days(found, span):
    assert span_of(found) == span
    assert span.day == (span.first if span.first == span.last else None)


@pytest.mark.parametrize(
    ("span", "holds", "touches", "part"),
    [
        (Span(date(2026, 11, 2), date(2026, 11, 2)), True, True, (2, 2)),
        (Span(date(2026, 11, 2), date(2026, 11, 8)), True, True, (2, 8)),
        (Span(date(2026, 11, 1), date(2026, 11, 2)), False, True, (2, 2)),
        (Span(date(2026, 11, 8), date(2026, 11, 9)), False, True, (8, 8)),
        (Span(date(2026, 10, 1), date(2026, 12, 1)), False, True, (2, 8)),
        (Span(None, date(2026, 11, 3)), False, True, (2, 3)),
        (Span(date(2026, 11, 7), None), False, True, (7, 8)),
        (Span(None, None), False, True, (2, 8)),
        (Span(None, date(2026, 11, 1)), False, False, None),
        (Span(date(2026, 11, 9), None), False, False, None),
    ],
)
def test_a_span_is_in_a_period_for_certain_or_perhaps(span, holds, touches, part):
    period = Period(date(2026, 11, 2), date(2026, 11, 8))
    assert period.holds(span) is holds
    assert period.touches(span) is touches
    found = period.part(span)
    assert part == (None if found is None else (found.first.day, found.last.day))


def test_a_period_does_not_end_before_it_begins():
    with pytest.raises(ValueError, match="ends no earlier"):
        Period(NOV, NOV - timedelta(days=1))


@pytest.mark.parametrize(
    ("length", "kind", "count"),
    [
        (1, WEEK, 1),
        (7, WEEK, 2),
        (56, WEEK, 9),
        (364, WEEK, 53),
        (366, WEEK, 53),
        (372, MONTH, 13),
        (6 * 365, MONTH, 72),
        (7 * 365, QUARTER, 28),
        (10 * 365, QUARTER, 40),
        (30 * 365, YEAR, 30),
    ],
)
def test_a_longer_period_has_longer_columns(length, kind, count):
    # 1 January 2026 is a Thursday.
    first = date(2026, 1, 1)
    found = columns(Period(first, first + timedelta(days=length - 1)))
    assert (found.kind, len(found)) == (kind, count)


@given(periods, days)
def test_each_day_of_a_period_is_in_one_column(period, day):
    found = columns(period)
    assert found.parts[0].first == period.first
    assert found.parts[-1].last == period.last
    for one, following in zip(found.parts, found.parts[1:], strict=False):
        assert following.first == one.last + timedelta(days=1)
        assert following.first.weekday() == 0 or found.kind != WEEK
        assert following.first.day == 1 or found.kind == WEEK
    number = found.of(Span(day, day))
    assert (number is None) is not period.holds(Span(day, day))
    if number is not None:
        assert found.parts[number].first <= day <= found.parts[number].last


@given(periods, days, days)
def test_days_in_two_columns_are_in_none(period, one, other):
    found = columns(period)
    first, last = sorted((one, other))
    both = {found.of(Span(first, first)), found.of(Span(last, last))}
    assert found.of(Span(first, last)) == (both.pop() if len(both) == 1 else None)
    assert found.of(Span(None, last)) is found.of(Span(first, None)) is None


@given(days)
def test_weeks_begin_on_monday(day):
    assert monday(day).weekday() == 0
    assert 0 <= (day - monday(day)).days < 7


def test_a_report_goes_back_eight_weeks_or_to_the_first_session():
    assert default_first(NOV, None) == date(2026, 9, 28)
    assert default_first(NOV, date(2020, 1, 1)) == date(2026, 9, 28)
    assert default_first(NOV, date(2026, 11, 3)) == date(2026, 11, 3)
    assert default_first(NOV, date(2027, 1, 1)) == NOV
