# SPDX-License-Identifier: MIT
"""Days of practice, and stretches of them.

A day of practice runs from four in the morning to four in the next: who practises at half past
midnight has practised that evening.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from loslaten.practice_log.walltime import Moment

DAY_BEGINS_H = 4
_EPOCH = date(1970, 1, 1).toordinal()
_DAY_MIN = 24 * 60


@dataclass(frozen=True, slots=True)
class Span:
    """Days from a first to a last one, both included; None where there is no bound.

    The days on which something may have been, or those that somebody asks for.
    """

    first: date | None = None
    last: date | None = None

    @property
    def is_bounded(self) -> bool:
        """Whether it leaves anything out."""
        return self.first is not None or self.last is not None

    def touches(self, other: "Span") -> bool:
        """Whether a day may be in both."""
        ends_early = self.last and other.first and self.last < other.first
        begins_late = self.first and other.last and self.first > other.last
        return not ends_early and not begins_late

    @property
    def day(self) -> date | None:
        """The one day on which it was, None where that is not known."""
        return self.first if self.first == self.last else None


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError("a period ends no earlier than it begins")

    @property
    def days(self) -> int:
        """Number of days in it."""
        return (self.last - self.first).days + 1

    def each_day(self) -> Iterator[date]:
        """Yield its days."""
        return (self.first + timedelta(days=place) for place in range(self.days))

    def holds(self, span: Span) -> bool:
        """Whether all of a span is in it for certain."""
        if span.first is None or span.last is None:
            return False
        return self.first <= span.first and span.last <= self.last

    def touches(self, span: Span) -> bool:
        """Whether some of a span may be in it."""
        begins_late = span.first is not None and span.first > self.last
        ends_early = span.last is not None and span.last < self.first
        return not begins_late and not ends_early

    def part(self, span: Span) -> "Period | None":
        """Return the part of a span that is in it, None where there is none."""
        if not self.touches(span):
            return None
        first = self.first if span.first is None else max(self.first, span.first)
        last = self.last if span.last is None else min(self.last, span.last)
        return Period(first, last)


def day_of(utc_ms: int, zone_min: int) -> date:
    """Return the day of practice that a moment belongs to, `zone_min` ahead of UTC."""
    local_min = utc_ms // 60_000 + zone_min - DAY_BEGINS_H * 60
    return date.fromordinal(_EPOCH + local_min // _DAY_MIN)


def span_of(moment: Moment) -> Span:
    """Return the days on which a moment may have been, in any of the zones it may have been in."""
    zones_min = moment.zones_min or (0,)
    first = last = None
    if moment.earliest_ms is not None:
        first = day_of(moment.earliest_ms, min(zones_min))
    if moment.latest_ms is not None:
        last = day_of(moment.latest_ms, max(zones_min))
    return Span(first, last)
