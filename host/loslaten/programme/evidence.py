# SPDX-License-Identifier: MIT
"""Facts of nights that proposals rest on, and what they come to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from loslaten.programme import rules
from loslaten.programme.stages import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFacts:
    """One muscle group in a night: repeats done and asked for, and whether it was let go early."""

    muscle: int
    done: int
    asked: int
    is_cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NightFacts:
    """One night: `day` is None where it is not known, the tensions where they were not rated.

    `planned_ms` is the shortest way through its protocol. A night that the watch ended (battery,
    power, fault) says nothing of its wearer: it is neither completed nor stopped.
    """

    session: int
    day: date | None
    kind: Kind
    is_completed: bool
    is_stopped: bool
    duration_ms: int
    planned_ms: int
    before: int | None
    after: int | None
    groups: tuple[GroupFacts, ...]

    @property
    def is_rated(self) -> bool:
        """Whether the tension was rated before and after."""
        return self.before is not None and self.after is not None

    @property
    def change(self) -> int:
        """Change of the tension during the night; 0 where it was not rated."""
        if self.before is None or self.after is None:
            return 0
        return self.after - self.before

    @property
    def cut_groups(self) -> int:
        """Number of muscle groups that were cut short or skipped."""
        return sum(group.is_cut for group in self.groups)

    @property
    def asked_groups(self) -> int:
        """Number of muscle groups that were asked for again."""
        return sum(group.asked > 0 for group in self.groups)

    @property
    def is_good(self) -> bool:
        """Whether it went well: completed, hardly anything cut short, no higher tension after."""
        return self.is_completed and self.cut_groups <= rules.CUT_GROUPS_MAX and self.change <= 0

    @property
    def is_bad(self) -> bool:
        """Whether it went badly: stopped, several groups cut short, or the tension rose."""
        return (
            self.is_stopped
            or self.cut_groups > rules.CUT_GROUPS_MAX + 1
            or self.change >= rules.RISE_MIN
        )

    @property
    def is_stopped_late(self) -> bool:
        """Whether its wearer stopped it when most of it was done."""
        return self.is_stopped and self.duration_ms >= rules.STOPPED_SHARE * self.planned_ms


def asked_at(nights: Sequence[NightFacts]) -> float:
    """Return the median number of muscle groups that were asked for again."""
    return median(night.asked_groups for night in nights) if nights else 0.0


def rated(nights: Iterable[NightFacts]) -> list[NightFacts]:
    """Return the nights whose tension was rated before and after."""
    return [night for night in nights if night.is_rated]


def days_between(earlier: date | None, later: date | None) -> int | None:
    """Return the days from one day to another; None where either is not known."""
    return None if earlier is None or later is None else (later - earlier).days


def nights_by_muscle(nights: Iterable[NightFacts]) -> dict[int, list[tuple[int, GroupFacts]]]:
    """Return each muscle group's nights as (session, facts), of the nights that practised it."""
    found: dict[int, list[tuple[int, GroupFacts]]] = {}
    for night in nights:
        for group in night.groups:
            if group.done or group.is_cut:
                found.setdefault(group.muscle, []).append((night.session, group))
    return found
