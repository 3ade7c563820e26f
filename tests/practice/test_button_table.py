# SPDX-License-Identifier: MIT
"""Meanings of the one button in every phase: the table, cell by cell."""

import pytest

from loslaten_core.haptics import cue as cues
from loslaten_core.practice import event
from tests.practice.examples import (
    between,
    double,
    events,
    felt,
    hold,
    long,
    played,
    press,
    run,
    stuck,
    two_groups,
)

# Untouched, `two_groups` announces the shin at 60 s, tenses it at 64 s, releases it at 70 s;
# announces the buttocks at 90 s, tenses at 94 s, releases at 100 s; rests from 120 s to 420 s.
SETTLE, GAP, TENSE, RELEASE, GAP_2, REST = 10_000, 62_000, 66_000, 75_000, 92_000, 200_000
# A hold at 75 s pauses at 76 s.
PAUSED, PAUSED_AT = hold(RELEASE), 80_000

TABLE = {
    "settle-in, press: begin now": (
        press(SETTLE),
        (10_000, 14_001),
        [(10_000, "ready", 0, 1), (14_000, "tense", 0, 1)],
        [(10_000, cues.READY), (14_000, cues.TENSE)],
    ),
    "settle-in, press before its beginning has been felt: begin after that": (
        press(1_000),
        (1_000, 6_501),
        [(2_500, "ready", 0, 1), (6_500, "tense", 0, 1)],
        [(2_500, cues.READY), (6_500, cues.TENSE)],
    ),
    "settle-in, two presses: no more than one": (
        double(SETTLE),
        (10_000, 14_001),
        [(10_000, "ready", 0, 1), (14_000, "tense", 0, 1)],
        [(10_000, cues.READY), (14_000, cues.TENSE)],
    ),
    "settle-in, hold: stop": (
        hold(SETTLE),
        (10_000, 500_000),
        [(10_000, "ready", 0, 1), (11_000, "over", 0, 0)],
        [(10_000, cues.READY), (10_700, cues.TICK)],
    ),
    "ready gap of the first group, press: there is none before it": (
        press(GAP),
        (62_000, 64_001),
        [(62_000, "refused", 0, 1), (64_000, "tense", 0, 1)],
        [(62_000, cues.REFUSED), (64_000, cues.TENSE)],
    ),
    "ready gap of the first group, two presses: as one": (
        double(GAP),
        (62_000, 64_001),
        [(62_000, "refused", 0, 1), (64_000, "tense", 0, 1)],
        [(62_000, cues.REFUSED), (64_000, cues.TENSE)],
    ),
    "ready gap of the first group, hold: pause": (
        hold(GAP),
        (62_000, 500_000),
        [(62_000, "refused", 0, 1), (63_000, "paused", 0, 1)],
        [(62_000, cues.REFUSED), (62_700, cues.TICK), (63_000, cues.PAUSED)],
    ),
    "tense, press: let go now": (
        press(TENSE),
        (66_000, 86_001),
        [(66_000, "cut", 0, 1), (66_000, "release", 0, 1), (86_000, "ready", 1, 1)],
        [(66_000, cues.RELEASE), (86_000, cues.LANDMARK)],
    ),
    "tense, two presses: release and skip this group": (
        double(TENSE),
        (66_000, 70_001),
        [
            (66_000, "cut", 0, 1),
            (66_000, "release", 0, 1),
            (66_200, "interrupted", 0, 1),
            (66_200, "skipped", 0, 0),
            (66_200, "ready", 1, 1),
        ],
        [(66_000, cues.RELEASE), (66_200, cues.LANDMARK)],
    ),
    "tense, hold: pause, the repeat neither done nor cut": (
        hold(TENSE),
        (66_000, 500_000),
        [
            (66_000, "cut", 0, 1),
            (66_000, "release", 0, 1),
            (67_000, "interrupted", 0, 1),
            (67_000, "paused", 0, 1),
        ],
        [(66_000, cues.RELEASE), (66_700, cues.TICK), (67_000, cues.PAUSED)],
    ),
    "release, press: this group again": (
        press(RELEASE),
        (75_000, 90_001),
        [(75_000, "again", 0, 1), (90_000, "tense", 0, 2)],
        [(75_000, cues.ACK), (90_000, cues.TENSE)],
    ),
    "release, two presses: go on to the next group": (
        double(RELEASE),
        (75_000, 79_201),
        [
            (75_000, "again", 0, 1),
            (75_200, "not-again", 0, 1),
            (75_200, "next", 0, 1),
            (75_200, "ready", 1, 1),
            (79_200, "tense", 1, 1),
        ],
        [(75_000, cues.ACK), (75_200, cues.LANDMARK), (79_200, cues.TENSE)],
    ),
    "release, hold: pause": (
        hold(RELEASE),
        (75_000, 500_000),
        [(75_000, "again", 0, 1), (76_000, "not-again", 0, 1), (76_000, "paused", 0, 1)],
        [(75_000, cues.ACK), (75_700, cues.TICK), (76_000, cues.PAUSED)],
    ),
    "ready gap, press: the group just left again": (
        press(GAP_2),
        (92_000, 122_001),
        [
            (92_000, "again", 0, 2),
            (92_000, "ready", 0, 2),
            (96_000, "tense", 0, 2),
            (102_000, "release", 0, 2),
            (122_000, "ready", 1, 1),
        ],
        [
            (92_000, cues.ACK),
            (96_000, cues.TENSE),
            (102_000, cues.RELEASE),
            (122_000, cues.LANDMARK),
        ],
    ),
    "ready gap, two presses: on with the next group": (
        double(GAP_2),
        (92_000, 96_201),
        [
            (92_000, "again", 0, 2),
            (92_000, "ready", 0, 2),
            (92_200, "not-again", 0, 1),
            (92_200, "next", 0, 1),
            (92_200, "ready", 1, 1),
            (96_200, "tense", 1, 1),
        ],
        [(92_000, cues.ACK), (92_200, cues.LANDMARK), (96_200, cues.TENSE)],
    ),
    "ready gap, hold: pause before the next group": (
        hold(GAP_2),
        (92_000, 500_000),
        [
            (92_000, "again", 0, 2),
            (92_000, "ready", 0, 2),
            (93_000, "not-again", 0, 1),
            (93_000, "paused", 1, 1),
        ],
        [(92_000, cues.ACK), (92_700, cues.TICK), (93_000, cues.PAUSED)],
    ),
    "paused, press: where am I": (
        PAUSED + press(PAUSED_AT),
        (80_000, 500_000),
        [(80_000, "position", 0, 1)],
        [(80_000, cues.POSITION), (80_000, cues.POSITION)],
    ),
    "paused, two presses: no more than one": (
        PAUSED + double(PAUSED_AT),
        (80_000, 500_000),
        [(80_000, "position", 0, 1)],
        [(80_000, cues.POSITION), (80_000, cues.POSITION)],
    ),
    "paused, hold: resume": (
        PAUSED + hold(PAUSED_AT),
        (80_001, 105_001),
        [
            (81_000, "resumed", 0, 1),
            (81_000, "releasing", 0, 1),
            (101_000, "ready", 1, 1),
            (105_000, "tense", 1, 1),
        ],
        [
            (80_700, cues.TICK),
            (81_000, cues.RESUMED),
            (101_000, cues.LANDMARK),
            (105_000, cues.TENSE),
        ],
    ),
    "paused before a group, hold: resume with that group": (
        hold(GAP_2) + hold(PAUSED_AT + 20_000),
        (100_001, 105_001),
        [(101_000, "resumed", 1, 1), (101_000, "ready", 1, 1), (105_000, "tense", 1, 1)],
        [(100_700, cues.TICK), (101_000, cues.RESUMED), (105_000, cues.TENSE)],
    ),
    "paused, very long hold: stop": (
        PAUSED + long(PAUSED_AT),
        (80_001, 999_999),
        [(84_000, "over", 0, 0)],
        [(80_700, cues.TICK), (83_000, cues.TICK)],
    ),
    "final rest, press: ignored": (press(REST), (200_000, 419_999), [], []),
    "final rest, two presses: ignored": (double(REST), (200_000, 419_999), [], []),
    "final rest, hold: end": (
        hold(REST),
        (200_000, 500_000),
        [(201_000, "over", 1, 0)],
        [(200_700, cues.TICK)],
    ),
}


@pytest.mark.parametrize("cell", TABLE)
def test_every_cell(cell: str):
    gestures, span, said, played_cues = TABLE[cell]
    actions = played(two_groups(), *gestures)
    assert between(events(actions), span) == said
    assert between(felt(actions), span) == played_cues


@pytest.mark.parametrize("at_ms", [GAP, TENSE, RELEASE, GAP_2])
def test_a_very_long_hold_pauses_like_a_hold(at_ms: int):
    names = [name for _, name, _, _ in events(played(two_groups(), *long(at_ms)))]
    assert "paused" in names
    assert names[-1] == "over"


@pytest.mark.parametrize("at_ms", [SETTLE, REST])
def test_a_very_long_hold_stops_like_a_hold(at_ms: int):
    session = run(two_groups(), *long(at_ms))
    assert session.tally.ending == event.STOPPED
    assert session.tally.duration_ms == at_ms + 4_000


@pytest.mark.parametrize("at_ms", [SETTLE, GAP, TENSE, RELEASE, GAP_2, REST])
def test_a_stuck_button_does_no_more_than_its_press(at_ms: int):
    def without_ticks(gestures: tuple) -> list:
        return [f for f in felt(played(two_groups(), *gestures)) if f[1] != cues.TICK]

    assert events(played(two_groups(), *stuck(at_ms))) == events(
        played(two_groups(), *press(at_ms))
    )
    assert without_ticks(stuck(at_ms)) == without_ticks(press(at_ms))
