# SPDX-License-Identifier: MIT
"""The practice log as CSV (RFC 4180): a row per session, per muscle group of each, or per answer.

What is empty is not known, or was not kept. Times are seconds, yes and no are 1 and 0.
"""

import csv
import io
from collections.abc import Iterable, Iterator

from loslaten.measures.instruments import INSTRUMENTS
from loslaten.practice_log import moments as when
from loslaten.practice_log.agreements import MeasureRow
from loslaten.practice_log.backup.exported import ExportEntry
from loslaten.practice_log.ratings import ratings
from loslaten.practice_log.sessions import Night, NightGroup

# What a spreadsheet would take for a formula, and work out.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_BOM = "\ufeff"
_HEAD = (
    *("session", "key", "watch_serial", "watch_name"),
    *("protocol_id", "protocol_name", "protocol_title"),
    *("began_utc", "began_local", "utc_offset_min", "utc_offset_other_min"),
    *("clock_quality", "clock_error_s", "clock_disputed"),
    *("began_earliest_utc", "began_latest_utc"),
    "provenance",
)
SESSION_COLUMNS = (
    *_HEAD,
    *("duration_s", "settle_in_s", "pauses", "paused_s", "final_rest_s"),
    *("ending", "summary_only", "groups_done", "groups_skipped", "groups_interrupted"),
    "groups_left_out",
    *("repeats_done", "repeats_asked", "repeats_cut"),
    *("battery_before_mv", "battery_after_mv", "worst_late_ms"),
    *("reported_provenance", "reported_tension_before", "reported_tension_after"),
    *("reported_breathing_calmer", "reported_text"),
)
GROUP_COLUMNS = (
    *_HEAD,
    *("group", "muscle", "muscle_name", "repeats_done", "repeats_asked", "repeats_cut"),
    *("cut_repeats", "skipped", "interrupted", "left_out", "tense_s", "release_s"),
)
MEASURE_COLUMNS = (
    *("day", "instrument", "provenance", "written_utc"),
    *("item", "is_score", "value", "unit", "text"),
)

_Value = str | int | float | None


def sessions(entries: Iterable[ExportEntry], lang: str, *, excel: bool = False) -> Iterator[str]:
    """Yield the heading and a row for each session; titles in `lang`, "nl" or "en".

    excel: as Excel opens it into columns where numbers have a decimal comma. It takes UTF-8 for
    that only behind a byte order mark, parts columns at semicolons there, and makes a date of a
    number with a point.
    """
    return _table(SESSION_COLUMNS, (_session(entry, lang) for entry in entries), excel)


def groups(entries: Iterable[ExportEntry], lang: str, *, excel: bool = False) -> Iterator[str]:
    """Yield the heading and a row for each muscle group of each session, in their order.

    There is none of a session of which the watch could keep sums only.
    """
    return _table(
        GROUP_COLUMNS,
        (
            _head(entry, lang) + _group(number, group, lang)
            for entry in entries
            for number, group in enumerate(entry.night.groups, 1)
        ),
        excel,
    )


def measures(rows: Iterable[MeasureRow], lang: str, *, excel: bool = False) -> Iterator[str]:
    """Yield the heading and a row for each answer of the wearer, and each score of them."""
    return _table(MEASURE_COLUMNS, (line for row in rows for line in _measure(row, lang)), excel)


def _measure(row: MeasureRow, lang: str) -> Iterator[tuple[_Value, ...]]:
    instrument = INSTRUMENTS[row.instrument]
    head = (row.day.isoformat(), row.instrument, "self-reported", _utc(row.written_utc_ms))
    for question in instrument.questions:
        if question.key in row.answers:
            answer = row.answers[question.key]
            value = int(answer) if isinstance(answer, bool) else answer
            yield (*head, question.key, 0, value, question.unit, question.text.say(lang))
    scores = instrument.scored(row.answers)
    for score in instrument.scores:
        if score.key in scores:
            told = (scores[score.key], score.unit, score.name.say(lang))
            yield (*head, score.key, 1, *told)


def _table(
    columns: tuple[str, ...], rows: Iterable[tuple[_Value, ...]], excel: bool
) -> Iterator[str]:
    if excel:
        yield _BOM
    yield _line(columns, excel)
    for row in rows:
        yield _line(row, excel)


def _line(values: tuple[_Value, ...], excel: bool = False) -> str:
    written = io.StringIO(newline="")
    if excel:
        values = tuple(_with_comma(value) for value in values)
    csv.writer(written, delimiter=";" if excel else ",").writerow(values)
    return written.getvalue()


def _with_comma(value: _Value) -> _Value:
    return str(value).replace(".", ",") if isinstance(value, float) else value


def _head(entry: ExportEntry, lang: str) -> tuple[_Value, ...]:
    night, began = entry.night, entry.night.began
    zones: list[_Value] = [*began.zones_min, None, None]
    estimate_ms = began.utc_ms
    return (
        *(night.id, entry.key, night.watch.serial.hex(), _text(night.watch.name)),
        *(night.session.protocol_id.hex(), _text(night.protocol_name)),
        _text(night.protocol_title(lang)),
        _utc(estimate_ms),
        None if estimate_ms is None or not began.zones_min else when.iso_local(began, estimate_ms),
        *zones[:2],
        *(when.quality(began), _seconds(began.error_ms), int(began.is_disputed)),
        *(_utc(began.earliest_ms), _utc(began.latest_ms)),
        "sensed",
    )


def _session(entry: ExportEntry, lang: str) -> tuple[_Value, ...]:
    night, session = entry.night, entry.night.session
    times_ms = (session.duration_ms, session.settle_in_ms, session.paused_ms)
    duration_s, settle_in_s, paused_s = map(_seconds, times_ms)
    became: tuple[_Value, ...] = (night.skipped, night.interrupted, night.left_out)
    wishes: tuple[_Value, ...] = (night.asked, night.cut)
    if session.summary:
        became, wishes = (None,) * 3, (None,) * 2
    return (
        *_head(entry, lang),
        *(duration_s, settle_in_s, session.pauses, paused_s, _seconds(session.final_rest_ms)),
        *(night.ending, int(session.summary), session.groups_done, *became),
        *(session.repeats_done, *wishes),
        *(session.battery_before_mv, session.battery_after_mv, session.worst_late_ms),
        *_reported(night),
    )


def _group(number: int, group: NightGroup, lang: str) -> tuple[_Value, ...]:
    return (
        *(number, group.key, _text(group.name.say(lang))),
        *(group.done, group.asked, len(group.cuts)),
        *(" ".join(map(str, group.cuts)), int(group.skipped)),
        *(int(group.interrupted), int(group.left_out)),
        *(_seconds(group.tense_ms), _seconds(group.release_ms)),
    )


def _reported(night: Night) -> tuple[_Value, ...]:
    """Return the wearer's reports: of each answer the latest, of the words all.

    A press on the watch counts where no note says anything else.
    """
    rated = ratings(night.session, night.notes)
    words = "\n".join(note.text for note in night.notes if note.text)
    if not night.notes and rated.before is rated.after is rated.calmer is None:
        return (None,) * 5
    calmer = None if rated.calmer is None else int(rated.calmer)
    return ("self-reported", rated.before, rated.after, calmer, _text(words))


def _utc(utc_ms: int | None) -> str | None:
    return None if utc_ms is None else when.iso(utc_ms)


def _seconds(time_ms: int | None) -> _Value:
    if time_ms is None:
        return None
    return time_ms / 1000 if time_ms % 1000 else time_ms // 1000


def _text(text: str | None) -> str | None:
    """Return a text that a spreadsheet shows and does not work out."""
    return f"'{text}" if text and text.startswith(_FORMULA_STARTS) else text
