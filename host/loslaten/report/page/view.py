# SPDX-License-Identifier: MIT
"""A report as its page shows it: texts and drawings in their places, in one language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from loslaten.language import numbers
from loslaten.report import attention
from loslaten.report.figures import Figures, GroupFigures
from loslaten.report.page import phrases as tell
from loslaten.report.page import strips, timeline, words
from loslaten.report.page.caveats import unknown
from loslaten.report.page.measured import Measured, measured
from loslaten.report.page.practised import ProtocolRow, protocols
from loslaten.report.page.tiles import Tile, tiles

# A page has room for so many.
_GROUPS_MAX = 24
_REMARKS_MAX = 3
# With more lines a page is dense: it is set closer and has room for fewer protocols and remarks.
_LINES_MAX = 29
_WHOLE_CHARS, _HALF_CHARS = 110, 55
_DENSE_MAX = 2
# The strip of taps by day is as high as so many.
_STRIP_LINES = 4
_REMARK_CHARS = 140


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """A muscle group: its name, its strip, and sums; "" where there is nothing to say."""

    name: str
    drawing: str
    done: str
    planned: str
    asked: str
    cut: str
    skipped: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The whole page but for the second part; `is_dense` where it holds much."""

    period: str
    tiles: tuple[Tile, ...]
    look: tuple[str, ...]
    nothing: str
    newest: str
    columns: int
    is_dense: bool
    months: tuple[timeline.Label, ...]
    dates: tuple[str, ...]
    signs: tuple[timeline.Label, ...]
    rows: tuple[timeline.Row, ...]
    unknown: tuple[str, ...]
    groups: tuple[GroupRow, ...]
    more_groups: str
    groups_legend: tuple[tuple[str, str], ...]
    protocols: tuple[ProtocolRow, ...]
    remarks: tuple[tuple[str, str], ...]
    measured: tuple[Measured, ...]


def view(figures: Figures, lang: str) -> View:
    """Return the page of these figures, in "nl" or "en"."""
    name = tell.names(figures, lang)
    practised = protocols(figures, lang)
    remarks = tuple(_remarks(figures, lang))
    look = tuple(tell.flag(flag, name, lang) for flag in attention.flags(figures))
    groups = figures.groups[:_GROUPS_MAX]
    answered = tuple(measured(figures, lang))
    more_lines = len(groups) + (1 + len(answered) if answered else 0)
    more_lines += _STRIP_LINES if figures.felt_taps else 0
    is_dense = _lines(more_lines, look, practised, remarks) > _LINES_MAX
    return View(
        period=tell.period(figures.period, lang),
        tiles=tuple(tiles(figures, lang)),
        look=look,
        nothing=tell.nothing_to_see(figures, lang),
        newest=tell.newest(figures, lang),
        columns=len(figures.columns),
        is_dense=is_dense,
        months=tuple(timeline.months(figures, lang)),
        dates=timeline.first_days(figures),
        signs=tuple(timeline.signs(figures)) if len(practised) > 1 else (),
        rows=tuple(timeline.rows(figures, lang)),
        unknown=tuple(unknown(figures, lang)),
        groups=tuple(_group(figures, one, name, lang) for one in groups),
        more_groups=_more_groups(figures, lang),
        groups_legend=timeline.legend(("asked", "hurt"), lang),
        protocols=practised[-_DENSE_MAX:] if is_dense else practised,
        remarks=remarks[:_DENSE_MAX] if is_dense else remarks,
        measured=answered,
    )


def _lines(
    listed: int,
    look: Iterable[str],
    practised: Iterable[ProtocolRow],
    remarks: Iterable[tuple[str, str]],
) -> int:
    """Return how many lines a page has on paper where pages differ, if its font is a wide one."""
    beside = (
        sum(1 + _wrapped(f"{one.title}: {one.changed}", _HALF_CHARS) for one in practised),
        sum(1 + _wrapped(text, _HALF_CHARS) for _, text in remarks),
    )
    return listed + sum(_wrapped(text, _WHOLE_CHARS) for text in look) + max(beside)


def _wrapped(text: str, chars: int) -> int:
    return -(-len(text) // chars)


# The muscle groups.


def _group(figures: Figures, one: GroupFigures, name: tell.Name, lang: str) -> GroupRow:
    sums = one.whole
    planned = next(
        (
            group
            for use in reversed(figures.uses)
            if use.planned is not None
            for group in use.planned.groups
            if group.muscle == one.muscle
        ),
        None,
    )
    return GroupRow(
        # Dutch joins two words as "hand en -onderarm", and no line breaks in there.
        name=name(one.muscle).replace(" -", " \N{NON-BREAKING HYPHEN}"),
        drawing=strips.group(figures, one, name(one.muscle), lang),
        done=numbers.decimal(sums.done / sums.reached, lang) if sums.reached else "",
        planned=numbers.span(planned.repeats_min, planned.repeats_max)
        if planned is not None
        else "",
        asked=str(sums.asked_in or ""),
        cut=str(sums.cut_in or ""),
        skipped=str(sums.skipped_in or ""),
    )


def _more_groups(figures: Figures, lang: str) -> str:
    more = len(figures.groups) - _GROUPS_MAX
    return words.MORE_GROUPS.say(more, lang) if more > 0 else ""


# The remarks.


def _remarks(figures: Figures, lang: str) -> Iterator[tuple[str, str]]:
    """The newest remarks, each with its day."""
    remarks = [
        (tell.between(entry.span, lang, tell.needs_year(figures)), text)
        for entry in figures.entries
        for text in entry.remarks
    ]
    for when, text in remarks[-_REMARKS_MAX:][::-1]:
        whole = " ".join(text.split())
        cut = len(whole) > _REMARK_CHARS
        yield when, whole[: _REMARK_CHARS - 1].rstrip() + "…" if cut else whole
