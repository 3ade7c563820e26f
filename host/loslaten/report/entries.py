# SPDX-License-Identifier: MIT
"""Entries of a report: sessions with the days they may have been on, and what was planned."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from loslaten.practice_log.agreements import MeasureRow
from loslaten.practice_log.days import Span
from loslaten.practice_log.tap_days import TapDay
from loslaten_core.practice import limits
from loslaten_core.practice import protocol as practised
from loslaten_core.practice.event import BATTERY, COMPLETED, FAULT, POWER_LOST


# Not frozen, as `SessionRow` is not.
@dataclass(slots=True, kw_only=True)
class ReportEntry:
    """One session.

    `span` are the days it may have been on, `began` is its local time of beginning where that is
    known to the minute. `ending` is a number of `event.ENDINGS`. `summary` says that the watch
    kept sums only, no muscle groups. `before` and `after` are the tension as the wearer rated it,
    0 to 10, `calmer` whether breathing grew calmer, and `remarks` what they wrote.
    """

    id: int
    span: Span
    began: datetime | None
    duration_ms: int
    ending: int
    protocol_id: bytes
    summary: bool
    groups_done: int
    repeats_done: int
    before: int | None = None
    after: int | None = None
    calmer: bool | None = None
    remarks: tuple[str, ...] = ()

    @property
    def is_completed(self) -> bool:
        """Whether it was practised to its end."""
        return self.ending == COMPLETED

    @property
    def ended_by_watch(self) -> bool:
        """Whether the watch ended it: its battery, its power or a fault."""
        return self.ending in (BATTERY, POWER_LOST, FAULT)

    @property
    def change(self) -> int | None:
        """Rise of the tension during the session, None where it was not rated twice."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A protocol and what a session of it is planned to be.

    `shortest_ms` is the way without a press; `titles` and `names` are by language, the names by
    muscle number within that.
    """

    content_id: bytes
    name: str
    titles: dict[str, str]
    names: dict[str, dict[int, str]]
    protocol: practised.Protocol
    shortest_ms: int

    @property
    def groups(self) -> tuple[practised.Group, ...]:
        """The muscle groups that are practised."""
        every = self.protocol.groups
        return tuple(group for group in every if group.mode != limits.LEFT_OUT)

    @property
    def repeats(self) -> int:
        """Number of repeats at least."""
        return sum(group.repeats_min for group in self.groups)

    def title(self, lang: str) -> str:
        """Return what it is called."""
        return self.titles.get(lang) or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Sessions taken from the practice log, in the order of their time.

    `told` is for which days the watch has told what was practised, None where it never has; before
    and after nothing is known. `lost` are sessions that the watch had to give up, as (day on
    which it said so, how many it had become). `measures` are the wearer's answers, by their day,
    `taps` the days with taps or a reminder. `left_out` are rows of the log that could not be read,
    by the name of their table.
    """

    entries: tuple[ReportEntry, ...]
    planned: dict[bytes, Planned]
    told: tuple[date, date] | None
    lost: tuple[tuple[date, int], ...]
    measures: tuple[MeasureRow, ...] = ()
    taps: tuple[TapDay, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
