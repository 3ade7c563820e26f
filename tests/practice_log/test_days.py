# SPDX-License-Identifier: MIT
"""A span of days touches what may lie in it."""

from datetime import UTC, date, datetime

import pytest

from loslaten.practice_log.caseload import CaseloadLog
from loslaten.practice_log.days import Period, Span, span_of
from loslaten.practice_log.rows import AnchorRow
from loslaten.practice_log.walltime import BETWEEN, EXACT, Moment
from tests.rigs.raw_records import DAY_MS, NOW_MS, SERIAL, practised, raw

DAY = date(2026, 11, 22)
BEFORE, AFTER = date(2026, 11, 21), date(2026, 11, 23)


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def known(text: str, error_ms: int = 0, zone_min: int = 0) -> Moment:
    utc_ms = at(text)
    moment = Moment(quality=EXACT, earliest_ms=utc_ms - error_ms, latest_ms=utc_ms + error_ms)
    moment.utc_ms, moment.error_ms, moment.zones_min = utc_ms, error_ms, (zone_min,)
    return moment


HOUR_MS = 3_600_000
# A moment, and of which of three days it may be.
MOMENTS = [
    (known("2026-11-22T22:00"), (False, True, False)),
    # Practice after midnight is that of the evening; a day of it begins at four.
    (known("2026-11-23T01:00"), (False, True, False)),
    (known("2026-11-23T05:00"), (False, False, True)),
    # By the wearer's own time.
    (known("2026-11-22T20:00", zone_min=600), (False, False, True)),
    (known("2026-11-22T23:00", 6 * HOUR_MS), (False, True, True)),
    (known("2026-11-22T22:00", 40 * HOUR_MS), (True, True, True)),
    (Moment(quality=BETWEEN, earliest_ms=None, latest_ms=None), (True, True, True)),
    (
        Moment(quality=BETWEEN, earliest_ms=at("2026-11-22T12:00"), latest_ms=None),
        (False, True, True),
    ),
    (
        Moment(quality=BETWEEN, earliest_ms=None, latest_ms=at("2026-11-22T12:00")),
        (True, True, False),
    ),
    (
        Moment(
            quality=BETWEEN, earliest_ms=at("2026-11-21T12:00"), latest_ms=at("2026-11-22T12:00")
        ),
        (True, True, False),
    ),
]


@pytest.mark.parametrize(("moment", "days"), MOMENTS)
def test_a_moment_touches_every_span_it_may_lie_in(moment, days):
    span = span_of(moment)
    assert tuple(Span(day, day).touches(span) for day in (BEFORE, DAY, AFTER)) == days
    assert Span().touches(span)
    assert Span(first=DAY).touches(span) == any(days[1:])
    assert Span(last=DAY).touches(span) == any(days[:2])


def test_only_a_span_with_an_end_is_bounded():
    assert not Span().is_bounded
    assert Span(first=DAY).is_bounded
    assert Span(last=DAY).is_bounded


def test_a_period_counts_both_of_its_ends():
    assert Period(DAY, DAY).days == 1
    assert list(Period(BEFORE, AFTER).each_day()) == [BEFORE, DAY, AFTER]
    with pytest.raises(ValueError, match="no earlier"):
        Period(AFTER, BEFORE)


def test_the_first_and_the_last_day_of_practice(tmp_path):
    with CaseloadLog(tmp_path / "practice.db") as log:
        (person,) = log.persons()
        assert (log.first_practised(person.id), log.last_practised(person.id)) == (None, None)
        assert log.told_days() is None
        watch = log.see_watch(SERIAL, "", NOW_MS).id
        log.take_page(
            watch, [raw(night, practised(2), 1, night * DAY_MS) for night in (1, 2, 4)], NOW_MS
        )
        told = AnchorRow(
            boot=1, uptime_ms=5 * DAY_MS, utc_ms=at("2026-11-27T21:00"), zone_min=0, error_ms=40
        )
        log.add_anchor(watch, told)
        assert log.first_practised(person.id) == date(2026, 11, 23)
        assert log.first_practised(person.id, date(2026, 11, 25)) == date(2026, 11, 26)
        assert log.last_practised(person.id) == date(2026, 11, 26)
        assert log.told_days() == (date(2026, 11, 23), date(2026, 11, 27))
