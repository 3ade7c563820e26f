# SPDX-License-Identifier: MIT
"""Differences of one protocol from another."""

import pytest

from loslaten.language.muscle_texts import muscle_name
from loslaten.report.page.changes import changes
from loslaten_core.practice.limits import LEFT_OUT, LIGHT, RELEASE_ONLY
from loslaten_core.practice.protocol import Group, Protocol
from tests.rigs.made_up import planned

CALF, THIGH, NECK, JAW = 2, 3, 14, 15


def protocol(*groups: Group, **whole) -> Protocol:
    return Protocol("mine", groups or (Group(CALF), Group(NECK), Group(JAW)), **whole)


def told(before: Protocol, after: Protocol, lang: str = "en") -> list[str]:
    return changes(planned(before), planned(after), lambda one: muscle_name(one, lang), lang)


OLD = protocol()


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (OLD, []),
        (protocol(Group(CALF), Group(JAW)), ["left out: neck and throat"]),
        (
            protocol(Group(CALF), Group(NECK, LEFT_OUT), Group(JAW)),
            ["left out: neck and throat"],
        ),
        (
            protocol(Group(CALF), Group(NECK), Group(JAW), Group(THIGH)),
            ["added: right thigh"],
        ),
        (
            protocol(Group(CALF), Group(NECK, RELEASE_ONLY, tense_ms=0), Group(JAW)),
            ["only released: neck and throat"],
        ),
        (
            protocol(Group(CALF), Group(NECK, effort=LIGHT), Group(JAW)),
            ["tensed more lightly: neck and throat"],
        ),
        (protocol(Group(JAW), Group(CALF), Group(NECK)), ["another order"]),
        (
            protocol(*(Group(one, release_ms=40_000) for one in (CALF, NECK, JAW))),
            ["release 20 s → 40 s"],
        ),
        (
            protocol(Group(CALF, tense_ms=2_500), Group(NECK), Group(JAW)),
            ["tense 6 s → 2.5 s (right lower leg)"],
        ),
        (
            protocol(Group(CALF, tense_ms=5_000), Group(NECK), Group(JAW, tense_ms=7_000)),
            ["tense different in 2 muscle groups"],
        ),
        (
            protocol(Group(CALF), Group(NECK), Group(JAW, repeats_min=3, repeats_max=4)),
            [
                "repeats at least 2 → 3 (jaw and lower cheeks)",
                "repeats at most 5 → 4 (jaw and lower cheeks)",
            ],
        ),
        (
            protocol(final_rest_ms=600_000, settle_in_ms=90_000, seated=True),
            ["settle in 60 s → 90 s", "final rest 5 min → 10 min", "seated"],
        ),
        (
            protocol(Group(20), Group(21), Group(22), Group(23)),
            [
                "left out: right lower leg, neck and throat, jaw and lower cheeks",
                "added: 4 muscle groups",
            ],
        ),
        (protocol(Group(CALF, strength_pct=50), Group(NECK), Group(JAW)), []),
    ],
)
def test_changes_are_told_in_a_few_words(after, said):
    assert told(OLD, after) == said
    # Dutch tells the same things.
    assert len(told(OLD, after, "nl")) == len(said)


def test_tensed_again_lying_again():
    before = protocol(Group(CALF), Group(NECK, RELEASE_ONLY, tense_ms=0), Group(JAW), seated=True)
    assert told(before, OLD) == ["tensed again: neck and throat", "lying"]
    assert told(before, OLD, "nl") == ["weer aangespannen: nek en keel", "liggend"]


def test_another_kind_of_protocol_is_told_by_its_size():
    many = protocol(*(Group(one) for one in range(1, 18)))
    few = protocol(*(Group(one) for one in range(20, 27)))
    assert told(many, few) == ["17 → 7 muscle groups"]
    assert told(many, few, "nl") == ["17 → 7 spiergroepen"]
