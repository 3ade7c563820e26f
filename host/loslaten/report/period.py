# SPDX-License-Identifier: MIT
"""The period of a report: eight weeks to today, unless something else is asked for."""

from datetime import date

from loslaten.practice_log.choice import Choice
from loslaten.practice_log.days import Period
from loslaten.practice_log.log import PracticeLog
from loslaten.report.columns import default_first


def period_of(
    log: PracticeLog, choice: Choice, since: date | None, until: date | None, today: date
) -> Period:
    """Return the period: eight weeks to today, but no longer than there have been sessions.

    A watch or a laptop whose clock is ahead does not hide what is newest. Raises ValueError where
    it would end before it begins.
    """
    if until is None:
        told = log.told_days(choice)
        until = max(today, told[1]) if told is not None else today
        until = max(until, since) if since is not None else until
    if since is None:
        since = default_first(until, log.first_day(choice))
    if since > until:
        raise ValueError(f"{since} is after {until}")
    return Period(since, until)
