# SPDX-License-Identifier: MIT
"""Timeline of a report: labels along the axis, and strips with their legends."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from loslaten.language import dates
from loslaten.language.numbers import decimal
from loslaten.report.columns import WEEK
from loslaten.report.figures import Column, Figures
from loslaten.report.page import phrases as tell
from loslaten.report.page import strips, words
from loslaten.report.page.practised import sign

# Two labels stand no nearer than this share of the axis.
_LABEL_PCT = 7
# With more columns there is no room for a number under each.
_NUMBERED_MAX = 13


@dataclass(frozen=True, slots=True)
class Label:
    """A text along the axis of time, where from the left."""

    left_pct: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A strip along the axis: what it is, the drawing, lines of numbers, its legend.

    Each line of `numbers` has one for each column, "" where there is none. `labels` name the
    strip's own lines, from top to bottom, if it has several.
    """

    label: str
    detail: str
    drawing: str
    numbers: tuple[tuple[str, ...], ...]
    legend: tuple[tuple[str, str], ...]
    labels: tuple[str, ...] = ()


def months(figures: Figures, lang: str) -> Iterator[Label]:
    """Yield a label where a month begins, or a year where columns are longer than weeks."""
    columns = figures.columns
    before = ""
    reached_pct = 0.0
    for index, part in enumerate(columns.parts):
        said = dates.month(part.first.month, lang)
        if columns.kind != WEEK or part.first.month == 1:
            said = str(part.first.year)
        left_pct = 100 * index / len(columns)
        # Where there is no room for a label it stands nowhere: elsewhere it would be wrong.
        if said != before and left_pct >= reached_pct:
            yield Label(left_pct, said)
            reached_pct = left_pct + _LABEL_PCT
        before = said


def signs(figures: Figures) -> Iterator[Label]:
    """Yield the signs of protocols where a protocol was practised first."""
    at: dict[int, str] = {}
    for place, use in enumerate(figures.uses):
        column = figures.columns.of(use.first)
        if column is not None:
            at[column] = at.get(column, "") + sign(place)
    for column, signs in at.items():
        yield Label(100 * column / len(figures.columns), signs)


def first_days(figures: Figures) -> tuple[str, ...]:
    """Return on which day of the month each week begins, if there is room for it."""
    columns = figures.columns
    if columns.kind != WEEK or len(columns) > _NUMBERED_MAX:
        return ()
    return tuple(str(part.first.day) for part in columns.parts)


def rows(figures: Figures, lang: str) -> Iterator[Row]:
    """Yield the strips, with a number for each column if there is room for it."""
    yield _days(figures, lang)
    yield _sessions(figures, lang)
    yield _minutes(figures, lang)
    if figures.rated:
        yield _tension(figures, lang)
    if figures.felt_taps:
        yield _taps(figures, lang)


def _days(figures: Figures, lang: str) -> Row:
    untold = ("untold",) if figures.told != figures.period else ()
    if figures.columns.kind != WEEK:
        return Row(
            label=words.DAYS.say(lang),
            detail=_per(figures, lang),
            drawing=strips.day_shares(figures, lang),
            numbers=_numbers(figures, lambda column: str(column.days)),
            legend=legend(("practised", *untold), lang),
        )
    early_day = ("early-day",) if figures.completed < len(figures.entries) else ()
    maybe = ("maybe",) if figures.undated else ()
    return Row(
        label=words.DAYS.say(lang),
        detail="",
        drawing=strips.days(figures, lang),
        numbers=(),
        legend=legend(("done", *early_day, *maybe, *untold), lang),
        labels=dates.weekdays(lang),
    )


def _sessions(figures: Figures, lang: str) -> Row:
    early = ("early",) if figures.completed < len(figures.entries) else ()
    agreed = ("agreed",) if figures.agreed_a_week is not None else ()
    return Row(
        label=words.SESSIONS.say(lang),
        detail=_per(figures, lang),
        drawing=strips.sessions(figures, lang),
        numbers=_numbers(figures, lambda column: str(column.sessions)),
        legend=legend((*early, *agreed), lang),
    )


def _minutes(figures: Figures, lang: str) -> Row:
    return Row(
        label=words.MINUTES.say(lang),
        detail=_per(figures, lang),
        drawing=strips.minutes(figures, lang),
        numbers=_numbers(figures, lambda column: str(round(column.practised_ms / 60_000))),
        legend=legend(("planned",), lang),
    )


def _tension(figures: Figures, lang: str) -> Row:
    return Row(
        label=words.TENSION.say(lang),
        detail=f"0{tell.DASH}10",
        drawing=strips.tension(figures, lang),
        numbers=_numbers(
            figures,
            lambda column: _rating(column.before, lang),
            lambda column: _rating(column.after, lang),
        ),
        legend=legend(("before", "after"), lang),
    )


def _taps(figures: Figures, lang: str) -> Row:
    return Row(
        label=words.TAPS.say(lang),
        detail=words.TAPS_DETAIL.say(lang),
        drawing=strips.taps(figures, lang),
        numbers=_numbers(figures, _noticed, _felt),
        legend=(
            *legend(("noticed", "unanswered"), lang),
            *(("", said) for said in tell.silenced_on(figures.taps, lang)),
        ),
    )


def _per(figures: Figures, lang: str) -> str:
    """Return for what a column's number is."""
    return words.PER[figures.columns.kind].say(lang)


def legend(kinds: tuple[str, ...], lang: str) -> tuple[tuple[str, str], ...]:
    """Return the signs in a drawing, each with what it means."""
    return tuple((strips.swatch(kind), words.LEGEND[kind].say(lang)) for kind in kinds)


def _noticed(column: Column) -> str:
    return str(sum(day.noticed for day in column.taps)) if column.taps else ""


def _felt(column: Column) -> str:
    return str(sum(day.taps for day in column.taps)) if column.taps else ""


def _rating(tension: float | None, lang: str) -> str:
    return "" if tension is None else decimal(tension, lang)


def _numbers(figures: Figures, *says: Callable[[Column], str]) -> tuple[tuple[str, ...], ...]:
    """Return a line of numbers for each of `says`, none where columns are too narrow."""
    if len(figures.columns) > _NUMBERED_MAX:
        return ()
    return tuple(
        tuple(say(column) if column.days_told else "" for column in figures.by_column)
        for say in says
    )
