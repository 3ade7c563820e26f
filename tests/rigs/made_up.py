# SPDX-License-Identifier: MIT
"""Sessions made up for what a report makes of them, and the sums over their muscle groups."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from loslaten.practice_log.days import Span
from loslaten.practice_log.rows import GroupRow, GroupSums
from loslaten.practice_log.tap_days import TapDay
from loslaten.report.entries import Planned, ReportEntry, Taken
from loslaten_core.practice import event
from loslaten_core.practice import protocol as packing
from loslaten_core.practice.protocol import Protocol

MONDAY = date(2026, 9, 28)
PLAIN = b"plain!"


def on(days: int, more: int | None = None) -> Span:
    """So many days after the first Monday, or up to so many after it."""
    first = MONDAY + timedelta(days=days)
    return Span(first, first if more is None else MONDAY + timedelta(days=more))


def planned(protocol: Protocol, content_id: bytes = PLAIN) -> Planned:
    titles = {"nl": f"Plan {protocol.name}", "en": f"Plan {protocol.name}"}
    names: dict[str, dict[int, str]] = {"nl": {}, "en": {}}
    return Planned(
        content_id=content_id,
        name=protocol.name,
        titles=titles,
        names=names,
        protocol=protocol,
        shortest_ms=1_500_000,
    )


TWO = Protocol("two", (packing.Group(2), packing.Group(15, repeats_min=3)))


@dataclass(kw_only=True)
class Story:
    """Sessions in the order of their time, each with its muscle groups."""

    entries: list[ReportEntry] = field(default_factory=list)
    groups: dict[int, list[GroupRow]] = field(default_factory=dict)
    planned: dict[bytes, Planned] = field(default_factory=lambda: {PLAIN: planned(TWO)})
    told: tuple[date, date] | None = None
    lost: tuple[tuple[date, int], ...] = ()
    taps: list[TapDay] = field(default_factory=list)

    def add(
        self,
        span: Span,
        groups: list[GroupRow] | None = None,
        *,
        minutes: float = 25,
        ending: int = event.COMPLETED,
        protocol_id: bytes = PLAIN,
        tension: tuple[int | None, int | None] = (None, None),
        at: time | None = time(22, 30),
        remarks: tuple[str, ...] = (),
        summary: bool = False,
    ) -> ReportEntry:
        number = len(self.entries) + 1
        own = groups or []
        day = span.day
        entry = ReportEntry(
            id=number,
            span=span,
            began=datetime.combine(day, at) if day is not None and at is not None else None,
            duration_ms=round(minutes * 60_000),
            ending=ending,
            protocol_id=protocol_id,
            summary=summary,
            groups_done=sum(one.done > 0 for one in own),
            repeats_done=sum(one.done for one in own),
            before=tension[0],
            after=tension[1],
            remarks=remarks,
        )
        self.entries.append(entry)
        self.groups[number] = own
        return entry

    def taken(self) -> Taken:
        days = [day for one in self.entries for day in (one.span.first, one.span.last) if day]
        told = self.told or ((min(days), max(days)) if days else None)
        return Taken(
            entries=tuple(self.entries),
            planned=self.planned,
            told=told,
            lost=self.lost,
            taps=tuple(self.taps),
        )

    def sums(self, parts: Iterable[tuple[int, int]]) -> list[GroupSums]:
        """The same as `PracticeLog.group_sums`, worked out group by group."""
        found: dict[tuple[int, int], list[tuple[int, GroupRow]]] = {}
        for session_id, part in parts:
            for place, group in enumerate(self.groups.get(session_id, [])):
                found.setdefault((part, group.muscle), []).append((place, group))
        return [
            GroupSums(
                part=part,
                muscle=muscle,
                first_place=min(place for place, _ in own),
                sessions=sum(not one.left_out for _, one in own),
                reached=sum(one.done > 0 or one.skipped or one.interrupted for _, one in own),
                done=sum(one.done for _, one in own),
                asked=sum(one.asked for _, one in own),
                asked_in=sum(one.asked > 0 for _, one in own),
                cut_in=sum(one.cuts > 0 for _, one in own),
                skipped_in=sum(one.skipped for _, one in own),
                interrupted_in=sum(one.interrupted for _, one in own),
                left_early_in=sum(
                    one.cuts > 0 or one.skipped or one.interrupted for _, one in own
                ),
            )
            for (part, muscle), own in sorted(found.items())
        ]


def group(
    muscle: int,
    done: int = 2,
    asked: int = 0,
    cuts: int = 0,
    skipped: bool = False,
    left_out: bool = False,
    interrupted: bool = False,
) -> GroupRow:
    return GroupRow(
        muscle=muscle,
        done=done,
        asked=asked,
        cuts=cuts,
        skipped=skipped,
        interrupted=interrupted,
        left_out=left_out,
        tense_ms=done * 6_000,
        release_ms=done * 20_000,
    )


def crowded(in_session: int = 24, is_hard: bool = True) -> Story:
    """As much as a page can ever have to show: everything is long and there is a lot of it.

    With 12 groups in a session, and not so hard, it is the most that is not yet set close.
    """
    story = Story()
    numbers = [one for one in range(1, 34) if one not in (18, 19)]
    practised = [
        numbers[first : first + in_session] for first in (range(6) if is_hard else [0] * 6)
    ]
    story.planned = {}
    for place, muscles in enumerate(practised):
        plan = Protocol(
            "the-longest-name-yet",
            tuple(packing.Group(one, release_ms=20_000 + place * 1_000) for one in muscles),
        )
        title = "A protocol whose title is as long as titles can be, and then some " + str(place)
        made = planned(plan, bytes([place]) * 6)
        story.planned[bytes([place]) * 6] = Planned(
            content_id=made.content_id,
            name=made.name,
            titles={"nl": title, "en": title},
            names=made.names,
            protocol=plan,
            shortest_ms=made.shortest_ms,
        )
    remark = "The left calf cramped again and the jaw would not let go, whatever I tried. " * 3
    for day in range(364):
        if is_hard:
            many = TapDay(
                day=MONDAY + timedelta(days=day),
                taps=12,
                noticed=10 + day % 3,
                silenced=day % 5 == 0,
                reminded=True,
            )
            story.taps.append(many)
        place = day * 6 // 364
        groups = [
            group(one, 3, 1, 0b10 if one % 3 == day % 3 else 0, skipped=one % 5 == 0)
            for one in practised[place]
        ]
        story.add(
            on(day) if day % 7 else on(day, day + 1),
            groups,
            ending=1 + day % 6 if is_hard else event.COMPLETED,
            protocol_id=bytes([place]) * 6,
            tension=(4, 4 + day % 4) if is_hard else (7, 3),
            remarks=(remark,),
            minutes=80 + day % 30,
        )
    story.told = (MONDAY, MONDAY + timedelta(days=360))
    story.lost = ((MONDAY, 12),)
    return story
