# SPDX-License-Identifier: MIT
"""Stages of the method, in the order of the leaflet and in the classic order."""

from dataclasses import dataclass
from enum import StrEnum

from loslaten.language.text import Text
from loslaten_core.practice import muscles
from loslaten_core.practice.limits import COUNT, LEFT_OUT, RELEASE_ONLY
from loslaten_core.practice.protocol import Protocol


class Way(StrEnum):
    """Order of the muscle groups: the leaflet's, feet first, or the classic one."""

    LEAFLET = "leaflet"
    CLASSIC = "classic"


class Kind(StrEnum):
    """Kind of practice of a stage: what is done with the muscles, and with how many groups."""

    MANY = "many"
    SEVEN = "seven"
    FOUR = "four"
    RELEASE_ONLY = "release-only"
    RECALL = "recall"
    COUNTING = "counting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage: its kind, the shipped protocol that practises it, and its source."""

    kind: Kind
    protocol: str
    title: Text
    source: str


_LEAFLET = "the therapist's leaflet: groups, order, times and repeats"
_CONDENSED = "Bernstein & Borkovec (1973), weeks 3 to 5 of six in PMC10484595, table 2"
_OST = "Öst (1987), applied relaxation: release-only follows tension and release"
_LAST = "Bernstein & Borkovec (1973), week 6 of six in PMC10484595, table 2"

_TITLES = {
    Kind.MANY: Text("alle spiergroepen", "all muscle groups"),
    Kind.SEVEN: Text("zeven spiergroepen", "seven muscle groups"),
    Kind.FOUR: Text("vier spiergroepen", "four muscle groups"),
    Kind.RELEASE_ONLY: Text("alleen loslaten", "letting go only"),
    Kind.RECALL: Text("loslaten uit herinnering", "letting go from memory"),
    Kind.COUNTING: Text("tellen", "counting"),
}


def _stage(kind: Kind, protocol: str, source: str) -> Stage:
    return Stage(kind=kind, protocol=protocol, title=_TITLES[kind], source=source)


STAGES: dict[Way, tuple[Stage, ...]] = {
    Way.LEAFLET: (
        _stage(Kind.MANY, "handout", _LEAFLET),
        _stage(Kind.SEVEN, "seven-feet-first", _CONDENSED),
        _stage(Kind.FOUR, "four-feet-first", _CONDENSED),
        _stage(Kind.RELEASE_ONLY, "release-only", _OST),
        _stage(Kind.RECALL, "recall", _LAST),
        _stage(Kind.COUNTING, "counting", _LAST),
    ),
    Way.CLASSIC: (
        _stage(Kind.MANY, "sixteen", "Bernstein & Borkovec (1973), weeks 1 and 2 of six"),
        _stage(Kind.SEVEN, "seven", _CONDENSED),
        _stage(Kind.FOUR, "four", _CONDENSED),
        _stage(Kind.RECALL, "recall", _LAST),
        _stage(Kind.COUNTING, "counting", _LAST),
    ),
}
# So few groups are what a stage of four has, so few what one of seven has.
_FOUR_MAX, _SEVEN_MAX = 4, 8


def kind_of(protocol: Protocol) -> Kind:
    """Return which kind of practice a protocol is, however its wearer has changed it."""
    practised = [group for group in protocol.groups if group.mode != LEFT_OUT]
    if any(group.mode == COUNT for group in practised):
        return Kind.COUNTING
    if practised and all(group.mode == RELEASE_ONLY for group in practised):
        return Kind.RELEASE_ONLY if len(practised) > _FOUR_MAX else Kind.RECALL
    if len(protocol.groups) <= _FOUR_MAX:
        return Kind.FOUR
    return Kind.SEVEN if len(protocol.groups) <= _SEVEN_MAX else Kind.MANY


def way_of(protocol: Protocol) -> Way:
    """Return whose order a protocol follows, by where its first group is."""
    first = muscles.by_number(protocol.groups[0].muscle)
    is_leg = first is not None and first.region == muscles.LEGS
    return Way.LEAFLET if is_leg else Way.CLASSIC


def next_stage(way: Way, kind: Kind) -> Stage | None:
    """Return the stage after that of a kind; None after the last."""
    return _beside(way, kind, 1)


def stage_before(way: Way, kind: Kind) -> Stage | None:
    """Return the stage before that of a kind; None before the first."""
    return _beside(way, kind, -1)


def _beside(way: Way, kind: Kind, step: int) -> Stage | None:
    row = STAGES[way]
    places = [place for place, stage in enumerate(row) if stage.kind == kind]
    if not places or not 0 <= places[0] + step < len(row):
        return None
    return row[places[0] + step]
