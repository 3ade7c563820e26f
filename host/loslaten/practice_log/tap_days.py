# SPDX-License-Identifier: MIT
"""Days with taps or a reminder, as the watches have counted them."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from loslaten.practice_log import holdings
from loslaten.practice_log.choice import Choice
from loslaten.practice_log.days import Span
from loslaten.practice_log.deliveries import DeliveryLog
from loslaten.practice_log.rows import RECORD_KEY
from loslaten.practice_log.walltime import BETWEEN, Moment
from loslaten_core.journal import body, record
from loslaten_core.journal.event import Day
from loslaten_core.journal.record import Record

_DAY_MS = 86_400_000
# A local day lies within this much of the same day in UTC, whatever the zone, and it ends at 4.
_AROUND_MS = 20 * 3_600_000
_EPOCH = date(1970, 1, 1)
# Whenever they came: the clock of the laptop may have been wrong then.
_COUNTED = f"""
    SELECT {RECORD_KEY}, raw, journal_id, watch_id, begun_utc_ms
    FROM record JOIN journal ON journal.id = journal_id
    WHERE kind = {record.DAY} AND problem IS NULL
        AND (?1 IS NULL OR watch_id = ?1)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TapDay:
    """Counts of a local day: `taps` felt, and `noticed` of them answered "done".

    `silenced` says that no more were wanted that day, `reminded` that the reminder was felt.
    """

    day: date
    taps: int
    noticed: int
    silenced: bool
    reminded: bool


class TapLog(DeliveryLog):
    """A practice log that tells the days with taps. All methods raise StoreError."""

    def tap_days(self, choice: Choice) -> list[TapDay]:
        """Return the days that are a person's for certain, in the order of time."""
        if choice.is_unsure:
            return []
        found: dict[date, TapDay] = {}
        for row, _, counted in self._counted(choice.watch_id):
            one = _told(counted)
            if not choice.days.touches(Span(one.day, one.day)):
                continue
            if choice.person_id in (None, self._whose(row, counted)):
                found[one.day] = _added(found.get(one.day), one)
        return sorted(found.values(), key=lambda one: one.day)

    def tap_records(self, person_id: int) -> set[tuple[int, int]]:
        """Return the records of a person's days: (number of the journal, sequence)."""
        return {
            (row["journal_id"], one.sequence)
            for row, one, counted in self._counted(None)
            if self._whose(row, counted) == person_id
        }

    def _counted(self, watch_id: int | None) -> Iterator[tuple[sqlite3.Row, Record, Day]]:
        """Yield the records of days, with what they hold."""
        found = self._all(_COUNTED, watch_id)
        for row, one in self._legible(
            "record", found, lambda row: (row, record.decode(row["raw"]))
        ):
            counted = body.unpack(one)
            if isinstance(counted, Day):
                yield row, one, counted

    def _whose(self, row: sqlite3.Row, counted: Day) -> int | None:
        """Return whose a day was; of a watch that files alone tell of, that of all its nights."""
        if held := self.holdings(row["watch_id"]):
            return holdings.holder(held, _moment(counted), row["begun_utc_ms"])
        claimed = set().union(*holdings.claims(self._db, row["journal_id"]).values())
        return next(iter(claimed)) if len(claimed) == 1 else None


def _told(counted: Day) -> TapDay:
    return TapDay(
        day=_EPOCH + timedelta(days=counted.day),
        taps=counted.taps,
        noticed=counted.noticed,
        silenced=counted.silenced,
        reminded=counted.reminded,
    )


def _moment(counted: Day) -> Moment:
    """Return when the day was, in whatever zone."""
    begins_ms = counted.day * _DAY_MS
    return Moment(
        quality=BETWEEN,
        earliest_ms=begins_ms - _AROUND_MS,
        latest_ms=begins_ms + _DAY_MS + _AROUND_MS,
    )


def _added(before: TapDay | None, more: TapDay) -> TapDay:
    """Add what another record says of a day, of a watch that started anew or of another one."""
    if before is None:
        return more
    return replace(
        before,
        taps=before.taps + more.taps,
        noticed=before.noticed + more.noticed,
        silenced=before.silenced or more.silenced,
        reminded=before.reminded or more.reminded,
    )
