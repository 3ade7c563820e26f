# SPDX-License-Identifier: MIT
"""The columns of a report: weeks, months, quarters or years of its period."""

from dataclasses import dataclass
from datetime import date, timedelta

from loslaten.practice_log.days import Period, Span

DEFAULT_WEEKS = 8
# Up to so many columns a page can show; with more the next longer kind is taken.
_WEEKS_MAX = 53
_MONTHS_MAX = 72
_QUARTERS_MAX = 80

WEEK, MONTH, QUARTER, YEAR = "week", "month", "quarter", "year"
_KIND_MONTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}


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
        if span.first == span.last:
            return first
        return first if first is not None and first == self._index(span.last) else None

    def _index(self, day: date) -> int | None:
        if not self.parts[0].first <= day <= self.parts[-1].last:
            return None
        return _number(day, self.kind) - _number(self.parts[0].first, self.kind)


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
    parts = []
    first = period.first
    while first <= period.last:
        following = _next(first, kind)
        parts.append(Period(first, min(following - timedelta(days=1), period.last)))
        first = following
    return tuple(parts)


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
