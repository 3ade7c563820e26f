# SPDX-License-Identifier: MIT
"""Agreement with a person, day by day, from the plans in the log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from loslaten.practice_log.agreements import AgreementLog, PlanRow
from loslaten.practice_log.choice import Choice
from loslaten.practice_log.days import Period, day_of

# The most that a plan can ask.
_TIMES_MAX = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """So many sessions a week, from the day of taking the plan up to a last day."""

    times_a_week: int
    first: date
    until: date


@dataclass(frozen=True, slots=True)
class Agreement:
    """The plans of a person, in the order in which they were made; none where there is no plan."""

    plans: tuple[Agreed, ...]

    @property
    def begins(self) -> date | None:
        """The day from which on anything was agreed."""
        return min((plan.first for plan in self.plans), default=None)

    def on(self, day: date) -> Agreed | None:
        """Return the plan in force on a day: of several the one that was made last."""
        found = [plan for plan in self.plans if plan.first <= day <= plan.until]
        return found[-1] if found else None

    def sessions(self, period: Period) -> float:
        """Return how many sessions were agreed on for the days of a period."""
        plans = (self.on(day) for day in period.each_day())
        return sum(plan.times_a_week for plan in plans if plan is not None) / 7


def agreement(plans: Iterable[PlanRow], zone_min: int) -> Agreement:
    """Return what plans come to; one that says no times or no last day that we know is left out.

    A plan is in force from the day on which it was taken, in the zone `zone_min` ahead of UTC.
    """
    found = []
    for plan in plans:
        times, until = plan.content.get("times_a_week"), plan.content.get("until")
        if not isinstance(times, int) or not 1 <= times <= _TIMES_MAX:
            continue
        try:
            last = date.fromisoformat(str(until))
        except ValueError:
            continue
        first = day_of(max(plan.made_utc_ms, plan.taken_utc_ms), zone_min)
        found.append(Agreed(times_a_week=times, first=first, until=last))
    return Agreement(tuple(found))


def agreed_a_week(log: AgreementLog, choice: Choice, day: date, zone_min: int) -> int | None:
    """Return how many sessions a week the plan in force on a day asks of a person.

    None where no plan is in force, or the choice is about nobody in particular. Raises StoreError.
    """
    persons = [one.id for one in log.persons() if choice.person_id in (None, one.id)]
    if len(persons) != 1:
        return None
    plan = agreement(log.plans(persons[0]), zone_min).on(day)
    return None if plan is None else plan.times_a_week
