# SPDX-License-Identifier: MIT
"""The desk as plain values."""

from datetime import date
from typing import Any

from loslaten.desk.case import Case
from loslaten.report.as_json import flag


def cases(found: list[Case]) -> list[dict[str, Any]]:
    """Return the cases; days in ISO 8601, None for what is not known."""
    return [_case(one) for one in found]


def _case(case: Case) -> dict[str, Any]:
    adherence, plan, person = case.adherence, case.plan, case.person
    window = adherence.window
    return {
        "person": {
            "code": None if person.code is None else person.code.hex(),
            "name": person.name or None,
        },
        "watches": list(case.watches),
        "reasons": [reason.name.lower().replace("_", "-") for reason in case.reasons],
        "look": [flag(one) for one in case.flags],
        "plan": None
        if plan is None
        else {
            "times_a_week": plan.times_a_week,
            "since": _day(case.agreed_since),
            "until": _day(plan.until),
        },
        "initiation": {
            "first_session": _day(adherence.initiated),
            "days_to_begin": adherence.days_to_begin,
        },
        "implementation": {
            "first": None if window is None else _day(window.first),
            "last": None if window is None else _day(window.last),
            "sessions": adherence.done,
            "sessions_agreed": adherence.agreed,
            "share": adherence.implementation,
        },
        "persistence": {
            "last_session": _day(adherence.last),
            "days": adherence.persistence_days,
            "quiet_days": adherence.quiet_days,
            "stopped": adherence.has_stopped,
        },
        "told_until": _day(case.told_until),
        "sessions_of_eight_weeks": case.sessions,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
