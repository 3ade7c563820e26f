# SPDX-License-Identifier: MIT
"""The figures of a report once more, from the CSV export alone: shares no code with Loslaten."""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

# The watch tells times to this; a session that may lie on either side of it has no day.
_DAY_BEGINS = timedelta(hours=4)


def figures(table: str, first: date, last: date) -> dict[str, Any]:
    """Return figures of the sessions that are in the period for certain."""
    rows = [row for row in csv.DictReader(io.StringIO(table)) if _is_in(row, first, last)]
    both = [
        (int(row["reported_tension_before"]), int(row["reported_tension_after"]))
        for row in rows
        if row["reported_tension_before"] and row["reported_tension_after"]
    ]
    return {
        "sessions": len(rows),
        "endings": dict(Counter(row["ending"] for row in rows)),
        "practised_ms": sum(round(float(row["duration_s"]) * 1000) for row in rows),
        "days": sorted({day.isoformat() for row in rows if (day := _day(row))}),
        "rated": len(both),
        "before": _middle(before for before, _ in both),
        "after": _middle(after for _, after in both),
        "repeats": _middle(int(row["repeats_done"]) for row in rows),
    }


def _is_in(row: dict[str, str], first: date, last: date) -> bool:
    days = _days(row)
    return days is not None and first <= days[0] and days[1] <= last


def _day(row: dict[str, str]) -> date | None:
    days = _days(row)
    return days[0] if days is not None and days[0] == days[1] else None


def _days(row: dict[str, str]) -> tuple[date, date] | None:
    """Return the first and the last day on which a session may have been."""
    earliest, latest = row["began_earliest_utc"], row["began_latest_utc"]
    if not earliest or not latest:
        return None
    zones = [int(row[name] or 0) for name in ("utc_offset_min", "utc_offset_other_min")]
    if not row["utc_offset_other_min"]:
        zones = zones[:1]
    return _practice_day(earliest, min(zones)), _practice_day(latest, max(zones))


def _practice_day(utc: str, zone_min: int) -> date:
    local = datetime.fromisoformat(utc) + timedelta(minutes=zone_min)
    return (local - _DAY_BEGINS).date()


def _middle(values: Iterable[int]) -> float | None:
    found = list(values)
    return median(found) if found else None
