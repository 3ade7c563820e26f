# SPDX-License-Identifier: MIT
"""The figures of a report: what the sessions of a period come to. Pure: nothing is read here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from loslaten.practice_log.agreements import MeasureRow
from loslaten.practice_log.days import Period, Span
from loslaten.practice_log.rows import GroupSums
from loslaten.practice_log.tap_days import TapDay
from loslaten.report import medians
from loslaten.report.columns import Columns, columns
from loslaten.report.entries import Planned, ReportEntry, Taken

# What the advice looks at: the newest sessions of the period.
RECENT = 20
# The part of sessions of which it is not known in which column they are.
_NO_COLUMN = -1

# Sums by part and muscle group over sessions, given as (session id, part).
Sums = Callable[[Iterable[tuple[int, int]]], list[GroupSums]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Figures of one column; `planned_ms` is what its sessions last at least as planned.

    `days` have a session that is known to be of that day, of `days_told` days that the watch has
    told about. `before` and `after` are median tensions of its sessions that have both.
    `agreed` is how many sessions were agreed on, None without an agreement. `taps` are its days
    with taps by day or a reminder.
    """

    part: Period
    completed: int
    early: int
    practised_ms: int
    planned_ms: int
    days: int
    days_told: int
    before: float | None
    after: float | None
    agreed: float | None
    taps: tuple[TapDay, ...]

    @property
    def sessions(self) -> int:
        """All sessions that are known to be of this column."""
        return self.completed + self.early


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """One muscle group over the period: in all, and by number of the column."""

    muscle: int
    whole: GroupSums
    by_column: dict[int, GroupSums]


@dataclass(frozen=True, slots=True)
class Use:
    """A protocol in the period: from when on, in how many sessions; `planned` where known."""

    content_id: bytes
    planned: Planned | None
    first: Span
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All that a report tells.

    `entries` are the sessions that are in the period for certain; `perhaps` more may be, and are
    in no sum. `told` is the part of the period that the watch has told about, None if nothing.
    `days` are sessions by the day they are known to be of. `undated` are those whose day is not
    known, as the days it may have been and how many, also of those that are perhaps in the
    period. `recent` are the newest sessions, `recent_groups` their muscle groups. `measures` are
    the wearer's own answers of these days, `taps` the days with taps by day or a reminder.
    `left_out` are rows of the log that could not be read, by the name of their table.
    """

    period: Period
    columns: Columns
    told: Period | None
    entries: tuple[ReportEntry, ...]
    perhaps: int
    days: dict[date, tuple[ReportEntry, ...]]
    undated: tuple[tuple[Span, int], ...]
    by_column: tuple[Column, ...]
    medians: medians.Medians
    groups: tuple[GroupFigures, ...]
    recent: tuple[ReportEntry, ...]
    recent_groups: dict[int, GroupSums]
    uses: tuple[Use, ...]
    lost: int
    agreed_a_week: int | None
    measures: tuple[MeasureRow, ...]
    taps: tuple[TapDay, ...]
    left_out: Mapping[str, int]

    @property
    def practised_ms(self) -> int:
        """Time practised in all."""
        return sum(entry.duration_ms for entry in self.entries)

    @property
    def completed(self) -> int:
        """Number of sessions practised to their end."""
        return sum(entry.is_completed for entry in self.entries)

    @property
    def endings(self) -> tuple[tuple[int, int], ...]:
        """Endings, the most frequent first, as (ending, count)."""
        counts: dict[int, int] = {}
        for entry in self.entries:
            counts[entry.ending] = counts.get(entry.ending, 0) + 1
        return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))

    @property
    def maybe_days(self) -> set[date]:
        """The days of the period on which a session may have been whose day is not known."""
        parts = (self.period.part(span) for span, _ in self.undated)
        return {
            part.first + timedelta(days=place)
            for part in parts
            if part is not None
            for place in range(part.days)
        }

    @property
    def rated(self) -> int:
        """Number of sessions with a tension before and after."""
        return sum(entry.change is not None for entry in self.entries)

    @property
    def calmer(self) -> tuple[int, int]:
        """Number of sessions in which breathing grew calmer, and of those that tell."""
        told = [entry.calmer for entry in self.entries if entry.calmer is not None]
        return told.count(True), len(told)

    @property
    def summaries(self) -> int:
        """Number of sessions that came as sums only, without their muscle groups."""
        return sum(entry.summary for entry in self.entries)

    @property
    def felt_taps(self) -> int:
        """Number of taps by day."""
        return sum(one.taps for one in self.taps)

    @property
    def agreed(self) -> float | None:
        """Number of sessions agreed on, for the days that the watch has told about."""
        if self.agreed_a_week is None or self.told is None:
            return None
        return self.agreed_a_week * self.told.days / 7


def compute(taken: Taken, period: Period, sums: Sums, agreed_a_week: int | None = None) -> Figures:
    """Return the figures of a period. `sums` adds up muscle groups, see `PracticeLog`."""
    divided = columns(period)
    entries = tuple(entry for entry in taken.entries if period.holds(entry.span))
    numbers = [divided.of(entry.span) for entry in entries]
    recent = entries[-RECENT:]
    told_part = period.part(Span(*taken.told)) if taken.told is not None else None
    maybe = [one for one in taken.entries if period.touches(one.span)]
    taps = tuple(one for one in taken.taps if period.first <= one.day <= period.last)
    return Figures(
        period=period,
        columns=divided,
        told=told_part,
        entries=entries,
        perhaps=len(maybe) - len(entries),
        days=_by_day(entries),
        undated=_undated(maybe),
        by_column=_by_column(
            divided,
            zip(numbers, entries, strict=True),
            taps,
            taken.planned,
            told_part,
            agreed_a_week,
        ),
        medians=medians.medians(entries, taken.planned),
        groups=_groups(numbers, entries, taken.planned, sums),
        recent=recent,
        recent_groups={one.muscle: one for one in sums((entry.id, 0) for entry in recent)},
        uses=_uses(entries, taken.planned),
        lost=sum(count for day, count in taken.lost if period.first <= day <= period.last),
        agreed_a_week=agreed_a_week,
        measures=tuple(one for one in taken.measures if period.first <= one.day <= period.last),
        taps=taps,
        left_out=taken.left_out,
    )


def _by_day(entries: Iterable[ReportEntry]) -> dict[date, tuple[ReportEntry, ...]]:
    by_day: dict[date, list[ReportEntry]] = {}
    for entry in entries:
        day = entry.span.day
        if day is not None:
            by_day.setdefault(day, []).append(entry)
    return {day: tuple(own) for day, own in by_day.items()}


def _undated(entries: Iterable[ReportEntry]) -> tuple[tuple[Span, int], ...]:
    counts: dict[Span, int] = {}
    for entry in entries:
        if entry.span.day is None:
            counts[entry.span] = counts.get(entry.span, 0) + 1
    return tuple(counts.items())


def _by_column(
    divided: Columns,
    numbered: Iterable[tuple[int | None, ReportEntry]],
    taps: Iterable[TapDay],
    planned: dict[bytes, Planned],
    told: Period | None,
    agreed_a_week: int | None,
) -> tuple[Column, ...]:
    parts: list[list[ReportEntry]] = [[] for _ in divided.parts]
    for number, entry in numbered:
        if number is not None:
            parts[number].append(entry)
    return tuple(
        _column(
            part,
            own,
            tuple(one for one in taps if part.first <= one.day <= part.last),
            planned,
            told,
            agreed_a_week,
        )
        for part, own in zip(divided.parts, parts, strict=True)
    )


def _column(
    part: Period,
    own: Sequence[ReportEntry],
    taps: tuple[TapDay, ...],
    planned: dict[bytes, Planned],
    told: Period | None,
    agreed_a_week: int | None,
) -> Column:
    completed = sum(entry.is_completed for entry in own)
    before, after = medians.tensions(own)
    told_here = told.part(Span(part.first, part.last)) if told is not None else None
    return Column(
        part=part,
        completed=completed,
        early=len(own) - completed,
        practised_ms=sum(entry.duration_ms for entry in own),
        planned_ms=sum(
            planned[one.protocol_id].shortest_ms for one in own if one.protocol_id in planned
        ),
        days=len({entry.span.day for entry in own} - {None}),
        days_told=told_here.days if told_here is not None else 0,
        before=before,
        after=after,
        agreed=agreed_a_week * part.days / 7 if agreed_a_week is not None else None,
        taps=taps,
    )


def _groups(
    numbers: Iterable[int | None],
    entries: Sequence[ReportEntry],
    planned: dict[bytes, Planned],
    sums: Sums,
) -> tuple[GroupFigures, ...]:
    """Return the muscle groups in the order of the newest protocol, the others after them.

    `numbers` are those of the entries' columns.
    """
    placed = [
        (entry.id, _NO_COLUMN if number is None else number)
        for number, entry in zip(numbers, entries, strict=True)
    ]
    whole: dict[int, GroupSums] = {}
    by_column: dict[int, dict[int, GroupSums]] = {}
    for summed in sums(placed):
        so_far = whole.get(summed.muscle)
        whole[summed.muscle] = summed if so_far is None else so_far.with_part(summed)
        if summed.part != _NO_COLUMN:
            by_column.setdefault(summed.muscle, {})[summed.part] = summed
    newest = planned.get(entries[-1].protocol_id) if entries else None
    order = [group.muscle for group in newest.protocol.groups] if newest is not None else []
    places = {muscle: place for place, muscle in enumerate(order)}
    ordered = sorted(
        whole.values(),
        key=lambda one: (places.get(one.muscle, len(places)), one.first_place, one.muscle),
    )
    return tuple(GroupFigures(one.muscle, one, by_column.get(one.muscle, {})) for one in ordered)


def _uses(entries: Iterable[ReportEntry], planned: dict[bytes, Planned]) -> tuple[Use, ...]:
    firsts: dict[bytes, Span] = {}
    counts: dict[bytes, int] = {}
    for entry in entries:
        firsts.setdefault(entry.protocol_id, entry.span)
        counts[entry.protocol_id] = counts.get(entry.protocol_id, 0) + 1
    return tuple(Use(one, planned.get(one), firsts[one], counts[one]) for one in firsts)
