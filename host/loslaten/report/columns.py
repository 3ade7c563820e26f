"""The days of a report: which day practice belongs to, the period, and its columns.

A day of practice runs from four in the morning to four in the next: who practises at half past
midnight has practised that evening.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from loslaten.practice_log.walltime import Moment

DAY_BEGINS_H = 4
DEFAULT_WEEKS = 8
# Up to so many columns a page can show; with more the next longer kind is taken.
_WEEKS_MAX = 53
_MONTHS_MAX = 72
_QUARTERS_MAX = 80

WEEK, MONTH, QUARTER, YEAR = "week", "month", "quarter", "year"
_KIND_MONTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}

_EPOCH = date(1970, 1, 1).toordinal()
_DAY_MIN = 24 * 60


@dataclass(frozen=True, slots=True)
class Span:
    """The days on which something may have been, None where there is no bound."""

    first: date | None
    last: date | None

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
        """How many days it has."""
        return (self.last - self.first).days + 1

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


@dataclass(frozen=True, slots=True)
class Columns:
    """A period in columns of one kind: weeks from Monday on, months, quarters or years.

    The first and the last one may be cut by the period's ends.
    """

    kind: str
    parts: tuple[Period, ...]

    def __len__(self) -> int:
        return len(self.parts)

    def of(self, span: Span) -> int | None:
        """Return in which column all of a span is, None where that is not known."""
        if span.first is None or span.last is None:
            return None
        first = self._index(span.first)
        return first if first is not None and first == self._index(span.last) else None

    def _index(self, day: date) -> int | None:
        if not self.parts[0].first <= day <= self.parts[-1].last:
            return None
        return _number(day, self.kind) - _number(self.parts[0].first, self.kind)


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


def columns(period: Period) -> Columns:
    """Divide a period: in weeks where it has up to a year, in something longer beyond."""
    for kind, most in ((WEEK, _WEEKS_MAX), (MONTH, _MONTHS_MAX), (QUARTER, _QUARTERS_MAX)):
        if _number(period.last, kind) - _number(period.first, kind) < most:
            return Columns(kind, _parts(period, kind))
    return Columns(YEAR, _parts(period, YEAR))


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def default_first(last: date, first_session: date | None) -> date:
    """Return where a report begins that ends on `last`: weeks before, if there was anything."""
    weeks_ago = monday(last) - timedelta(weeks=DEFAULT_WEEKS - 1)
    if first_session is None:
        return weeks_ago
    return min(max(weeks_ago, first_session), last)


def _parts(period: Period, kind: str) -> tuple[Period, ...]:
    found = []
    first = period.first
    while first <= period.last:
        following = _next(first, kind)
        found.append(Period(first, min(following - timedelta(days=1), period.last)))
        first = following
    return tuple(found)


def _next(day: date, kind: str) -> date:
    """Return when the column after that of `day` begins."""
    if kind == WEEK:
        return monday(day) + timedelta(weeks=1)
    months = _KIND_MONTHS[kind]
    year, month = divmod((_number(day, kind) + 1) * months, 12)
    return date(year, month + 1, 1)


def _number(day: date, kind: str) -> int:
    """Number the columns of a kind throughout history."""
    if kind == WEEK:
        return (day.toordinal() - 1) // 7
    return (day.year * 12 + day.month - 1) // _KIND_MONTHS[kind]
