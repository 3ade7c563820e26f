# SPDX-License-Identifier: MIT
"""The choice of nights: whose, of which watch, from when to when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from loslaten.practice_log.days import Span
from loslaten.practice_log.migrations import EVER_MS

# A local day lies within this much of the same day in UTC, a day of practice too.
_AROUND = timedelta(days=2)
_ALWAYS = Span()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The nights that are meant: all of them, unless something is said.

    `person_id` and `watch_id` are the log's numbers. `is_unsure` takes those instead of which it
    is not certain whose they are. `days` bounds the days on which they may have been, roughly:
    whoever asks looks at each night again, see `days.span_of`.
    """

    person_id: int | None = None
    watch_id: int | None = None
    is_unsure: bool = False
    days: Span = _ALWAYS

    def condition(self) -> tuple[str, Sequence[object]]:
        """Return the SQL condition on a row of `session`, and its values."""
        terms: list[str] = ["1"]
        values: list[object] = []
        if self.person_id is not None and not self.is_unsure:
            terms.append("person_id = ?")
            values.append(self.person_id)
        if self.is_unsure:
            # A night of somebody who is not in the log is nobody's.
            terms.append("(person_id IS NULL OR person_id NOT IN (SELECT id FROM person))")
        if self.watch_id is not None:
            terms.append("journal_id IN (SELECT id FROM journal WHERE watch_id = ?)")
            values.append(self.watch_id)
        if self.days.first is not None:
            terms.append(f"coalesce(latest_ms, {EVER_MS}) >= ?")
            values.append(_utc_ms(self.days.first.toordinal()) - _ms(_AROUND))
        if self.days.last is not None:
            terms.append("(earliest_ms IS NULL OR earliest_ms <= ?)")
            values.append(_utc_ms(self.days.last.toordinal()) + _ms(_AROUND))
        return " AND ".join(terms), values


EVERYTHING = Choice()


def _utc_ms(ordinal: int) -> int:
    return round(datetime.fromordinal(ordinal).replace(tzinfo=UTC).timestamp() * 1000)


def _ms(length: timedelta) -> int:
    return round(length.total_seconds() * 1000)
