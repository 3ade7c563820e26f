# SPDX-License-Identifier: MIT
"""Wearers who practise for a year with the programme: each kind in its own way, from a seed."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from loslaten.programme import rules
from loslaten.programme.changes import applied
from loslaten.programme.evidence import GroupFacts, NightFacts
from loslaten.programme.proposals import Answer, Decision, Proposal, Standing, propose
from loslaten.programme.rules import Change
from loslaten.programme.stages import Kind, Way, kind_of
from loslaten.protocols.file import find
from loslaten.protocols.plan import way
from loslaten_core.practice.checks import problems
from loslaten_core.practice.limits import LEFT_OUT
from loslaten_core.practice.protocol import Protocol, pack, unpack

FIRST_DAY = date(2026, 1, 1)
YEAR_DAYS = 365
HURTING = 2  # right lower leg


@dataclass(frozen=True, slots=True, kw_only=True)
class Wearer:
    """Habits of somebody who practises: each a share from 0 to 1, but for the days of absence."""

    practises: float = 0.8
    completes: float = 0.95
    asks: float = 0.1
    cuts: float = 0.0
    eases: float = 0.8
    rates: float = 0.7
    accepts: float = 0.9
    rates_at_random: bool = False
    absent: tuple[int, int] | None = None
    quits_after: int = YEAR_DAYS


WEARERS: dict[str, Callable[[random.Random], Wearer]] = {
    "quick": lambda draw: Wearer(asks=0.03, practises=draw.uniform(0.8, 1)),
    "slow": lambda draw: Wearer(asks=draw.uniform(0.3, 0.6), eases=0.55),
    "in pain": lambda draw: Wearer(cuts=draw.uniform(0.4, 0.8)),
    "never well": lambda draw: Wearer(completes=draw.uniform(0, 0.2), eases=0.1, cuts=0.5),
    "absent": lambda draw: Wearer(absent=(draw.randint(60, 120), draw.randint(30, 90))),
    "quitting": lambda draw: Wearer(quits_after=draw.randint(3, 90)),
    "rating at random": lambda draw: Wearer(rates=1, rates_at_random=True),
    "seldom": lambda draw: Wearer(practises=draw.uniform(0.1, 0.3)),
}


@dataclass(slots=True, kw_only=True)
class Year:
    """Story of a wearer: the nights, each proposal with the day it was made on."""

    protocol: Protocol
    nights: list[NightFacts] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    proposals: list[tuple[date, Proposal]] = field(default_factory=list)
    kinds: list[tuple[date, Kind]] = field(default_factory=list)


def year_of(wearer: Wearer, seed: int) -> Year:
    """Let a wearer practise for a year, answering proposals in the morning."""
    draw = random.Random(seed)
    year = Year(protocol=find("handout").protocol)
    for number in range(YEAR_DAYS):
        day = FIRST_DAY + timedelta(days=number)
        if _practises(wearer, number, draw):
            year.nights.append(_night(wearer, year, day, draw))
        standing = standing_of(year, day)
        proposal = propose(standing)
        if proposal is not None:
            assert propose(standing) == proposal
            year.proposals.append((day, proposal))
            _answer(year, proposal, draw.random() < wearer.accepts)
        year.kinds.append((day, kind_of(year.protocol)))
    return year


def standing_of(year: Year, today: date) -> Standing:
    """Return what a proposal of that day follows from."""
    return Standing(
        protocol=year.protocol,
        way=Way.LEAFLET,
        nights=tuple(year.nights),
        decisions=tuple(year.decisions),
        today=today,
    )


def _practises(wearer: Wearer, number: int, draw: random.Random) -> bool:
    wants = draw.random() < wearer.practises
    if wearer.absent is not None:
        begins, lasts = wearer.absent
        wants = wants and not begins <= number < begins + lasts
    return wants and number < wearer.quits_after


def _night(wearer: Wearer, year: Year, day: date, draw: random.Random) -> NightFacts:
    completed = draw.random() < wearer.completes
    before = draw.randint(3, 9)
    change = draw.randint(-3, -1) if draw.random() < wearer.eases else draw.randint(0, 2)
    after = draw.randint(0, 10) if wearer.rates_at_random else max(0, min(10, before + change))
    is_rated = draw.random() < wearer.rates
    planned_ms = _planned_ms(pack(year.protocol))
    return NightFacts(
        session=len(year.nights) + 1,
        day=day,
        kind=kind_of(year.protocol),
        is_completed=completed,
        is_stopped=not completed,
        duration_ms=planned_ms if completed else round(planned_ms * draw.uniform(0.1, 0.95)),
        planned_ms=planned_ms,
        before=before if is_rated else None,
        after=after if is_rated else None,
        groups=tuple(
            GroupFacts(
                muscle=group.muscle,
                done=group.repeats_min,
                asked=int(draw.random() < wearer.asks),
                is_cut=group.muscle == HURTING and draw.random() < wearer.cuts,
            )
            for group in year.protocol.groups
            if group.mode != LEFT_OUT
        ),
    )


@cache
def _planned_ms(packed: bytes) -> int:
    """Return how long a protocol takes; most nights are practised as the one before."""
    return way(unpack(packed), asking=False).duration_ms


def _answer(year: Year, proposal: Proposal, accepts: bool) -> None:
    newest = year.nights[-1].session if year.nights else 0
    year.decisions.append(
        Decision(
            change=proposal.change,
            answer=Answer.ACCEPTED if accepts else Answer.LATER,
            kind=proposal.kind,
            muscle=proposal.muscle,
            after_session=newest,
            after_gap=proposal.gap_days is not None,
        )
    )
    if not accepts:
        return
    if proposal.stage is not None:
        year.protocol = find(proposal.stage.protocol).protocol
        return
    changed = applied(year.protocol, proposal.change, proposal.muscle)
    assert changed is not None
    assert not problems(changed)
    year.protocol = changed


def gaps_without_step_back(year: Year) -> list[tuple[date, date]]:
    """Return the long gaps, but for those at the first stage, after which no step back came.

    One that was taken on the day of the last night before the gap counts as well.
    """
    stepped = [
        (day, decision.answer)
        for (day, proposal), decision in zip(year.proposals, year.decisions, strict=True)
        if proposal.change is Change.STEP_BACK
    ]
    found = []
    for earlier, later in zip(year.nights, year.nights[1:], strict=False):
        assert earlier.day is not None
        assert later.day is not None
        is_long = (later.day - earlier.day).days > rules.GAP_DAYS
        told = any(
            earlier.day < day <= later.day or (day == earlier.day and answer is Answer.ACCEPTED)
            for day, answer in stepped
        )
        if is_long and earlier.kind is not Kind.MANY and not told:
            found.append((earlier.day, later.day))
    return found
