# SPDX-License-Identifier: MIT
"""A report as plain values: what the watch sensed and, apart from it, what the wearer reported."""

from typing import Any

from loslaten.language.concepts import ending_name
from loslaten.measures.instruments import INSTRUMENTS
from loslaten.practice_log.agreements import MeasureRow
from loslaten.practice_log.days import Period, Span
from loslaten.practice_log.rows import GroupSums
from loslaten.practice_log.tap_days import TapDay
from loslaten.report import attention
from loslaten.report.entries import ReportEntry
from loslaten.report.figures import Column, Figures, GroupFigures, Use
from loslaten_core.practice import muscles


def report(figures: Figures) -> dict[str, Any]:
    """Return all figures of a report; days in ISO 8601, None for what is not known."""
    medians = figures.medians
    return {
        "period": _period(figures.period),
        "told": None if figures.told is None else _period(figures.told),
        "sessions": len(figures.entries),
        "sessions_perhaps": figures.perhaps,
        "sessions_agreed": figures.agreed,
        "sessions_lost": figures.lost,
        "sessions_summary_only": figures.summaries,
        "rows_left_out": dict(figures.left_out),
        "endings": {ending_name(ending): count for ending, count in figures.endings},
        "practised_ms": figures.practised_ms,
        "session_ms_median": medians.duration_ms,
        "planned_ms_median": medians.planned_ms,
        "repeats_median": medians.repeats,
        "planned_repeats_median": medians.planned_repeats,
        "groups_median": medians.groups,
        "planned_groups_median": medians.planned_groups,
        "days": {
            day.isoformat(): [_entry(entry) for entry in entries]
            for day, entries in figures.days.items()
        },
        "day_unknown": [_span(span) | {"sessions": count} for span, count in figures.undated],
        "columns": {
            "kind": figures.columns.kind,
            "parts": [_column(column) for column in figures.by_column],
        },
        "groups": [_group(one) for one in figures.groups],
        "protocols": [_use(use) for use in figures.uses],
        "look": [flag(one) for one in attention.flags(figures)],
        "taps_by_day": [_taps(one) for one in figures.taps],
        "self_reported": {
            "sessions_rated": figures.rated,
            "tension_before_median": medians.before,
            "tension_after_median": medians.after,
            "sessions_calmer": figures.calmer[0],
            "sessions_calmer_told": figures.calmer[1],
            "measures": [_measure(one) for one in figures.measures],
        },
    }


def _measure(one: MeasureRow) -> dict[str, Any]:
    return {
        "instrument": one.instrument,
        "day": one.day.isoformat(),
        "answers": one.answers,
        "scores": INSTRUMENTS[one.instrument].scored(one.answers),
    }


def _taps(one: TapDay) -> dict[str, Any]:
    return {
        "day": one.day.isoformat(),
        "taps": one.taps,
        "done": one.noticed,
        "silenced": one.silenced,
        "reminded": one.reminded,
    }


def _entry(entry: ReportEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "began_local": None if entry.began is None else entry.began.isoformat("T", "minutes"),
        "duration_ms": entry.duration_ms,
        "ending": ending_name(entry.ending),
        "self_reported": {
            "tension_before": entry.before,
            "tension_after": entry.after,
            "breathing_calmer": entry.calmer,
        },
    }


def _column(column: Column) -> dict[str, Any]:
    return _period(column.part) | {
        "completed": column.completed,
        "ended_early": column.early,
        "practised_ms": column.practised_ms,
        "planned_ms": column.planned_ms,
        "days_practised": column.days,
        "days_told": column.days_told,
        "sessions_agreed": column.agreed,
        "self_reported": {
            "tension_before_median": column.before,
            "tension_after_median": column.after,
        },
    }


def _group(one: GroupFigures) -> dict[str, Any]:
    parts = {str(part): _sums(sums) for part, sums in one.by_column.items()}
    return {"muscle": _muscle(one.muscle)} | _sums(one.whole) | {"columns": parts}


def _sums(sums: GroupSums) -> dict[str, Any]:
    return {
        "sessions": sums.sessions,
        "reached": sums.reached,
        "repeats_done": sums.done,
        "repeats_asked": sums.asked,
        "sessions_asked": sums.asked_in,
        "sessions_cut": sums.cut_in,
        "sessions_skipped": sums.skipped_in,
        "sessions_interrupted": sums.interrupted_in,
    }


def _use(use: Use) -> dict[str, Any]:
    return {
        "id": use.content_id.hex(),
        "name": None if use.planned is None else use.planned.name,
        "first": _span(use.first),
        "sessions": use.sessions,
    }


def flag(one: attention.Flag) -> dict[str, Any]:
    """Return something worth a look."""
    return {
        "kind": one.kind,
        "count": one.count,
        "of": one.of,
        "days": one.days or None,
        "groups": {_muscle(muscle): count for muscle, count in one.groups},
    }


def _period(period: Period) -> dict[str, Any]:
    return {"first": period.first.isoformat(), "last": period.last.isoformat()}


def _span(span: Span) -> dict[str, Any]:
    first, last = (None if day is None else day.isoformat() for day in (span.first, span.last))
    return {"first": first, "last": last}


def _muscle(number: int) -> str:
    muscle = muscles.by_number(number)
    return str(number) if muscle is None else muscle.key
