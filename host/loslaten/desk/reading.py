# SPDX-License-Identifier: MIT
"""From the practice log to the cases on the desk, by a few small questions for each person."""

from collections.abc import Iterator
from datetime import date

from loslaten.desk.adherence import WINDOW, adherence
from loslaten.desk.agreement import agreement
from loslaten.desk.case import Case, ordered
from loslaten.practice_log.caseload import CaseloadLog
from loslaten.practice_log.choice import Choice
from loslaten.practice_log.days import Period, Span
from loslaten.report.attention import flags_of
from loslaten.report.columns import default_first
from loslaten.report.figures import RECENT
from loslaten.report.reading import entries_of


def desk(log: CaseloadLog, today: date, zone_min: int) -> list[Case]:
    """Return the persons of the log, who needs a call first. Raises StoreError."""
    return ordered(list(_cases(log, today, zone_min)))


def _cases(log: CaseloadLog, today: date, zone_min: int) -> Iterator[Case]:
    told, watches = log.told_until(), log.watch_names()
    for person in log.persons():
        last = log.last_practised(person.id)
        heard = max(filter(None, (told.get(person.id), last)), default=None)
        agreed = agreement(log.plans(person.id), zone_min)
        first = log.first_practised(person.id, agreed.begins)
        until = max(today, heard or today)
        period = Period(default_first(until, None), until)
        # The window of adherence ends where the watch has told; the report's period, today.
        since = period.first if heard is None else min(period.first, heard - WINDOW)
        found = entries_of(log, Choice(person_id=person.id, days=Span(since, until)))
        days = [entry.span.day for entry in found if entry.span.day is not None]
        entries = [entry for entry in found if period.holds(entry.span)]
        recent = entries[-RECENT:]
        sums = log.group_sums((entry.id, 0) for entry in recent)
        yield Case(
            person=person,
            watches=tuple(watches.get(person.id, ())),
            plan=agreed.plans[-1] if agreed.plans else None,
            agreed_since=agreed.begins,
            adherence=adherence(agreed, first, last, days, heard),
            told_until=heard,
            sessions=len(entries),
            flags=flags_of(recent, {one.muscle: one for one in sums}),
            today=today,
        )
