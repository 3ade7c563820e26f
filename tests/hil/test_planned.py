# SPDX-License-Identifier: MIT
"""Plans are the player's own, and what was seen is held against them."""

import pytest

from loslaten_core.haptics import cue as cues
from loslaten_core.haptics.motor import COIN_ERM
from loslaten_core.haptics.player import REACTION_MS, Player
from loslaten_core.haptics.theme import THEMES
from loslaten_core.practice.protocol import unpack
from tests.hil import planned
from tests.hil.checks.cue_timing import session
from tests.hil.report import FAIL, PASS, BeyondLimitError, Part

MOTOR = [
    getattr(COIN_ERM, name)
    for name in (
        *("kind", "rise_ms", "fall_ms", "start_pct"),
        *("felt_pct", "weakest_pct", "kick_ms", "brake_ms"),
    )
]


def found(*asked):
    return {
        "theme": 0,
        "strength_pct": 100,
        "clenched_pct": 100,
        "motor": MOTOR,
        "since_ms": 1_000,
        "asked": asked,
    }


def test_a_planned_cue_is_driven_its_rise_time_earlier():
    drives = planned.drives(found([1_000, [3_000, cues.TENSE, 0, 100, 0]]))
    pulses = THEMES[0].pulses(cues.TENSE)
    assert len(drives) == len(pulses)
    assert drives[0][0] == 2_000 - COIN_ERM.rise_ms
    length_ms, gap_ms, _ = pulses[0]
    assert drives[1][0] - drives[0][0] == length_ms + gap_ms


def test_an_answer_is_driven_a_while_after_it_is_asked_for():
    ((began_ms, _),) = planned.drives(found([5_000, [5_000, cues.TICK, 0, 100, 0]]))
    assert began_ms == 4_000 + REACTION_MS


def test_what_is_cancelled_is_not_planned():
    asked = [[1_000, [9_000, cues.TENSE, 0, 100, 0]], [2_000, [2_000]]]
    assert planned.drives(found(*asked)) == []


def test_ticks_that_wrap_are_no_gap():
    wrap_ms = 1 << 30
    asked = [wrap_ms - 10, [40, cues.TICK, 0, 100, 0]]
    ((began_ms, _),) = planned.drives(found(asked) | {"since_ms": wrap_ms - 100})
    assert began_ms == 90


def test_it_plans_what_the_player_plays():
    player = Player(THEMES[0], COIN_ERM)
    player.plan(3_000, cues.RELEASE)
    levels = [player.advance(now_ms) for now_ms in range(6_000)]
    ups = [at for at in range(1, 6_000) if levels[at] and not levels[at - 1]]
    drives = planned.drives(found([0, [3_000, cues.RELEASE, 0, 100, 0]]))
    assert [up - 1_000 for up in ups] == [began for began, _ in drives]


def test_late_and_long_are_told_apart():
    wanted, seen = [(0, 100), (500, 600)], [(3, 103), (500.5, 610.5)]
    assert planned.late_ms(wanted, seen) == [3, 0.5]
    assert planned.longer_ms(wanted, seen) == [0, 10]


@pytest.mark.parametrize(("share", "value"), [(0.5, 6), (0.99, 10), (0, 1)])
def test_quantiles(share, value):
    assert planned.quantile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], share) == value


@pytest.mark.parametrize("groups", [1, 4])
def test_the_session_of_the_bench_is_within_the_limits(groups):
    assert len(unpack(session(groups)).groups) == groups


def test_a_figure_beyond_its_limit_fails_the_part():
    part = Part("x")
    part.figure("good", 3.0, "ms", at_most=3)
    part.figure("none", 99)
    part.judge()
    part.figure("bad", 3.1, "ms", at_most=3)
    part.figure("other", "a", equals="b")
    assert [one.verdict for one in part.lines] == [PASS, "shown", FAIL, FAIL]
    with pytest.raises(BeyondLimitError, match=r"bad: 3\.1 ms, allowed: ≤ 3 ms; other: a"):
        part.judge()
