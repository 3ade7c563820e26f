# SPDX-License-Identifier: MIT
"""Adherence: initiation, implementation and persistence, worked out by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loslaten.desk.adherence import STOPPED_DAYS, adherence
from loslaten.desk.agreement import Agreed, Agreement, agreement
from loslaten.practice_log.agreements import PlanRow
from loslaten.practice_log.days import Period

BEGINS = date(2026, 9, 7)
DAY_MS = 86_400_000
MADE_MS = 1_788_782_400_000  # 2026-09-07 12:00 UTC


def day(number: int) -> date:
    return BEGINS + timedelta(days=number)


def plan(first: int = 0, until: int = 99, times: int = 4) -> Agreed:
    return Agreed(times_a_week=times, first=day(first), until=day(until))


def practised(days: list[int], told: int | None, plans: tuple[Agreed, ...] = (plan(),)):
    sessions = [day(number) for number in days]
    told_until = None if told is None else day(told)
    first = min((one for one in sessions if not plans or one >= plans[0].first), default=None)
    return adherence(Agreement(plans), first, max(sessions, default=None), sessions, told_until)


def test_initiation_is_the_first_session_since_it_was_agreed():
    found = practised([-5, 3, 6], 10)
    assert (found.initiated, found.days_to_begin) == (day(3), 3)
    assert practised([-5], 10).initiated is None


def test_implementation_is_done_of_agreed_in_the_newest_four_weeks_that_are_told():
    # From day 13 to day 40: four weeks of four, of which seven were practised.
    found = practised([2, 5, 9, 12, 13, 20, 21, 22, 30, 31, 40], 40)
    assert found.window == Period(day(13), day(40))
    assert (found.done, found.agreed) == (7, 16)
    assert found.implementation == 7 / 16


def test_implementation_begins_with_initiation():
    found = practised([8, 9, 10, 12], 17)
    assert found.window == Period(day(8), day(17))
    assert found.agreed == pytest.approx(4 * 10 / 7)


def test_less_than_a_week_says_nothing():
    assert practised([5, 6, 7], 10).implementation is None
    assert practised([5, 6, 7], 11).implementation is not None
    assert practised([5, 6, 7], None).window is None


def test_after_a_plan_nothing_is_agreed_and_nothing_counts():
    found = practised([0, 10, 20, 30, 33], 40, (plan(until=26),))
    # Days 13 to 26 are two weeks of the plan.
    assert (found.done, found.agreed) == (1, 8)


def test_of_two_plans_the_one_made_last_is_in_force():
    both = (plan(times=7), plan(first=20, times=3))
    assert Agreement(both).sessions(Period(day(13), day(40))) == pytest.approx(7 + 21 * 3 / 7)


def test_without_a_plan_sessions_are_counted_and_no_share_made_up():
    found = practised([0, 1, 20], 27, ())
    assert (found.done, found.agreed, found.implementation) == (3, None, None)
    assert found.days_to_begin is None


def test_persistence_ends_after_two_told_weeks_without_a_session():
    going_on = practised([0, 9, 20], 20 + STOPPED_DAYS - 1)
    assert (going_on.persistence_days, going_on.has_stopped) == (21, False)
    stopped = practised([0, 9, 20], 20 + STOPPED_DAYS)
    assert (stopped.persistence_days, stopped.has_stopped) == (21, True)


def test_days_that_the_watch_has_not_told_about_are_no_stop():
    assert not practised([0, 9, 20], 22).has_stopped
    assert not practised([0, 9, 20], None).has_stopped


def test_who_keeps_to_the_end_of_a_plan_has_not_stopped():
    assert not practised([0, 9, 20], 90, (plan(until=24),)).has_stopped
    assert practised([0, 9, 20], 90, (plan(until=24), plan(first=60))).has_stopped


@given(
    days=st.lists(st.integers(-20, 80), max_size=40),
    told=st.none() | st.integers(0, 90),
    plans=st.lists(
        st.builds(plan, st.integers(0, 40), st.integers(40, 99), st.integers(1, 14)), max_size=3
    ),
)
def test_whatever_was_practised_the_figures_hold_together(days, told, plans):
    found = practised(days, told, tuple(sorted(plans, key=lambda one: one.first)))
    if found.window is not None:
        assert found.initiated is not None
        assert found.initiated <= found.window.first <= found.window.last
        assert 7 <= found.window.days <= 28
        assert found.done <= len(days)
    if found.implementation is not None:
        assert found.implementation >= 0
    if found.has_stopped:
        assert found.quiet_days >= STOPPED_DAYS
        assert told is not None


def row(content: dict[str, object], made_ms: int = MADE_MS, taken_ms: int = MADE_MS) -> PlanRow:
    return PlanRow(code=bytes(16), made_utc_ms=made_ms, taken_utc_ms=taken_ms, content=content)


def test_a_plan_counts_from_the_day_it_was_taken():
    found = agreement(
        [row({"times_a_week": 4, "until": "2026-12-01"}, taken_ms=MADE_MS + 3 * DAY_MS)], 120
    )
    assert found.plans == (Agreed(times_a_week=4, first=day(3), until=date(2026, 12, 1)),)
    assert found.begins == day(3)


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"times_a_week": "4", "until": "2026-12-01"},
        {"times_a_week": 0, "until": "2026-12-01"},
        {"times_a_week": 4, "until": "soon"},
        {"times_a_week": 4},
    ],
)
def test_a_plan_that_says_no_times_or_no_last_day_is_left_out(content):
    assert agreement([row(content)], 60).plans == ()
