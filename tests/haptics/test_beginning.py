# SPDX-License-Identifier: MIT
"""The first minute on a wrist: "it has begun", "ready" and "tense" come one after the other."""

import pytest

from loslaten.sim.body import recogniser
from loslaten_core.haptics import cue as cues
from loslaten_core.haptics.player import REACTION_MS
from loslaten_core.practice import event, limits
from loslaten_core.practice.protocol import Group, Protocol
from loslaten_core.practice.session import Run
from tests.haptics.bench import MOTORS, THEMES, Trace, felt, player, run_until
from tests.practice.examples import ID, RIGHT_FOOT

GAP_MS, TENSE_MS = limits.READY_GAP_MS[0], limits.TENSE_FOOT_MS[0]
SOONEST_MS = limits.SETTLE_IN_MS[0]


def first_cues(theme_name: str, motor_name: str, settle_in_ms: int, pressed_ms: int | None = None):
    """Cues that a wearer names of a session with the least of everything: (onset_ms, cue)."""
    foot = Group(RIGHT_FOOT, tense_ms=TENSE_MS, ready_gap_ms=GAP_MS, repeats_min=1)
    whole = Protocol("least", (foot,), settle_in_ms=settle_in_ms, final_rest_ms=0, seated=True)
    one, session = player(theme_name, motor_name), Run(whole, ID, 0)
    trace: Trace = []
    actions = session.begin()
    while True:
        for action in actions:
            if isinstance(action, event.Cue):
                at_ms, cue, count, strength_pct, firm = action
                one.plan(at_ms, cue, count, strength_pct, bool(firm))
            elif isinstance(action, event.Cancel):
                one.cancel(action.at_ms)
        now_ms, what = session.deadline_ms, event.TICK
        if now_ms is None:
            break
        if pressed_ms is not None and pressed_ms < now_ms:
            now_ms, what, pressed_ms = pressed_ms, event.PRESS, None
        run_until(one, trace, now_ms)
        actions = session.handle(now_ms, what)
    run_until(one, trace, trace[-1][0] + 5_000)
    named = recogniser.recognise(felt(trace, one), one.theme)
    return [(each.onset_ms, each.cue) for each in named][:4]


def assert_on_time(named, announced_ms: int, rise_ms: int):
    """Each cue is felt, and when it is due; an announcement on the spot may take `rise_ms`."""
    assert [cue for _, cue in named] == [cues.STARTED, cues.READY, cues.TENSE, cues.RELEASE]
    ready_ms, tense_ms, release_ms = (onset_ms for onset_ms, _ in named[1:])
    assert announced_ms <= ready_ms <= announced_ms + rise_ms + 1
    assert tense_ms == pytest.approx(announced_ms + GAP_MS, abs=1)
    assert release_ms == pytest.approx(announced_ms + GAP_MS + TENSE_MS, abs=1)


each_motor = pytest.mark.parametrize("motor_name", MOTORS)
each_theme = pytest.mark.parametrize("theme_name", THEMES)


@each_motor
@each_theme
def test_after_the_shortest_settle_in_every_cue_is_on_time(theme_name, motor_name):
    assert_on_time(first_cues(theme_name, motor_name, SOONEST_MS), SOONEST_MS, 0)


@each_motor
@each_theme
def test_a_press_soon_after_the_start_pushes_no_cue_late(theme_name, motor_name):
    for pressed_ms in range(0, SOONEST_MS + 500, 50):
        named = first_cues(theme_name, motor_name, 60_000, pressed_ms)
        spot_ms = REACTION_MS + MOTORS[motor_name].rise_ms
        assert_on_time(named, max(pressed_ms, SOONEST_MS), spot_ms)
