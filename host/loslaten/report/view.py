"""A report as its page shows it: texts and drawings in their places, in one language."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from loslaten.report import attention, strips, tell, words
from loslaten.report.changes import changes
from loslaten.report.days import WEEK
from loslaten.report.entry import Planned
from loslaten.report.figures import Column, Figures, GroupFigures, Use
from loslaten.report.unknown import unknown
from loslaten.texts import muscle_name

# A page has room for so many.
_GROUPS_MAX = 24
_PROTOCOLS_MAX = 3
_REMARKS_MAX = 3
# With more lines a page is dense: it is set closer and has room for fewer protocols and remarks.
_LINES_MAX = 29
_WHOLE_CHARS, _HALF_CHARS = 110, 55
_DENSE_MAX = 2
_REMARK_CHARS = 140
# With more columns there is no room for a number under each.
_NUMBERED_MAX = 13
# Two labels stand no nearer than this share of the axis.
_LABEL_PCT = 7
# From here on there is something to look at.
_LOOK_MIN = 3


@dataclass(frozen=True, slots=True)
class Tile:
    """A sum at the top of the page and what belongs to it."""

    label: str
    value: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A text along the axis of time, where from the left."""

    left_pct: float
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A strip along the axis: what it is, the drawing, a number for each column, its legend.

    `labels` name the strip's own lines, from top to bottom, if it has several.
    """

    label: str
    detail: str
    drawing: str
    numbers: tuple[str, ...]
    legend: tuple[tuple[str, str], ...]
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A muscle group: its name, its strip, and sums; "" where there is nothing to say."""

    name: str
    drawing: str
    done: str
    planned: str
    asked: str
    cut: str
    skipped: str


@dataclass(frozen=True, slots=True)
class ProtocolRow:
    """A protocol that was practised: its sign, since when, its title, and what was new in it."""

    sign: str
    since: str
    title: str
    changed: str


@dataclass(frozen=True, slots=True)
class View:
    """The whole page but for the second part; `is_dense` where it holds much."""

    period: str
    tiles: tuple[Tile, ...]
    look: tuple[str, ...]
    nothing: str
    newest: str
    columns: int
    is_dense: bool
    months: tuple[Label, ...]
    dates: tuple[str, ...]
    signs: tuple[Label, ...]
    rows: tuple[Row, ...]
    unknown: tuple[str, ...]
    groups: tuple[GroupRow, ...]
    more_groups: str
    groups_legend: tuple[tuple[str, str], ...]
    protocols: tuple[ProtocolRow, ...]
    remarks: tuple[tuple[str, str], ...]


def view(figures: Figures, lang: str) -> View:
    """Return the page of these figures, in "nl" or "en"."""
    name = names(figures, lang)
    numbered = len(figures.columns) <= _NUMBERED_MAX
    practised = protocols(figures, lang)
    remarks = tuple(_remarks(figures, lang))
    look = tuple(tell.flag(flag, name, lang) for flag in attention.flags(figures))
    groups = figures.groups[:_GROUPS_MAX]
    is_dense = _lines(len(groups), look, practised, remarks) > _LINES_MAX
    return View(
        period=tell.period(figures.period, lang),
        tiles=tuple(tiles(figures, lang)),
        look=look,
        nothing=nothing_to_see(figures, lang),
        newest=words.NEWEST.say(lang).format(len(figures.recent)),
        columns=len(figures.columns),
        is_dense=is_dense,
        months=tuple(_months(figures, lang)),
        dates=tuple(str(part.first.day) for part in figures.columns.parts)
        if numbered and figures.columns.kind == WEEK
        else (),
        signs=tuple(_signs(figures)) if len(practised) > 1 else (),
        rows=tuple(_rows(figures, numbered, lang)),
        unknown=tuple(unknown(figures, lang)),
        groups=tuple(_group(figures, one, name, lang) for one in groups),
        more_groups=_more_groups(figures, lang),
        groups_legend=_legend(("asked", "hurt"), lang),
        protocols=practised[-_DENSE_MAX:] if is_dense else practised,
        remarks=remarks[:_DENSE_MAX] if is_dense else remarks,
    )


def _lines(
    groups: int,
    look: Iterable[str],
    practised: Iterable[ProtocolRow],
    remarks: Iterable[tuple[str, str]],
) -> int:
    """Return how many lines a page has on paper where pages differ, if its font is a wide one."""
    beside = (
        sum(1 + _wrapped(f"{one.title}: {one.changed}", _HALF_CHARS) for one in practised),
        sum(1 + _wrapped(text, _HALF_CHARS) for _, text in remarks),
    )
    return groups + sum(_wrapped(text, _WHOLE_CHARS) for text in look) + max(beside)


def _wrapped(text: str, chars: int) -> int:
    return -(-len(text) // chars)


def names(figures: Figures, lang: str) -> tell.Name:
    """Return what names a muscle group: as the newest protocol that has a name for it does."""
    named: dict[int, str] = {}
    for use in figures.uses:
        if use.planned is not None:
            named |= use.planned.names[lang]

    def name(muscle: int) -> str:
        return named.get(muscle) or muscle_name(muscle, lang)

    return name


def nothing_to_see(figures: Figures, lang: str) -> str:
    """Return what is said where there is nothing to look at."""
    enough = len(figures.recent) >= _LOOK_MIN
    return (words.NOTHING_SEEN if enough else words.TOO_FEW).say(lang)


# The sums at the top.


def tiles(figures: Figures, lang: str) -> Iterator[Tile]:
    """Yield the sums at the top."""
    medians = figures.medians
    sessions = len(figures.entries)
    yield Tile(
        words.SESSIONS.say(lang),
        str(sessions),
        _filled(tell.on_days(figures, lang), tell.agreed(figures, lang)),
    )
    yield Tile(
        words.COMPLETED.say(lang),
        tell.of(figures.completed, sessions, lang) if sessions else tell.DASH,
        _filled(tell.endings(figures, lang)),
    )
    yield Tile(
        words.PRACTISED.say(lang),
        tell.length(figures.practised_ms, lang) if sessions else tell.DASH,
        _filled(tell.session_length(medians, lang), tell.beginning(figures, lang)),
    )
    yield Tile(
        words.REPEATS.say(lang),
        tell.DASH if medians.repeats is None else tell.decimal(medians.repeats, lang),
        _filled(tell.planned_repeats(medians, lang), tell.groups_done(medians, lang)),
    )
    yield Tile(
        words.TENSION.say(lang),
        tell.tension(medians.before, medians.after, lang) or tell.DASH,
        (tell.rated(figures, lang),),
    )


def _filled(*texts: str) -> tuple[str, ...]:
    return tuple(filter(None, texts))


# Along the axis of time.


def _months(figures: Figures, lang: str) -> Iterator[Label]:
    """Label where a month begins, or a year where columns are longer than weeks."""
    columns = figures.columns
    before = ""
    reached_pct = 0.0
    for index, part in enumerate(columns.parts):
        said = words.MONTHS[lang][part.first.month - 1]
        if columns.kind != WEEK or part.first.month == 1:
            said = str(part.first.year)
        left_pct = 100 * index / len(columns)
        # Where there is no room for a label it stands nowhere: elsewhere it would be wrong.
        if said != before and left_pct >= reached_pct:
            yield Label(left_pct, said)
            reached_pct = left_pct + _LABEL_PCT
        before = said


def _signs(figures: Figures) -> Iterator[Label]:
    """Sign where a protocol was practised first."""
    at: dict[int, str] = {}
    for place, use in enumerate(figures.uses):
        column = figures.columns.of(use.first)
        if column is not None:
            at[column] = at.get(column, "") + _sign(place)
    for column, signs in at.items():
        yield Label(100 * column / len(figures.columns), signs)


def _rows(figures: Figures, is_numbered: bool, lang: str) -> Iterator[Row]:
    def numbers(say: Callable[[Column], str]) -> tuple[str, ...]:
        if not is_numbered:
            return ()
        return tuple(say(column) if column.days_told else "" for column in figures.by_column)

    per = words.PER[figures.columns.kind].say(lang)
    maybe = ("maybe",) if figures.undated else ()
    untold = ("untold",) if figures.told != figures.period else ()
    if figures.columns.kind == WEEK:
        yield Row(
            words.DAYS.say(lang),
            "",
            strips.days(figures, lang),
            (),
            _legend(("done", "early-day", *maybe, *untold), lang),
            words.WEEKDAYS[lang],
        )
    else:
        yield Row(
            words.DAYS.say(lang),
            per,
            strips.day_shares(figures, lang),
            numbers(lambda column: str(column.days)),
            _legend(("practised", *untold), lang),
        )
    agreed = ("agreed",) if figures.agreed_a_week is not None else ()
    yield Row(
        words.SESSIONS.say(lang),
        per,
        strips.sessions(figures, lang),
        numbers(lambda column: str(column.sessions)),
        _legend(("early", *agreed), lang),
    )
    yield Row(
        words.MINUTES.say(lang),
        per,
        strips.minutes(figures, lang),
        numbers(lambda column: str(round(column.practised_ms / 60_000))),
        _legend(("planned",), lang),
    )
    if figures.rated:
        yield Row(
            words.TENSION.say(lang),
            f"0{tell.DASH}10",
            strips.tension(figures, lang),
            (),
            _legend(("before", "after"), lang),
        )


def _legend(kinds: tuple[str, ...], lang: str) -> tuple[tuple[str, str], ...]:
    return tuple((strips.swatch(kind), words.LEGEND[kind].say(lang)) for kind in kinds)


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
        name(one.muscle).replace(" -", " \N{NON-BREAKING HYPHEN}"),
        strips.group(figures, one, name(one.muscle), lang),
        tell.decimal(sums.done / sums.reached, lang) if sums.reached else "",
        tell.span(planned.repeats_min, planned.repeats_max) if planned is not None else "",
        str(sums.asked_in or ""),
        str(sums.cut_in or ""),
        str(sums.skipped_in or ""),
    )


def _more_groups(figures: Figures, lang: str) -> str:
    more = len(figures.groups) - _GROUPS_MAX
    return words.MORE_GROUPS.say(lang).format(more) if more > 0 else ""


# The protocols and the remarks.


def protocols(figures: Figures, lang: str) -> tuple[ProtocolRow, ...]:
    """Return the protocols in the order of their first session, each with what was new in it."""
    name = names(figures, lang)
    found = []
    before: Planned | None = None
    for place, use in enumerate(figures.uses):
        found.append(_protocol(place, use, before, name, lang, tell.needs_year(figures)))
        before = use.planned or before
    return tuple(found[-_PROTOCOLS_MAX:])


def _protocol(
    place: int, use: Use, before: Planned | None, name: tell.Name, lang: str, with_year: bool
) -> ProtocolRow:
    changed = ""
    if use.planned is not None and before is not None:
        found = changes(before, use.planned, name, lang)
        changed = "; ".join(found) or words.SAME.say(lang)
    title = use.planned.title(lang) if use.planned else words.UNKNOWN_PROTOCOL.say(lang)
    return ProtocolRow(_sign(place), tell.use(use, lang, with_year), title, changed)


def _sign(place: int) -> str:
    """Number protocols by letters."""
    return chr(ord("A") + place % 26)


def _remarks(figures: Figures, lang: str) -> Iterator[tuple[str, str]]:
    """The newest remarks, each with its day."""
    told = [
        (tell.between(entry.span, lang, tell.needs_year(figures)), text)
        for entry in figures.entries
        for text in entry.remarks
    ]
    for when, text in told[-_REMARKS_MAX:][::-1]:
        whole = " ".join(text.split())
        cut = len(whole) > _REMARK_CHARS
        yield when, whole[: _REMARK_CHARS - 1].rstrip() + "…" if cut else whole
