# SPDX-License-Identifier: MIT
"""A report as text for a terminal, in 80 columns."""

import textwrap
from collections.abc import Iterator
from datetime import date, timedelta

from loslaten.language import dates
from loslaten.language.text import Text
from loslaten.report import attention
from loslaten.report.columns import WEEK, monday
from loslaten.report.figures import Column, Figures
from loslaten.report.page import phrases as tell
from loslaten.report.page import words
from loslaten.report.page.caveats import unknown
from loslaten.report.page.practised import protocols
from loslaten.report.page.tiles import tiles

_WIDTH = 80
_LABEL = 26
# A day in a line of a week: completed, ended early, perhaps a session, none; unknown is blank.
_DONE, _EARLY, _MAYBE, _NONE, _UNTOLD = "#", "+", "?", ".", " "
_SIGNS = Text(
    "# afgemaakt   + eerder geëindigd   ? misschien   . geen   leeg: niet uitgelezen",
    "# completed   + ended early   ? perhaps   . none   blank: not read out",
)
# With more the page tells more than the terminal.
_COLUMNS_MAX = 60


def lines(figures: Figures, lang: str) -> Iterator[str]:
    """Yield the report line by line, in "nl" or "en"."""
    yield f"{words.TITLE.say(lang)}  {tell.period(figures.period, lang)}"
    yield ""
    for tile in tiles(figures, lang):
        details = "; ".join(tile.details)
        yield from _hanging(f"{tile.label:<{_LABEL}}{tile.value:<14}", details)
    yield ""
    yield from _look(figures, lang)
    yield ""
    yield from _over_time(figures, lang)
    yield from _groups(figures, lang)
    yield from _protocols(figures, lang)
    yield from _measured(figures, lang)


def _look(figures: Figures, lang: str) -> Iterator[str]:
    name = tell.names(figures, lang)
    newest = tell.newest(figures, lang)
    yield f"{words.LOOK.say(lang)} ({newest})" if newest else words.LOOK.say(lang)
    flags = attention.flags(figures)
    for flag in flags:
        yield from _hanging("- ", tell.flag(flag, name, lang))
    if not flags:
        yield tell.nothing_to_see(figures, lang)


def _over_time(figures: Figures, lang: str) -> Iterator[str]:
    weekly = figures.columns.kind == WEEK
    maybe = figures.maybe_days
    days = " ".join(day[0] for day in dates.weekdays(lang)) if weekly else ""
    heads = (words.SESSIONS.say(lang), words.MINUTES.say(lang), words.TENSION.say(lang))
    yield f"{'':<20}{days or words.DAYS.say(lang):<16}{heads[0]:>8}{heads[1]:>9}  {heads[2]}"
    for column in figures.by_column[-_COLUMNS_MAX:]:
        said = _week(figures, column, maybe) if weekly else str(column.days)
        minutes = round(column.practised_ms / 60_000)
        tension = tell.tension(column.before, column.after, lang)
        days_told = dates.months_or_days(column.part.first, column.part.last, lang)
        line = f"{days_told:<20}{said:<16}{column.sessions:>8}{minutes:>9}"
        yield f"{line}  {tension}".rstrip()
    if weekly:
        yield _SIGNS.say(lang)
    for text in unknown(figures, lang):
        yield from _hanging("", text)
    if figures.felt_taps:
        yield from _hanging(f"{words.TAPS.say(lang)}: ", tell.taps_of(figures.taps, lang))


def _week(figures: Figures, column: Column, maybe: set[date]) -> str:
    first = monday(column.part.first)
    days = (first + timedelta(days=place) for place in range(7))
    return " ".join(_sign(figures, day, maybe) for day in days)


def _sign(figures: Figures, day: date, maybe: set[date]) -> str:
    entries = figures.days.get(day)
    if entries:
        return _DONE if any(entry.is_completed for entry in entries) else _EARLY
    if day in maybe:
        return _MAYBE
    told = figures.told
    return _NONE if told is not None and told.first <= day <= told.last else _UNTOLD


def _groups(figures: Figures, lang: str) -> Iterator[str]:
    """Yield the muscle groups of which there is something to say."""
    name = tell.names(figures, lang)
    found = [one.whole for one in figures.groups if one.whole.asked or one.whole.left_early_in]
    if not found:
        return
    heads = [word.say(lang).replace("\u00ad", "") for word in words.COUNTS]
    yield ""
    yield f"{words.GROUPS.say(lang):<40}" + "".join(f"{head:>13}" for head in heads)
    for one in found:
        counts = (one.asked_in, one.cut_in, one.skipped_in)
        told = "".join(f"{count or '':>13}" for count in counts)
        yield f"{name(one.muscle):<40}{told}".rstrip()


def _protocols(figures: Figures, lang: str) -> Iterator[str]:
    for place, one in enumerate(protocols(figures, lang)):
        if not place:
            yield ""
            yield words.PROTOCOLS.say(lang)
        changed = f": {one.changed}" if one.changed else ""
        yield from _hanging("- ", f"{one.since}: {one.title}{changed}")


def _measured(figures: Figures, lang: str) -> Iterator[str]:
    if not figures.measures:
        return
    from loslaten.report.page.measured import measured

    for place, one in enumerate(measured(figures, lang)):
        if not place:
            yield ""
            yield words.MEASURED.say(lang)
        yield from _hanging("- ", f"{one.name}: {one.told}")


def _hanging(label: str, text: str) -> Iterator[str]:
    wrapped = textwrap.wrap(text, _WIDTH - len(label)) or [""]
    yield f"{label}{wrapped[0]}".rstrip()
    for line in wrapped[1:]:
        yield " " * len(label) + line
