# SPDX-License-Identifier: MIT
"""Sessions, muscle groups and notes from their rows. ValueError for what no loslaten writes."""

import sqlite3

from loslaten.practice_log import rows
from loslaten.practice_log.bounds import clock_ms, number
from loslaten.practice_log.walltime import BETWEEN, Moment
from loslaten_core.journal.event import UTC_MS_MAX, UTC_MS_MIN, ZONE_MIN_MAX
from loslaten_core.journal.record import U48_MAX

# The columns of a session's own, under their names: all numbers, or NULL, but the last one.
_OWN = (
    "id, journal_id, sequence, boot, uptime_ms, summary, ending, duration_ms, settle_in_ms, "
    "pauses, paused_ms, final_rest_ms, groups_done, repeats_done, battery_before_mv, "
    "battery_after_mv, worst_late_ms, person_id, tension_before, tension_after, calmer, "
    "protocol_id"
)
_OWN_NAMES = tuple(_OWN.split(", "))
_NUMBERS = len(_OWN_NAMES) - 1
SESSION_COLUMNS = (
    f"{_OWN}, quality, earliest_ms, latest_ms, began_utc_ms, began_error_ms, zone_min, "
    "other_zone_min, disputed"
)
GROUP_COLUMNS = (
    "session_id, position, muscle, done, asked, cuts, skipped, interrupted, left_out, tense_ms, "
    "release_ms"
)
NOTE_COLUMNS = "id, session_id, written_utc_ms, tension_before, tension_after, text, calmer"
_QUALITY_MAX = BETWEEN


def session(row: sqlite3.Row) -> rows.SessionRow:
    """Return a session; where only the moment of its beginning is wild, that is unknown."""
    # By place, not by name: most of the time of a report of years is spent here.
    numbers = [value for value in row[:_NUMBERS] if value is not None]
    if min(numbers) < 0 or max(numbers) > U48_MAX:
        raise ValueError("a session with a figure that no watch tells")
    values = dict(zip(_OWN_NAMES, row, strict=False))
    values["summary"], values["calmer"] = bool(values["summary"]), bool(values["calmer"])
    return rows.SessionRow(**values, began=_began(*row[len(_OWN_NAMES) :]))


def _began(
    quality: int,
    earliest_ms: int | None,
    latest_ms: int | None,
    utc_ms: int | None,
    error_ms: int | None,
    zone_min: int | None,
    other_zone_min: int | None,
    disputed: int,
) -> Moment:
    is_possible = (
        0 <= quality <= _QUALITY_MAX
        and (earliest_ms is None or UTC_MS_MIN <= earliest_ms <= UTC_MS_MAX)
        and (latest_ms is None or UTC_MS_MIN <= latest_ms <= UTC_MS_MAX)
        and (utc_ms is None or UTC_MS_MIN <= utc_ms <= UTC_MS_MAX)
        and 0 <= (error_ms or 0) <= UTC_MS_MAX
        and abs(zone_min or 0) <= ZONE_MIN_MAX
        and abs(other_zone_min or 0) <= ZONE_MIN_MAX
    )
    if not is_possible:
        return Moment(quality=BETWEEN, earliest_ms=None, latest_ms=None)
    zones_min = () if zone_min is None else (zone_min,)
    if other_zone_min is not None:
        zones_min = (*zones_min, other_zone_min)
    return Moment(
        quality=quality or BETWEEN,
        earliest_ms=earliest_ms,
        latest_ms=latest_ms,
        utc_ms=utc_ms,
        error_ms=error_ms,
        zones_min=zones_min,
        is_disputed=bool(disputed),
    )


def group(row: sqlite3.Row) -> rows.GroupRow:
    """Return a muscle group of a session."""
    return rows.GroupRow(
        muscle=number(row["muscle"]),
        done=number(row["done"]),
        asked=number(row["asked"]),
        cuts=number(row["cuts"]),
        skipped=bool(row["skipped"]),
        interrupted=bool(row["interrupted"]),
        left_out=bool(row["left_out"]),
        tense_ms=number(row["tense_ms"]),
        release_ms=number(row["release_ms"]),
    )


def note(row: sqlite3.Row) -> rows.Note:
    """Return a note on a session."""
    calmer = row["calmer"]
    found = rows.Note(
        written_utc_ms=clock_ms(row["written_utc_ms"]),
        tension_before=row["tension_before"],
        tension_after=row["tension_after"],
        text=row["text"],
        calmer=None if calmer is None else bool(calmer),
    )
    found.check()
    return found
