# SPDX-License-Identifier: MIT
"""Properties of the programme over simulated years: never forward on bad nights, back after a gap.

The whole thousand is in tests/torture/programme.py.
"""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from loslaten.programme import rules
from loslaten.programme.proposals import Answer, Decision, propose
from loslaten.programme.rules import Change
from loslaten.programme.stages import Kind
from tests.programme import page
from tests.programme.wearers import (
    FIRST_DAY,
    WEARERS,
    Year,
    gaps_without_step_back,
    standing_of,
    year_of,
)

SEEDS = range(3)
DECLINED = 1_407_348_029


@pytest.fixture(scope="module")
def years() -> dict[str, list[Year]]:
    return {
        kind: [year_of(made(random.Random(seed)), seed) for seed in SEEDS]
        for kind, made in WEARERS.items()
    }


def every(years: dict[str, list[Year]]) -> list[Year]:
    return [year for found in years.values() for year in found]


def test_nobody_is_moved_on_after_bad_nights(years):
    for year in every(years):
        by_session = {night.session: night for night in year.nights}
        for _, proposal in year.proposals:
            if proposal.change is Change.MOVE_ON:
                nights = [by_session[session] for session in proposal.nights]
                assert sum(night.is_bad for night in nights) <= rules.GOOD_OF - rules.GOOD_NIGHTS
                assert sum(night.is_good for night in nights) == proposal.count


def test_who_never_gets_well_is_never_moved_on(years):
    for year in years["never well"]:
        assert Change.MOVE_ON not in [one.change for _, one in year.proposals]


def test_a_long_gap_is_followed_by_a_step_back(years):
    for year in years["absent"]:
        assert gaps_without_step_back(year) == []
    assert any(
        proposal.gap_days is not None for year in years["absent"] for _, proposal in year.proposals
    )


def test_a_step_back_that_was_declined_is_proposed_again_after_a_gap():
    """Of this wearer it was proposed after bad nights, and declined, a week before the gap."""
    year = year_of(WEARERS["absent"](random.Random(DECLINED)), DECLINED)
    steps = [
        (decision.answer, decision.after_gap)
        for decision in year.decisions
        if decision.change is Change.STEP_BACK
    ]
    assert steps[:2] == [(Answer.LATER, False), (Answer.ACCEPTED, True)]
    assert gaps_without_step_back(year) == []


@pytest.mark.parametrize(
    ("answer", "after_gap", "comes_again"),
    [
        (Answer.LATER, False, True),
        (Answer.LATER, True, False),
        (Answer.ACCEPTED, False, False),
    ],
)
def test_what_was_decided_on_the_last_night_before_a_gap_counts_if_it_is_of_the_gap_or_taken(
    years, answer, after_gap, comes_again
):
    standing = standing_of(years["quick"][0], FIRST_DAY)
    night = next(one for one in standing.nights if one.kind is not Kind.MANY)
    decided = Decision(
        change=Change.STEP_BACK,
        answer=answer,
        kind=night.kind,
        muscle=None,
        after_session=night.session,
        after_gap=after_gap,
    )
    proposal = propose(
        replace(
            standing,
            nights=tuple(one for one in standing.nights if one.session <= night.session),
            decisions=(decided,),
            today=night.day + timedelta(days=rules.GAP_DAYS),
        )
    )
    assert (proposal is not None and proposal.gap_days is not None) is comes_again


def test_stages_do_not_swing(years):
    """Within four weeks nobody is sent forward, back and forward again."""
    for year in every(years):
        accepted = [
            (day, proposal.change)
            for (day, proposal), decision in zip(year.proposals, year.decisions, strict=True)
            if decision.answer is Answer.ACCEPTED
            and proposal.change in (Change.MOVE_ON, Change.STEP_BACK)
        ]
        for first, second, third in zip(accepted, accepted[1:], accepted[2:], strict=False):
            if (first[1], second[1], third[1]) == (
                Change.MOVE_ON,
                Change.STEP_BACK,
                Change.MOVE_ON,
            ):
                assert third[0] - second[0] >= timedelta(days=2 * rules.STAGE_NIGHTS - 1)


def test_a_decision_stands_until_there_are_new_nights(years):
    for year in every(years):
        today = year.kinds[-1][0]
        standing = standing_of(year, today)
        proposal = propose(standing)
        assert proposal == propose(standing)
        newest = year.nights[-1].session
        just_decided = [one for one in year.decisions if one.after_session == newest]
        if just_decided and proposal is not None:
            assert (proposal.change, proposal.muscle) not in [
                (one.change, one.muscle) for one in just_decided
            ]


def test_who_hurts_is_eased_and_who_is_quick_gets_on(years):
    for year in years["in pain"]:
        assert Change.LIGHTEN in [one.change for _, one in year.proposals]
    reached = [year.kinds[-1][1] for year in years["quick"]]
    assert Kind.COUNTING in reached


def test_proposals_rest_on_nights_that_there_are(years):
    for year in every(years):
        known = {night.session for night in year.nights}
        for _, proposal in year.proposals:
            assert set(proposal.nights) <= known
            assert 0 < proposal.count <= len(proposal.nights)


def test_the_page_tells_the_rules():
    assert page.PAGE.read_text("utf-8") == page.written(), (
        "write it anew: .venv/bin/python -m tests.programme.page"
    )
