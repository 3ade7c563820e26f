# SPDX-License-Identifier: MIT
"""The persons of a log side by side: when each began, when last, and how far each watch has told.

What is asked here is answered from indexes: the years before do not make it slower.
"""

from datetime import date

from loslaten.practice_log.bounds import TELLS_TIME
from loslaten.practice_log.choice import Choice
from loslaten.practice_log.days import Span, day_of
from loslaten.practice_log.holdings import HELD
from loslaten.practice_log.log import PracticeLog

# The last time that each person's watches told, in local time, while they were that person's.
_TOLD_UNTIL = f"""
    WITH {HELD}
    SELECT person_id, max(utc_ms + zone_min * 60000) AS local_ms
    FROM held JOIN journal USING (watch_id) JOIN anchor ON journal_id = journal.id
    WHERE {TELLS_TIME}
        AND utc_ms >= from_utc_ms AND utc_ms < until_utc_ms AND person_id IS NOT NULL
    GROUP BY person_id
"""


class CaseloadLog(PracticeLog):
    """A practice log whose persons are looked at side by side. All methods raise StoreError."""

    def told_until(self) -> dict[int, date]:
        """Return the day up to which the watches of each person have told, by their syncs."""
        return {row["person_id"]: day_of(row["local_ms"], 0) for row in self._all(_TOLD_UNTIL)}

    def watch_names(self) -> dict[int, list[str]]:
        """Return what the watches are called that each person has now."""
        names: dict[int, list[str]] = {}
        for watch in self.watches():
            holder = self.holder(watch.id)
            if holder is not None:
                names.setdefault(holder.id, []).append(watch.called())
        return names

    def first_practised(self, person_id: int, since: date | None = None) -> date | None:
        """Return the first day, of those since one, on which a session was for certain."""
        days = self.practised_days(Choice(person_id=person_id, days=Span(since)))
        return next((day for day in days if since is None or day >= since), None)

    def last_practised(self, person_id: int) -> date | None:
        """Return the last day on which a session was for certain."""
        return next(self.practised_days(Choice(person_id=person_id), newest_first=True), None)
