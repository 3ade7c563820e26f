# SPDX-License-Identifier: MIT
"""Accepted changes stay inside the limits, and are told as people say how long it takes."""

import pytest

from loslaten.language.muscle_texts import muscle_name
from loslaten.programme.changes import applied, effect
from loslaten.programme.proposals import Proposal
from loslaten.programme.rules import Change
from loslaten.programme.stages import Kind, Way, kind_of, next_stage, stage_before
from loslaten.programme.words import told
from loslaten.protocols.file import SHIPPED_NAMES, find
from loslaten_core.practice.checks import problems
from loslaten_core.practice.limits import LEFT_OUT, LIGHT, RELEASE_ONLY

JAW = 15


def of(protocol, muscle):
    return next(group for group in protocol.groups if group.muscle == muscle)


def test_a_group_that_hurts_becomes_light_then_released_then_left_out():
    protocol = find("handout").protocol
    protocol = applied(protocol, Change.LIGHTEN, JAW)
    assert of(protocol, JAW).effort == LIGHT
    protocol = applied(protocol, Change.LIGHTEN, JAW)
    assert of(protocol, JAW).mode == RELEASE_ONLY
    protocol = applied(protocol, Change.LIGHTEN, JAW)
    assert of(protocol, JAW).mode == LEFT_OUT
    assert applied(protocol, Change.LIGHTEN, JAW) is None


@pytest.mark.parametrize("name", SHIPPED_NAMES)
@pytest.mark.parametrize("change", [Change.LIGHTEN, Change.LENGTHEN, Change.FEWER_REPEATS])
def test_no_change_leads_out_of_the_limits(name, change):
    protocol = find(name).protocol
    for muscle in [group.muscle for group in protocol.groups]:
        changed = protocol
        for _ in range(8):
            following = applied(changed, change, muscle)
            if following is None:
                break
            assert not problems(following)
            changed = following
        else:
            pytest.fail(f"{change} of {muscle} in {name} never comes to an end")


def test_a_longer_release_is_told_in_seconds():
    protocol = find("handout").protocol
    proposal = Proposal(
        change=Change.LENGTHEN, nights=(1, 2, 3, 4), count=4, kind=Kind.MANY, muscle=JAW
    )
    made = effect(protocol, proposal.change, proposal.muscle)
    words = told(proposal, protocol, made, None, muscle_name)
    assert words.question.nl == "Langer loslaten: kaken en onderste deel van de wangen?"
    assert words.why.en == "In 4 nights you asked for it again."
    assert made.shortest_after_ms - made.shortest_before_ms == 2 * 10_000
    assert words.changes.en == "A session becomes 20 seconds longer."
    assert words.changes.nl == "De oefening wordt 20 seconden langer."


def test_what_takes_minutes_is_told_in_minutes():
    protocol = find("handout").protocol
    stage = next_stage(Way.LEAFLET, Kind.MANY)
    proposal = Proposal(change=Change.MOVE_ON, nights=(1,), count=1, kind=Kind.MANY, stage=stage)
    words = told(proposal, protocol, None, find(stage.protocol).protocol, muscle_name)
    assert words.changes.nl == "De oefening duurt dan 17 minuten in plaats van 27."
    fewer = Proposal(change=Change.FEWER_REPEATS, nights=(1,), count=1, kind=Kind.MANY)
    made = effect(protocol, fewer.change, None)
    words = told(fewer, protocol, made, None, muscle_name)
    assert words.changes.en == "A session then takes at most 47 minutes instead of 58."


def test_what_takes_as_long_is_told_without_the_longest_way():
    protocol = find("handout").protocol
    lighter = Proposal(change=Change.LIGHTEN, nights=(1, 2), count=2, kind=Kind.MANY, muscle=JAW)
    made = effect(protocol, lighter.change, lighter.muscle)
    words = told(lighter, protocol, made, None, muscle_name)
    assert words.changes.nl == "De oefening blijft even lang."
    assert words.changes.en == "A session takes as long as before."


def test_the_stages_follow_one_another():
    for way in Way:
        stage = next_stage(way, Kind.MANY)
        assert stage is not None
        assert stage.kind is Kind.SEVEN
        assert stage_before(way, Kind.MANY) is None
        assert next_stage(way, Kind.COUNTING) is None
        for kind in Kind:
            following = next_stage(way, kind)
            if following is not None:
                assert kind_of(find(following.protocol).protocol) is following.kind
