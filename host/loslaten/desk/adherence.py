# SPDX-License-Identifier: MIT
"""Adherence in the three terms of the field, as far as the watch has told.

The terms are those of the ABC taxonomy (Vrijens et al., "A new taxonomy for describing and
defining adherence to medications", Br J Clin Pharmacol 2012;73:691-705), with a session in the
place of a dose: *initiation*, when the first one is; *implementation*, how far what is done
corresponds to what was agreed, from initiation to the last one; *persistence*, the time between
initiation and the last one, which ends with discontinuation. The measures are continuous, and
categories are made of them afterwards (docs/desk.md).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from loslaten.desk.agreement import Agreement
from loslaten.practice_log.days import Period

# Implementation is that of the newest four weeks; of less than a week it says nothing.
WINDOW = timedelta(days=28)
_WINDOW_MIN_DAYS = 7
# Days without a session, of which the watch has told, after which somebody has stopped; ours.
STOPPED_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Adherence:
    """Adherence to what was agreed; None for what is not known or cannot be said.

    initiated: the day of the first session. days_to_begin: from the agreement to it. done:
    sessions in `window`, which are days since initiation that were agreed on and told about.
    agreed: what was agreed on for these days. last: the day of the last session. quiet_days: the
    days without one since then that were told about.
    """

    initiated: date | None
    days_to_begin: int | None
    window: Period | None
    done: int
    agreed: float | None
    last: date | None
    quiet_days: int

    @property
    def implementation(self) -> float | None:
        """Share done of what was agreed, more than 1 where it was more."""
        return self.done / self.agreed if self.agreed else None

    @property
    def persistence_days(self) -> int | None:
        """Days from the first session to the last one, both included."""
        if self.initiated is None or self.last is None or self.last < self.initiated:
            return None
        return (self.last - self.initiated).days + 1

    @property
    def has_stopped(self) -> bool:
        """Whether it was begun, and then discontinued."""
        return self.initiated is not None and self.quiet_days >= STOPPED_DAYS


def adherence(
    agreed: Agreement,
    first: date | None,
    last: date | None,
    sessions: Collection[date],
    told_until: date | None,
) -> Adherence:
    """Return how somebody practises.

    first: the first session since anything was agreed on, or at all where nothing was. sessions:
    the days of the newest ones, at least those of the window. told_until: the last day that the
    watch has told about.
    """
    begins = agreed.begins
    window = _window(first, told_until)
    planned = None if window is None or begins is None else agreed.sessions(window)
    in_window = [] if window is None else [day for day in sessions if _counts(day, window, agreed)]
    return Adherence(
        initiated=first,
        days_to_begin=None if first is None or begins is None else (first - begins).days,
        window=window,
        done=len(in_window),
        agreed=planned or None,
        last=last,
        quiet_days=_quiet_days(agreed, last, told_until),
    )


def _window(first: date | None, told_until: date | None) -> Period | None:
    if first is None or told_until is None:
        return None
    begins = max(first, told_until - WINDOW + timedelta(days=1))
    if (told_until - begins).days + 1 < _WINDOW_MIN_DAYS:
        return None
    return Period(begins, told_until)


def _counts(day: date, window: Period, agreed: Agreement) -> bool:
    """Whether a session counts: where there are plans, only on days that one is in force."""
    in_window = window.first <= day <= window.last
    return in_window and (not agreed.plans or agreed.on(day) is not None)


def _quiet_days(agreed: Agreement, last: date | None, told_until: date | None) -> int:
    """Return the told days since the last session; of those with plans, only where one is."""
    if last is None or told_until is None or told_until <= last:
        return 0
    since = Period(last + timedelta(days=1), told_until)
    if not agreed.plans:
        return since.days
    # Longer than this somebody has stopped in any case: years of days need not be counted.
    newest = max(since.first, told_until - WINDOW)
    return sum(agreed.on(day) is not None for day in Period(newest, told_until).each_day())
