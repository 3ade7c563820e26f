# SPDX-License-Identifier: MIT
"""Rule of the laptop's time zone, as a watch takes it (see `day.local_time`), and its need."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import product

from loslaten_core.day.local_time import offset_min, rule

_HOUR_S = 3_600
_DAY_S = 24 * _HOUR_S
_YEARS = 8
_LAST_WEEK = 5


def wants_time(settings: Mapping[str, int | str]) -> bool:
    """Whether a watch with these settings needs the time of day: for taps, or a reminder."""
    return bool(settings.get("day_programme") or settings.get("reminder"))


def rule_of(zone: tzinfo | None, now_s: int) -> str:
    """Return the rule of a zone, None for the laptop's own.

    Where the coming years follow no single rule, it is the offset of now: a sync renews it.
    """

    def offset(utc_s: int) -> int:
        told = datetime.fromtimestamp(utc_s, UTC).astimezone(zone).utcoffset()
        return int((told or timedelta()).total_seconds()) // 60

    here = str(offset(now_s))
    changes = _changes(offset, now_s, now_s + 366 * _DAY_S)
    if len(changes) != 2:
        return here
    begins, ends = sorted(changes, key=lambda utc_s: offset(utc_s - 1) - offset(utc_s))
    standard, summer = offset(begins - 1), offset(begins)
    for first, second in product(_named(begins, standard), _named(ends, summer)):
        said = ",".join(map(str, (standard, summer, *first, *second)))
        if _holds(said, offset, now_s):
            return said
    return here


def _changes(offset: Callable[[int], int], from_s: int, until_s: int) -> list[int]:
    """Return the moments at which the offset changes, to the minute."""
    changes = []
    for day_s in range(from_s, until_s, _DAY_S):
        low, high = day_s, day_s + _DAY_S
        if offset(low) == offset(high):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if offset(middle) == offset(high) else (middle, high)
        changes.append(high)
    return changes


def _named(utc_s: int, before_min: int) -> list[tuple[int, int, int, int]]:
    """Return the ways to name a change: by the week of its month or as the last, of that day or
    so many minutes after the midnight of the day before.
    """
    at = datetime.fromtimestamp(utc_s, UTC) + timedelta(minutes=before_min)
    names = []
    for days in (0, 1):
        day = at - timedelta(days=days)
        minute = at.hour * 60 + at.minute + days * _DAY_S // 60
        weeks = [(day.day - 1) // 7 + 1]
        if (day + timedelta(days=7)).month != day.month:
            weeks.append(_LAST_WEEK)
        names += [(day.month, week, day.isoweekday() % 7, minute) for week in reversed(weeks)]
    return names


def _holds(said: str, offset: Callable[[int], int], now_s: int) -> bool:
    """Whether a rule says what the zone does in the years to come, noon by noon and at changes."""
    zone = rule(said)
    moments = [now_s + day * _DAY_S for day in range(_YEARS * 365)]
    changes = _changes(offset, now_s, now_s + _YEARS * 366 * _DAY_S)
    near = [utc_s + by for utc_s in changes for by in (-1, 0)]
    return all(offset_min(zone, utc_s * 1000) == offset(utc_s) for utc_s in moments + near)
