# SPDX-License-Identifier: MIT
"""The drawings of a report: strips along one axis of time, a column for each week or month.

They hold no text and stretch to the room the page gives them, so that all of them line up on a
sheet of paper and on a telephone. A column is ten units wide.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from loslaten.language import dates
from loslaten.pictures.svg import Drawing, number
from loslaten.practice_log.rows import TENSION_MAX
from loslaten.report.columns import monday
from loslaten.report.entries import ReportEntry
from loslaten.report.figures import Column, Figures, GroupFigures
from loslaten.report.page import phrases as tell
from loslaten.report.page import words
from loslaten.report.page.caveats import undated

UNIT = 10
_GAP = 0.6
# Between the days of a week, which are flat.
_GAP_Y = 1.4
BAR_HEIGHT = 30
# Shades of the groups' strip, from seldom to each session asked for again.
_SHADES = 4


def days(figures: Figures, lang: str) -> str:
    """The calendar: Monday to Sunday from top to bottom."""
    drawing = Drawing()
    maybe = figures.maybe_days
    day = figures.period.first
    while day <= figures.period.last:
        x = (monday(day) - monday(figures.period.first)).days // 7 * UNIT
        y = day.weekday() * UNIT
        told = figures.told is not None and figures.told.first <= day <= figures.told.last
        _day(drawing, x, y, figures.days.get(day, ()), told, day, lang)
        if day in maybe:
            _hatch(drawing, x, y)
        day += timedelta(days=1)
    return drawing.stretched(
        len(figures.columns) * UNIT,
        7 * UNIT,
        "strip strip-days",
        words.CALENDAR.say(lang),
        f"{tell.days_practised(figures, lang)}. {undated(figures, lang)}".strip(),
        "days",
    )


def day_shares(figures: Figures, lang: str) -> str:
    """On how many of the days of each column there was a session, as a share of all of them."""
    drawing = Drawing()
    for index, column in enumerate(figures.by_column):
        if not column.days_told:
            _untold(drawing, index * UNIT, 0, BAR_HEIGHT)
            continue
        height = column.days / column.part.days * BAR_HEIGHT
        _bar(drawing, index, 0, BAR_HEIGHT, "r-none")
        said = tell.days_of(column.days, column.days_told, lang)
        _bar(drawing, index, 0, height, "r-done", _title(column, said, lang))
    return _bars(
        drawing, figures, words.DAYS.say(lang), tell.days_practised(figures, lang), "days"
    )


def sessions(figures: Figures, lang: str) -> str:
    """Sessions in each column, those that were completed below, and what was agreed on."""
    drawing = Drawing()
    most = max(max(column.sessions, column.agreed or 0) for column in figures.by_column) or 1
    scale = BAR_HEIGHT / most
    for index, column in enumerate(figures.by_column):
        said = _title(column, tell.sessions_of(column, lang), lang)
        _bar(drawing, index, 0, column.completed * scale, "r-done", said)
        _bar(drawing, index, column.completed * scale, column.early * scale, "r-early", said)
        if column.agreed is not None:
            _tick(drawing, index, column.agreed * scale, "r-agreed")
    said = _each(figures, lambda column: tell.sessions_of(column, lang), lang)
    return _bars(drawing, figures, words.SESSIONS.say(lang), said, "sessions")


def minutes(figures: Figures, lang: str) -> str:
    """Minutes in each column, and what its sessions were planned to take."""
    drawing = Drawing()
    scale = BAR_HEIGHT / (max(max(c.practised_ms, c.planned_ms) for c in figures.by_column) or 1)
    for index, column in enumerate(figures.by_column):
        said = _title(column, tell.minutes_of(column, lang), lang)
        _bar(drawing, index, 0, column.practised_ms * scale, "r-bar", said)
        if column.planned_ms:
            _tick(drawing, index, column.planned_ms * scale, "r-planned")
    said = _each(figures, lambda column: tell.minutes_of(column, lang), lang)
    return _bars(drawing, figures, words.PRACTISED.say(lang), said, "minutes")


def taps(figures: Figures, lang: str) -> str:
    """Taps by day in each column, those that were answered below."""
    drawing = Drawing()
    felt = [sum(day.taps for day in column.taps) for column in figures.by_column]
    scale = BAR_HEIGHT / (max(felt) or 1)
    told = []
    for index, column in enumerate(figures.by_column):
        if not column.taps:
            continue
        said = _title(column, tell.taps_of(column.taps, lang), lang)
        noticed = sum(day.noticed for day in column.taps)
        _bar(drawing, index, 0, noticed * scale, "r-noticed", said)
        _bar(
            drawing, index, noticed * scale, (felt[index] - noticed) * scale, "r-unanswered", said
        )
        told.append(said)
    return _bars(drawing, figures, words.TAPS.say(lang), "; ".join(told), "taps")


def tension(figures: Figures, lang: str) -> str:
    """The tension before and after, the median of each column."""
    drawing = Drawing()
    scale = BAR_HEIGHT / TENSION_MAX
    for part in (0, 5, TENSION_MAX):
        _level(drawing, 0, len(figures.columns) * UNIT, part * scale, "r-grid")
    for index, column in enumerate(figures.by_column):
        if column.before is None or column.after is None:
            continue
        low, high = sorted((column.before, column.after))
        kind = "r-rise" if column.after > column.before else "r-fall"
        x = index * UNIT + UNIT * 0.36
        with drawing.group(
            "r-pair", _title(column, tell.tension(column.before, column.after, lang), lang)
        ):
            top = BAR_HEIGHT - high * scale
            drawing.rect(x, top, UNIT * 0.2, max(high - low, 0.2) * scale, kind)
            _level(drawing, x - 2, x + 4, column.before * scale, "r-before")
            _level(drawing, x - 2, x + 4, column.after * scale, "r-after")
    said = _each(figures, lambda column: tell.tension(column.before, column.after, lang), lang)
    return _bars(drawing, figures, words.TENSION.say(lang), said, "tension", "strip-tension")


def group(figures: Figures, one: GroupFigures, name: str, lang: str) -> str:
    """A muscle group: how often it was asked for again, and where it was cut or skipped."""
    drawing = Drawing()
    phrases = []
    for index, column in enumerate(figures.by_column):
        sums = one.by_column.get(index)
        if sums is None:
            continue
        if not sums.sessions:
            _level(drawing, index * UNIT, (index + 1) * UNIT - _GAP, UNIT / 2, "r-left-out", UNIT)
            continue
        said = _title(column, tell.group_of(sums, lang), lang)
        shade = -(-sums.asked_in * _SHADES // sums.sessions)
        _bar(drawing, index, 0, UNIT, f"r-asked-{shade}", said, UNIT)
        hurt = sums.left_early_in / sums.sessions
        if hurt:
            _bar(drawing, index, 0, max(hurt, 0.25) * UNIT * 0.7, "r-hurt", said, UNIT)
        if hurt or sums.asked_in:
            phrases.append(said)
    return drawing.stretched(
        len(figures.columns) * UNIT,
        UNIT,
        "strip strip-group",
        name,
        "; ".join(phrases) or words.NOTHING.say(lang),
        f"group-{one.muscle}",
    )


def swatch(kind: str) -> str:
    """The sign of a kind in a legend; what it means stands beside it."""
    drawing = Drawing()
    width = float(UNIT)
    match kind:
        case "practised":
            drawing.rect(0, 0, UNIT, UNIT, "r-done")
        case "maybe":
            drawing.rect(0, 0, UNIT, UNIT, "r-none")
            _hatch(drawing, 0, 0)
        case "early-day":
            drawing.rect(0, 0, UNIT, UNIT, "r-none")
            drawing.rect(0, UNIT / 2, UNIT, UNIT / 2, "r-done")
        case "agreed" | "planned" | "before" | "after":
            _level(drawing, 0, UNIT, UNIT / 2, f"r-{kind}", UNIT)
        case "hurt":
            drawing.rect(0, 0, UNIT, UNIT, "r-asked-0")
            drawing.rect(0, UNIT / 2, UNIT, UNIT / 2, "r-hurt")
        case "asked":
            width = UNIT * (_SHADES + 1)
            for shade in range(_SHADES + 1):
                drawing.rect(shade * UNIT, 0, UNIT, UNIT, f"r-asked-{shade}")
        case _:
            drawing.rect(0, 0, UNIT, UNIT, f"r-{kind}")
    return drawing.stretched(width, UNIT, f"swatch swatch-{kind}", "", "", "")


def _day(
    drawing: Drawing,
    x: float,
    y: float,
    entries: Sequence[ReportEntry],
    is_told: bool,
    day: date,
    lang: str,
) -> None:
    """A day: full where a session was completed, half where it ended early, side by side."""
    if not is_told:
        _untold(drawing, x, y, UNIT - _GAP_Y)
        return
    width, height = UNIT - _GAP, UNIT - _GAP_Y
    drawing.rect(x, y, width, height, "r-none")
    for place, entry in enumerate(entries):
        left, right = (x + (place + end) * width / len(entries) for end in (0, 1))
        tall = height if entry.is_completed else height / 2
        apart = _GAP / 2 if place + 1 < len(entries) else 0
        title = tell.day_of_entry(day, entry, lang)
        drawing.rect(left, y + height - tall, right - left - apart, tall, "r-done", title=title)


def _hatch(drawing: Drawing, x: float, y: float) -> None:
    """Lines that rise through the cell, each from its left or bottom to its top or right."""
    width, height = UNIT - _GAP, UNIT - _GAP_Y
    lines = []
    for reach in (0.4, 0.8, 1.2, 1.6):
        low, high = min(reach, 1), max(0, reach - 1)
        lines.append(
            f"M{number(x + high * width)} {number(y + low * height)}"
            f"L{number(x + low * width)} {number(y + high * height)}"
        )
    drawing.path("".join(lines), "r-maybe")


def _untold(drawing: Drawing, x: float, y: float, height: float) -> None:
    drawing.rect(x, y, UNIT - _GAP, height, "r-untold")


def _bar(
    drawing: Drawing,
    index: int,
    from_: float,
    height: float,
    kind: str,
    title: str = "",
    of: float = BAR_HEIGHT,
) -> None:
    """A bar that stands `from_` above the ground."""
    if height > 0:
        drawing.rect(index * UNIT, of - from_ - height, UNIT - _GAP, height, kind, title=title)


def _tick(drawing: Drawing, index: int, height: float, kind: str) -> None:
    _level(drawing, index * UNIT, (index + 1) * UNIT - _GAP, height, kind)


def _level(
    drawing: Drawing, left: float, right: float, height: float, kind: str, of: float = BAR_HEIGHT
) -> None:
    drawing.line(left, of - height, right, of - height, kind)


def _title(column: Column, said: str, lang: str) -> str:
    return f"{dates.months_or_days(column.part.first, column.part.last, lang)}: {said}"


def _each(figures: Figures, say: Callable[[Column], str], lang: str) -> str:
    """Return what there is to say about each column that has anything in it."""
    found = [_title(column, say(column), lang) for column in figures.by_column if column.sessions]
    return "; ".join(found) or words.NOTHING.say(lang)


def _bars(
    drawing: Drawing,
    figures: Figures,
    title: str,
    description: str,
    name: str,
    kind: str = "strip-bars",
) -> str:
    width = len(figures.columns) * UNIT
    return drawing.stretched(width, BAR_HEIGHT, f"strip {kind}", title, description, name)
