# SPDX-License-Identifier: MIT
"""The limits of a protocol: each is named when it is broken, alone and with others."""

import pytest

from loslaten_core.practice import checks, limits, muscles, protocol
from loslaten_core.practice.protocol import Group, Protocol, ProtocolError
from tests.practice.examples import BUTTOCKS, RIGHT_FOOT, RIGHT_SHIN

# What is allowed, and why, as people are told.
LETTERS = ("a to z, 0 to 9 and -", "it is typed")
LENGTH = ("1 to 20", "what the watch can hold")
SETTLE = ("2.5 to 300 s, in steps of 0.1 s", limits.WHY_SETTLE)
REST = ("300 to 3600 s, in steps of 1 s", limits.WHY_REST)
FADE = ("0 to 50", limits.WHY_STRENGTH)
WRIST = ("left, right", "the watch is on one arm")
GROUPS = ("1 to 24", "what the watch can hold")
MUSCLE = ("the catalogue's numbers", "unknown muscle")
FOOT = ("2 to 3 s, in steps of 0.1 s", limits.WHY_CRAMP)
TENSE = ("5 to 7 s, in steps of 0.1 s", limits.WHY_TENSE)
RELEASE = ("10 to 60 s, in steps of 0.1 s", limits.WHY_RELEASE)
PACE = ("4 to 12 s, in steps of 0.1 s", limits.WHY_COUNT)
GAP = ("2 to 15 s, in steps of 0.1 s", limits.WHY_GAP)
REPEATS = ("1 to 5", limits.WHY_REPEATS)
COUNTS = ("1 to 10", limits.WHY_COUNT)
ORDER = ("minimum <= maximum", limits.WHY_REPEATS)
STRENGTH = ("40 to 100", limits.WHY_STRENGTH)
MODE = ("tense-release, release-only, count, left-out", "no such way")
# The groups of `whole`.
A, B, C = "group 1 (right-foot)", "group 2 (right-lower-leg)", "group 3 (whole-body)"
# What is broken (group or None for the whole, attribute, value), then the problem it makes:
# field, value, and what is allowed and why.
BROKEN = [
    (None, "name", "", "name length", 0, LENGTH),
    (None, "name", "a" * 21, "name length", 21, LENGTH),
    (None, "name", "Los!", "name", "'Los!'", LETTERS),
    (None, "name", "één", "name", "'één'", LETTERS),
    (None, "settle_in_ms", -100, "settle_in", "-0.1 s", SETTLE),
    (None, "settle_in_ms", 300_100, "settle_in", "300.1 s", SETTLE),
    (None, "settle_in_ms", 2_400, "settle_in", "2.4 s", SETTLE),
    (None, "settle_in_ms", 2_550, "settle_in", "2.55 s", SETTLE),
    (None, "final_rest_ms", 0, "final_rest", "0 s", REST),
    (None, "final_rest_ms", 299_000, "final_rest", "299 s", REST),
    (None, "final_rest_ms", 300_500, "final_rest", "300.5 s", REST),
    (None, "final_rest_ms", 3_601_000, "final_rest", "3601 s", REST),
    (None, "fade_pct", -1, "fade_pct", -1, FADE),
    (None, "fade_pct", 51, "fade_pct", 51, FADE),
    (None, "wrist", 0, "wrist", 0, WRIST),
    (None, "wrist", 3, "wrist", 3, WRIST),
    (None, "groups", (), "groups", 0, GROUPS),
    (0, "muscle", 0, "group 1", 0, MUSCLE),
    (0, "muscle", 99, "group 1", 99, MUSCLE),
    (0, "tense_ms", 1_900, A + " tense", "1.9 s", FOOT),
    (0, "tense_ms", 2_550, A + " tense", "2.55 s", FOOT),
    (0, "tense_ms", 3_100, A + " tense", "3.1 s", FOOT),
    (0, "tense_ms", 6_000, A + " tense", "6 s", FOOT),
    (1, "tense_ms", 0, B + " tense", "0 s", TENSE),
    (1, "tense_ms", 4_900, B + " tense", "4.9 s", TENSE),
    (1, "tense_ms", 5_001, B + " tense", "5.001 s", TENSE),
    (1, "tense_ms", 7_100, B + " tense", "7.1 s", TENSE),
    (1, "release_ms", -1, B + " release", "-0.001 s", RELEASE),
    (1, "release_ms", 9_900, B + " release", "9.9 s", RELEASE),
    (1, "release_ms", 60_100, B + " release", "60.1 s", RELEASE),
    (2, "release_ms", 3_900, C + " release", "3.9 s", PACE),
    (2, "release_ms", 12_100, C + " release", "12.1 s", PACE),
    (1, "ready_gap_ms", 1_900, B + " ready_gap", "1.9 s", GAP),
    (1, "ready_gap_ms", 15_100, B + " ready_gap", "15.1 s", GAP),
    (1, "repeats_min", 0, B + " repeats minimum", 0, REPEATS),
    (1, "repeats_max", 6, B + " repeats maximum", 6, REPEATS),
    (1, "repeats_max", 1, B + " repeats", "2 to 1", ORDER),
    (2, "repeats_max", 11, C + " repeats maximum", 11, COUNTS),
    (1, "strength_pct", 39, B + " strength_pct", 39, STRENGTH),
    (1, "strength_pct", 101, B + " strength_pct", 101, STRENGTH),
    (1, "mode", 4, B + " mode", 4, MODE),
]


def whole() -> Protocol:
    """A protocol in which each limit can be broken: foot, shin, count."""
    return Protocol(
        "whole",
        (
            Group(RIGHT_FOOT, tense_ms=2_500),
            Group(RIGHT_SHIN),
            Group(33, mode=limits.COUNT, release_ms=6_000, repeats_min=10, repeats_max=10),
        ),
    )


def broken(*breakages: tuple) -> Protocol:
    made = whole()
    for group, attribute, value, *_ in breakages:
        setattr(made if group is None else made.groups[group], attribute, value)
    return made


@pytest.mark.parametrize("breakage", BROKEN, ids=lambda b: f"{b[1]} {b[2]}")
def test_a_broken_limit_is_named_with_value_range_and_reason(breakage: tuple):
    *_, field, value, (allowed, why) = breakage
    with pytest.raises(ProtocolError) as raised:
        protocol.pack(broken(breakage))
    (problem,) = raised.value.problems
    assert (problem.field, problem.value, problem.allowed, problem.why) == (
        field,
        value,
        allowed,
        why,
    )
    assert str(raised.value) == f"{field} is {value}; allowed: {allowed} ({why})"


def hides(one: tuple, other: tuple) -> bool:
    """Whether `one` leaves nothing to say about `other`: it replaces it or the group around it."""
    if one[1] == "groups":
        return other[0] is not None
    if one[0] != other[0]:
        return False
    return one[1] in ("muscle", "mode") or one[1] == other[1]


@pytest.mark.parametrize("first", BROKEN, ids=lambda b: f"{b[1]} {b[2]}")
def test_limits_broken_together_are_all_named(first: tuple):
    for second in BROKEN:
        if hides(first, second) or hides(second, first) or "repeats_min" in (first[1], second[1]):
            continue
        pair = sorted((first, second), key=lambda breakage: breakage[1] == "groups")
        named = [str(problem) for problem in checks.problems(broken(*pair))]
        for *_, field, value, (allowed, why) in pair:
            assert f"{field} is {value}; allowed: {allowed} ({why})" in named


def test_a_minimum_and_a_maximum_broken_together_are_named():
    named = [
        problem.field
        for problem in checks.problems(broken((1, "repeats_min", 7), (1, "repeats_max", 6)))
    ]
    assert named == [B + " repeats minimum", B + " repeats maximum", B + " repeats"]


def test_the_limits_themselves_are_allowed():
    lowest = Protocol(
        "a",
        (Group(RIGHT_FOOT, 0, 2_000, 10_000, 2_000, 1, 1, strength_pct=40),),
        settle_in_ms=2_500,
        final_rest_ms=0,
        fade_pct=0,
        seated=True,
    )
    highest = Protocol(
        "z" * 20,
        (Group(BUTTOCKS, 0, 7_000, 60_000, 15_000, 5, 5, strength_pct=100),),
        settle_in_ms=300_000,
        final_rest_ms=3_600_000,
        fade_pct=50,
        wrist=muscles.RIGHT,
    )
    for made in (lowest, highest):
        assert checks.problems(made) == []
        assert protocol.pack(protocol.unpack(protocol.pack(made))) == protocol.pack(made)


def test_a_muscle_group_stands_once():
    made = Protocol("twice", (Group(RIGHT_SHIN), Group(BUTTOCKS), Group(RIGHT_SHIN)))
    (problem,) = checks.problems(made)
    assert str(problem) == (
        "group 3 (right-lower-leg) is twice; allowed: once"
        " (a muscle group stands once in a protocol)"
    )


def test_more_groups_than_the_watch_holds_are_refused():
    made = Protocol("many", tuple([Group(m.number) for m in muscles.every()[:25]]))
    assert "groups is 25; allowed: 1 to 24" in str(checks.problems(made)[0])


def test_all_left_out_is_refused():
    made = Protocol("none", (Group(RIGHT_SHIN, mode=limits.LEFT_OUT),))
    (problem,) = checks.problems(made)
    assert (problem.field, problem.value) == ("groups", "all left out")


def test_a_practice_longer_than_two_hours_is_refused():
    numbers = [m.number for m in muscles.every() if not m.foot][:20]
    groups = [Group(number, release_ms=60_000, repeats_max=5) for number in numbers]
    # 60 s + 300 s + 20 * (4 s + 5 * 66 s) = 7040 s; each second more of gap adds 20 s.
    made = Protocol("long", tuple(groups))
    assert checks.problems(made) == []
    for group in groups:
        group.ready_gap_ms = 12_000
    assert checks.problems(made) == []
    groups[0].ready_gap_ms = 12_100
    (problem,) = checks.problems(made)
    assert (problem.field, problem.allowed) == ("longest way", "120 min")


@pytest.mark.parametrize(
    ("mode", "fewest", "is_taken"),
    [
        (limits.TENSE_RELEASE, 1, False),
        (limits.TENSE_RELEASE, 2, True),
        (limits.RELEASE_ONLY, 1, True),
        (limits.COUNT, 1, True),
        (limits.LEFT_OUT, 1, True),
    ],
)
def test_what_is_tensed_once_is_read_but_not_newly_put_on_a_watch(mode, fewest, is_taken):
    pace_ms = 4_000 if mode == limits.COUNT else 20_000
    group = Group(BUTTOCKS, mode=mode, release_ms=pace_ms, repeats_min=fewest)
    packed = protocol.pack(Protocol("old", (Group(RIGHT_SHIN), group)))
    assert protocol.unpack(packed).groups[1].repeats_min == fewest
    if is_taken:
        assert protocol.unpack_new(packed).name == "old"
        return
    with pytest.raises(ProtocolError) as refused:
        protocol.unpack_new(packed)
    (problem,) = refused.value.problems
    assert (problem.field, problem.value, problem.allowed, problem.why) == (
        "group 2 (buttocks) repeats",
        "1 to 5",
        "2 to 5",
        limits.WHY_TENSED_REPEATS,
    )


def test_the_numbers_of_the_catalogue_are_frozen():
    assert (muscles.LEGS, muscles.TRUNK, muscles.ARMS, muscles.FACE) == (1, 2, 3, 4)
    assert (muscles.LEFT, muscles.RIGHT) == (1, 2)
    found = {one.key: (one.number, one.region, one.arm, one.foot) for one in muscles.every()}
    assert len(found) == 31
    assert found["right-foot"] == (1, muscles.LEGS, 0, True)
    assert found["abdomen"] == (8, muscles.TRUNK, 0, False)
    assert found["right-forearm"] == (9, muscles.ARMS, muscles.RIGHT, False)
    assert found["left-forearm"] == (11, muscles.ARMS, muscles.LEFT, False)
    assert found["chest-shoulders"] == (13, muscles.ARMS, muscles.LEFT | muscles.RIGHT, False)
    assert found["forehead"] == (17, muscles.FACE, 0, False)
    assert found["whole-body"] == (33, muscles.TRUNK, 0, False)
