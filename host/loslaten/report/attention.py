# SPDX-License-Identifier: MIT
"""Observations for a therapist: calm and few, never a judgement or a diagnosis.

They are made of the newest sessions of the period. Sources:

- Tension higher afterwards: to be considered before more practice, not to be pushed; no change
  after seven to ten days: practice may be incomplete, or something is in the way. Both are what a
  clinician reads in a log of muscle relaxation (my-cbt-marketing.pages.dev, "PMR practice log").
- A muscle group that hurts or cramps is tensed more lightly or shorter, left out, or released
  only (leaflet, step 1; formulatetools.co.uk, applied relaxation practice record).
- Repeats go on until the difference is clearly felt (leaflet, step 2): where many are asked for,
  it is hard to feel.
- Little practice is no observation: nobody is shamed for a gap.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from loslaten.practice_log.rows import GroupSums
from loslaten.report.entries import ReportEntry
from loslaten.report.figures import Figures
from loslaten.report.medians import median
from loslaten_core.practice.event import LEFT, STOPPED

WORSE, HURTS, UNCHANGED, HARD, EARLY, WATCH = (
    *("worse", "hurts", "unchanged", "hard", "early", "watch"),
)
# In the order in which they are told; a page has room for so many.
TOLD_MAX = 4
# How often something has to be seen.
_WORSE_MIN, _WORSE_SHARE = 2, 1 / 3
_UNCHANGED_RATED, _UNCHANGED_DAYS = 7, 7
_HURTS_MIN = 3
_HARD_MIN, _HARD_SHARE = 4, 1 / 2
_EARLY_MIN, _EARLY_SHARE = 3, 1 / 3
_WATCH_MIN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Something to look at: in `count` of `of` sessions, and in which muscle groups how often.

    `days` is over how many days, where that matters.
    """

    kind: str
    count: int
    of: int
    groups: tuple[tuple[int, int], ...] = ()
    days: int = 0


def flags(figures: Figures) -> tuple[Flag, ...]:
    """Return what there is to look at in a period, what matters most first."""
    return flags_of(figures.recent, figures.recent_groups)


def flags_of(
    recent: Sequence[ReportEntry], recent_groups: dict[int, GroupSums]
) -> tuple[Flag, ...]:
    """Return what there is to look at in the newest sessions and their muscle groups."""
    worse = _worse(recent)
    flags = (
        worse,
        _hurts(recent_groups, len(recent)),
        _unchanged(recent) if worse is None else None,
        _hard(recent_groups, len(recent)),
        _early(recent),
        _watch(recent),
    )
    return tuple(flag for flag in flags if flag is not None)[:TOLD_MAX]


def _worse(recent: Sequence[ReportEntry]) -> Flag | None:
    changes = [entry.change for entry in recent if entry.change is not None]
    count = sum(change > 0 for change in changes)
    if count < _WORSE_MIN or count < _WORSE_SHARE * len(changes):
        return None
    return Flag(kind=WORSE, count=count, of=len(changes))


def _unchanged(recent: Sequence[ReportEntry]) -> Flag | None:
    rated = [entry for entry in recent if entry.change is not None][-_UNCHANGED_RATED:]
    days = [entry.span.day for entry in rated if entry.span.day is not None]
    if len(rated) < _UNCHANGED_RATED or not days:
        return None
    length = (max(days) - min(days)).days + 1
    lower = median(-entry.change for entry in rated if entry.change is not None)
    if length < _UNCHANGED_DAYS or lower is None or lower > 0:
        return None
    return Flag(kind=UNCHANGED, count=len(rated), of=len(rated), days=length)


def _hurts(groups: dict[int, GroupSums], of: int) -> Flag | None:
    found = [(one.muscle, one.left_early_in) for one in groups.values()]
    return _most(HURTS, [one for one in found if one[1] >= _HURTS_MIN], of)


def _hard(groups: dict[int, GroupSums], of: int) -> Flag | None:
    muscles = [
        (one.muscle, one.asked_in)
        for one in groups.values()
        if one.asked_in >= max(_HARD_MIN, _HARD_SHARE * one.reached)
    ]
    return _most(HARD, muscles, of)


def _most(kind: str, found: list[tuple[int, int]], of: int) -> Flag | None:
    if not found:
        return None
    ordered = sorted(found, key=lambda one: (-one[1], one[0]))
    return Flag(kind=kind, count=ordered[0][1], of=of, groups=tuple(ordered))


def _early(recent: Sequence[ReportEntry]) -> Flag | None:
    count = sum(entry.ending in (STOPPED, LEFT) for entry in recent)
    if count < _EARLY_MIN or count < _EARLY_SHARE * len(recent):
        return None
    return Flag(kind=EARLY, count=count, of=len(recent))


def _watch(recent: Sequence[ReportEntry]) -> Flag | None:
    count = sum(entry.ended_by_watch for entry in recent)
    return Flag(kind=WATCH, count=count, of=len(recent)) if count >= _WATCH_MIN else None
