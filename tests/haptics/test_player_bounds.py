# SPDX-License-Identifier: MIT
"""Bounds of the player: strength, stopping, stalls, and the longest that the motor may be on."""

from itertools import pairwise

import pytest

from loslaten_core.haptics import cue as cues
from loslaten_core.haptics import motor, player, theme
from loslaten_core.haptics.motor import MAX_ON_MS
from loslaten_core.haptics.notation import Measures
from tests.haptics import bench
from tests.haptics.bench import felt, run_out, run_until


def test_strength_is_scaled_by_theme_and_wearer_but_not_for_trying_out():
    def level(strength_pct=100, wearer_pct=100, firm_pct=100, firm=False, *, trial=False):
        one = bench.player()
        one.strength_pct, one.firm_strength_pct = wearer_pct, firm_pct
        if trial:
            one.play(0, cues.END, 0, strength_pct)
        else:
            one.plan(0, cues.RELEASE, 0, strength_pct, firm)
        return run_out(one, [])[1][1]

    assert level() == motor.COIN_ERM.level(75)
    assert level(80) == motor.COIN_ERM.level(60)
    assert level(80, wearer_pct=80) == motor.COIN_ERM.level(48)
    assert level(80, wearer_pct=80, firm=True) == motor.COIN_ERM.level(80)
    assert level(100, firm_pct=60, firm=True) == motor.COIN_ERM.level(60)
    assert level(1, 1) == motor.COIN_ERM.weakest_pct
    assert level(90, wearer_pct=40, trial=True) == motor.COIN_ERM.level(90)
    assert level(1, trial=True) == motor.COIN_ERM.weakest_pct


def test_stop_is_at_once_and_for_all():
    one = bench.player()
    one.plan(1_000, cues.RELEASE)
    one.plan(9_000, cues.TENSE)
    run_until(one, [], 1_100)
    assert one.level > 0
    one.stop()
    assert (one.level, one.deadline_ms, one.busy) == (0, None, False)


def test_quiet_looks_ahead():
    one = bench.player()
    one.plan(1_000, cues.ACK)
    assert one.is_quiet(0, 900)
    assert not one.is_quiet(0, 1_000)
    run_until(one, [], 1_100)
    assert one.busy
    assert not one.is_quiet(1_100, 0)


def test_a_stall_does_not_swallow_a_pulse():
    one = bench.player()
    one.plan(1_000, cues.LIMIT)
    trace = []
    run_until(one, trace, 1_100)
    # Nobody calls for a second: the pulse under way is long, those after it are all there.
    trace.append((2_100, one.advance(2_100)))
    pulses = felt(run_out(one, trace), one)
    assert len(pulses) == 3
    for before, after in pairwise(pulses):
        assert after.onset_ms - before.end_ms >= motor.COIN_ERM.gap_ms


def endless_theme():
    """A broken theme, whose cue would drive the motor for ten seconds."""
    measures = Measures(120, 10_000, 20_000, 240, 440, 660)
    return theme.Theme("endless", 75, measures, "|".join("-" for _ in theme.ORDER), "-")


@pytest.mark.parametrize("one_motor", [motor.COIN_ERM, motor.BRAKED_ERM])
def test_the_motor_is_never_on_for_longer_than_the_maximum(one_motor):
    one = player.Player(endless_theme(), one_motor)
    one.plan(1_000, cues.RELEASE)
    trace = run_out(one, [])
    assert trace[0] == (940, 100)
    assert next(at_ms for at_ms, level in trace if level == 0) == 940 + MAX_ON_MS
    assert all(level == 0 for at_ms, level in trace if at_ms >= 940 + MAX_ON_MS)


@pytest.mark.parametrize("name", bench.MOTORS)
def test_answers_that_follow_each_other_at_once_do_not_drive_it_on_and_on(name):
    """Each stops the one before it while nothing of that is felt, and goes on at full drive."""
    one = bench.player(motor_name=name)
    trace = []
    for at_ms in range(0, 5_000, one.motor.rise_ms - 1):
        run_until(one, trace, at_ms)
        one.plan(at_ms, cues.ACK)
    run_out(one, trace)
    on_ms = None
    for at_ms, level in trace:
        if level != 0 and on_ms is None:
            on_ms = at_ms
        assert on_ms is None or at_ms - on_ms <= MAX_ON_MS
        on_ms = None if level == 0 else on_ms
