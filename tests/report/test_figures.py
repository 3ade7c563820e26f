# SPDX-License-Identifier: MIT
"""The figures of a report: what sessions come to, and that nothing is lost or counted twice."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loslaten.practice_log.days import Period, Span
from loslaten.report import figures
from loslaten.report.figures import RECENT, compute
from loslaten.report.medians import median, usual_beginning
from loslaten_core.practice import event
from loslaten_core.practice.protocol import Protocol
from tests.rigs.made_up import MONDAY, PLAIN, TWO, Story, group, on, planned

WEEKS = Period(MONDAY, MONDAY + timedelta(days=55))


def counted(story: Story, period: Period = WEEKS, agreed: int | None = None):
    return compute(story.taken(), period, story.sums, agreed)


def test_sessions_are_counted_by_week_and_by_how_they_ended():
    story = Story(told=(MONDAY, MONDAY + timedelta(days=40)))
    story.add(on(0))
    story.add(on(0), ending=event.STOPPED, minutes=10)
    story.add(on(3))
    story.add(on(8), ending=event.BATTERY)
    found = counted(story, agreed=4)
    assert (len(found.entries), found.completed) == (4, 2)
    assert found.endings == ((event.COMPLETED, 2), (event.STOPPED, 1), (event.BATTERY, 1))
    assert found.practised_ms == 85 * 60_000
    first, second, third = found.by_column[:3]
    assert (first.completed, first.early, first.days, first.days_told) == (2, 1, 2, 7)
    assert (first.practised_ms, first.planned_ms) == (60 * 60_000, 3 * 1_500_000)
    assert (second.sessions, second.days) == (1, 1)
    assert third.sessions == 0
    assert [one.days_told for one in found.by_column] == [7, 7, 7, 7, 7, 6, 0, 0]
    assert first.agreed == 4
    assert found.agreed == 4 * 41 / 7
    assert len(found.days) == 3
    assert len(found.days[MONDAY]) == 2


def test_what_is_not_known_is_counted_and_not_placed():
    story = Story()
    story.add(on(1))
    story.add(on(8, 9))  # in the second week, whichever day
    story.add(on(13, 15))  # in the second week or the third
    story.add(on(-3, 2))  # perhaps before the period
    story.add(Span(None, None))
    story.add(on(-9))
    found = counted(story)
    assert len(found.entries) == 3
    assert found.perhaps == 2
    assert [one.sessions for one in found.by_column[:3]] == [1, 1, 0]
    assert [one.days for one in found.by_column[:3]] == [1, 0, 0]
    assert list(found.days) == [MONDAY + timedelta(days=1)]
    assert found.undated == (
        (on(8, 9), 1),
        (on(13, 15), 1),
        (on(-3, 2), 1),
        (Span(None, None), 1),
    )


def test_days_on_which_a_session_may_have_been_stay_within_the_period():
    story = Story()
    story.add(on(-3, 1))
    story.add(on(54, 60))
    found = counted(story)
    assert found.maybe_days == {MONDAY + timedelta(days=day) for day in (0, 1, 54, 55)}


def test_the_same_stretch_of_days_is_told_once():
    story = Story()
    for _ in range(3):
        story.add(on(4, 6))
    assert counted(story).undated == ((on(4, 6), 3),)


@pytest.mark.parametrize(
    ("told", "period"),
    [
        ((-10, 100), (0, 55)),
        ((5, 20), (5, 20)),
        ((5, 100), (5, 55)),
        ((60, 70), None),
        ((-9, -1), None),
    ],
)
def test_the_report_knows_for_which_days_the_watch_has_told(told, period):
    first, last = (MONDAY + timedelta(days=day) for day in told)
    found = counted(Story(told=(first, last)))
    part = None if found.told is None else (found.told.first, found.told.last)
    assert part == (None if period is None else tuple(MONDAY + timedelta(days=d) for d in period))


def test_a_period_without_sessions_has_no_medians():
    found = counted(Story(told=(MONDAY, MONDAY)))
    assert found.medians.duration_ms is found.medians.before is found.medians.repeats is None
    assert found.groups == ()
    assert (found.practised_ms, found.completed, found.rated) == (0, 0, 0)


def test_medians_are_those_of_sessions_that_know():
    story = Story()
    story.add(on(0), [group(2), group(15, 5)], minutes=20, tension=(8, 3))
    story.add(on(1), [group(2)], minutes=30, tension=(6, 4))
    story.add(on(2), minutes=40, tension=(5, None), protocol_id=b"other!")
    medians = counted(story).medians
    assert medians.duration_ms == 30 * 60_000
    assert (medians.planned_ms, medians.planned_repeats, medians.planned_groups) == (
        1_500_000,
        5,
        2,
    )
    assert (medians.groups, medians.repeats) == (1, 2)
    assert (medians.before, medians.after) == (7, 3.5)


def test_muscle_groups_stand_in_the_order_of_the_newest_protocol():
    later = Protocol("later", tuple(reversed(TWO.groups)))
    story = Story(planned={PLAIN: planned(TWO), b"later!": planned(later, b"later!")})
    story.add(on(0), [group(9), group(2), group(15)])
    story.add(on(9), [group(15, asked=2), group(2)], protocol_id=b"later!")
    found = counted(story)
    assert [one.muscle for one in found.groups] == [15, 2, 9]
    jaw = found.groups[0]
    assert (jaw.whole.sessions, jaw.whole.asked, jaw.whole.asked_in) == (2, 2, 1)
    assert sorted(jaw.by_column) == [0, 1]
    assert jaw.by_column[1].asked == 2


def test_protocols_are_told_by_their_first_session_also_in_turns():
    story = Story(planned={PLAIN: planned(TWO)})
    for day, content_id in enumerate((PLAIN, b"other!", PLAIN, b"other!", PLAIN)):
        story.add(on(day), protocol_id=content_id)
    first, second = counted(story).uses
    assert (first.content_id, first.first, first.sessions) == (PLAIN, on(0), 3)
    assert (second.planned, second.first, second.sessions) == (None, on(1), 2)


def test_only_the_newest_sessions_are_recent():
    story = Story()
    for day in range(RECENT + 5):
        story.add(on(day), [group(2, asked=day < 5)])
    found = counted(story)
    assert [one.id for one in found.recent] == list(range(6, RECENT + 6))
    assert found.recent_groups[2].asked == 0


def test_what_was_lost_counts_where_it_was_told():
    story = Story(lost=((MONDAY, 2), (MONDAY + timedelta(days=55), 3), (MONDAY - timedelta(1), 9)))
    assert counted(story).lost == 5


@pytest.mark.parametrize(
    ("times", "usual"),
    [
        ([], None),
        ([time(22), time(23)], None),
        ([time(22, 10), time(22, 20), time(23, 50)], time(22, 15)),
        # Midnight is in the middle of an evening, not at its ends.
        ([time(23, 40), time(0, 10), time(0, 20)], time(0, 15)),
        ([time(4, 0), time(4, 0), time(4, 0)], time(4, 0)),
        ([time(3, 59), time(3, 59), time(3, 59)], time(4, 0)),
        ([None, time(13), time(13), time(13)], time(13)),
    ],
)
def test_sessions_usually_begin_around(times, usual):
    story = Story()
    for day, at in enumerate(times):
        story.add(on(day), at=at)
    assert usual_beginning(story.entries) == usual


@given(st.lists(st.integers(-100, 100), max_size=30))
def test_half_of_the_values_are_on_either_side_of_the_median(values):
    middle = median(values)
    if not values:
        assert middle is None
        return
    assert 2 * sum(value < middle for value in values) <= len(values)
    assert 2 * sum(value > middle for value in values) <= len(values)


groups = st.lists(
    st.builds(
        group,
        st.integers(1, 6),
        st.integers(0, 5),
        st.integers(0, 3),
        st.integers(0, 3),
        st.booleans(),
        st.booleans(),
    ),
    max_size=4,
    unique_by=lambda one: one.muscle,
)
spans = st.tuples(st.integers(-40, 120), st.integers(0, 12)).map(lambda s: on(s[0], s[0] + s[1]))
sessions = st.lists(
    st.tuples(
        st.one_of(spans, st.integers(-40, 120).map(on), st.just(Span(None, None))),
        groups,
        st.integers(1, 6),
        st.tuples(
            st.one_of(st.none(), st.integers(0, 10)), st.one_of(st.none(), st.integers(0, 10))
        ),
    ),
    max_size=25,
)
lengths = st.sampled_from((1, 6, 56, 80, 400))


@given(sessions, lengths, st.integers(-30, 30))
def test_totals_add_up_whatever_is_in_the_log(made, length, first):
    story = Story()
    for span, own, ending, tension in made:
        story.add(span, own, ending=ending, tension=tension)
    begins = MONDAY + timedelta(days=first)
    period = Period(begins, begins + timedelta(days=length - 1))
    found = counted(story, period)
    inside = {entry.id for entry in found.entries}
    assert inside == {one.id for one in story.entries if period.holds(one.span)}
    # Every session that may be in the period is counted, once, as certain or as perhaps.
    assert len(inside) + found.perhaps == sum(period.touches(one.span) for one in story.entries)
    assert sum(count for _, count in found.endings) == len(inside)
    dated = sum(len(entries) for entries in found.days.values())
    undated_inside = sum(one.span.day is None for one in found.entries)
    assert dated + undated_inside == len(inside)
    assert sum(count for _, count in found.undated) == undated_inside + found.perhaps
    assert len(found.days) >= sum(column.days for column in found.by_column)
    placed = sum(column.sessions for column in found.by_column)
    assert dated <= placed <= len(inside)
    for one in found.groups:
        every = [g for i in inside for g in story.groups[i] if g.muscle == one.muscle]
        assert one.whole.done == sum(g.done for g in every)
        assert one.whole.asked == sum(g.asked for g in every)
        assert one.whole.sessions == sum(not g.left_out for g in every)
        assert one.whole.left_early_in == sum(bool(g.cuts or g.skipped) for g in every)
        assert one.whole.done >= sum(part.done for part in one.by_column.values())
    assert {one.muscle for one in found.groups} == {
        g.muscle for i in inside for g in story.groups[i]
    }


def test_a_year_more_or_less_changes_nothing_about_a_week():
    """Columns become longer with the period, sums stay."""
    story = Story()
    for day in range(0, 60, 2):
        story.add(on(day), [group(2, asked=1)], tension=(6, 3))
    short, long = (
        counted(story, Period(MONDAY, MONDAY + timedelta(days=length))) for length in (60, 900)
    )
    assert (short.columns.kind, long.columns.kind) == ("week", "month")
    assert short.medians == long.medians
    assert [one.whole for one in short.groups] == [one.whole for one in long.groups]
    for name in ("sessions", "practised_ms"):
        totals = [sum(getattr(c, name) for c in one.by_column) for one in (short, long)]
        assert totals[0] == totals[1]
    assert figures.RECENT == len(short.recent) == len(long.recent)


def test_a_report_can_begin_long_before_the_log():
    story = Story()
    story.add(on(0))
    found = counted(story, Period(date(2000, 1, 1), date(2199, 12, 31)))
    assert found.columns.kind == "year"
    assert sum(one.sessions for one in found.by_column) == 1
