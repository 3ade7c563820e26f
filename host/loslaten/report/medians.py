# SPDX-License-Identifier: MIT
"""Medians of the sessions of a report, and the time of day around which they begin."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

from loslaten.practice_log.days import DAY_BEGINS_H
from loslaten.report.entries import Planned, ReportEntry

# Fewer do not make a habit.
_HABIT_MIN = 3
_DAY_MIN = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Medians:
    """Medians of a session, None where nothing is known of it."""

    duration_ms: float | None
    planned_ms: float | None
    groups: float | None
    planned_groups: float | None
    repeats: float | None
    planned_repeats: float | None
    before: float | None
    after: float | None


def medians(entries: Sequence[ReportEntry], planned: dict[bytes, Planned]) -> Medians:
    """Return the medians of sessions, and of the plans that are known of them."""
    # A plan is gone through once: thousands of sessions may practise the same.
    sizes = {key: (len(plan.groups), plan.repeats) for key, plan in planned.items()}
    known = [one.protocol_id for one in entries if one.protocol_id in planned]
    before, after = tensions(entries)
    return Medians(
        duration_ms=median(entry.duration_ms for entry in entries),
        planned_ms=median(planned[key].shortest_ms for key in known),
        groups=median(entry.groups_done for entry in entries),
        planned_groups=median(sizes[key][0] for key in known),
        repeats=median(entry.repeats_done for entry in entries),
        planned_repeats=median(sizes[key][1] for key in known),
        before=before,
        after=after,
    )


def tensions(entries: Iterable[ReportEntry]) -> tuple[float | None, float | None]:
    """Return the median tension before and after, of sessions that have both."""
    both = [one for one in entries if one.change is not None]
    return (
        median(one.before for one in both if one.before is not None),
        median(one.after for one in both if one.after is not None),
    )


def usual_beginning(entries: Iterable[ReportEntry]) -> time | None:
    """Return the time of day around which sessions begin, to the quarter of an hour.

    It is None where too few times are known. A day begins at four in the morning here, too.
    """
    shift_min = DAY_BEGINS_H * 60
    at_min = [
        (began.hour * 60 + began.minute - shift_min) % _DAY_MIN
        for began in (entry.began for entry in entries)
        if began is not None
    ]
    if len(at_min) < _HABIT_MIN:
        return None
    middle = median(at_min)
    assert middle is not None
    hours, minutes = divmod(round(middle / 15) * 15 + shift_min, 60)
    return time(hours % 24, minutes)


def median(values: Iterable[float]) -> float | None:
    """Return the middle one of some values, None without any."""
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2
