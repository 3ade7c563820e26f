# SPDX-License-Identifier: MIT
"""The player's decisions: what is played when, what waits, what is stopped."""

from itertools import pairwise

import pytest

from loslaten.sim.body import recogniser
from loslaten_core.haptics import cue as cues
from loslaten_core.haptics import motor, player
from tests.haptics import bench
from tests.haptics.bench import MOTORS, felt, run_out, run_until

GAP_MS = 240
WIDE_GAP_MS = 440
PAUSE_MS = 660


def heard(trace, one):
    """Cues that a wearer names, as (onset_ms, cue, count)."""
    named = recogniser.recognise(felt(trace, one), one.theme)
    return [(each.onset_ms - 1, each.cue, each.count) for each in named]


def test_nothing_to_do():
    one = bench.player()
    assert one.deadline_ms is None
    assert one.advance(5) == 0
    assert not one.busy
    assert one.is_quiet(5, 10_000)


def test_the_drive_begins_as_much_earlier_as_the_motor_needs():
    one = bench.player()
    one.plan(1_000, cues.ACK)
    assert one.deadline_ms == 1_000 - motor.COIN_ERM.rise_ms
    assert run_out(one, []) == [(940, 100), (1_005, 79), (1_077, 0), (1_720, 0)]
    assert not one.busy


def test_a_brake_is_used_where_there_is_one():
    one = bench.player(motor_name="braked-erm")
    one.plan(1_000, cues.ACK)
    levels = [level for _, level in run_out(one, [])]
    assert levels == [100, 79, -100, 0, 0]


@pytest.mark.parametrize("decided_ms", [0, 5, player.REACTION_MS])
def test_an_answer_begins_the_same_while_after_its_press_however_long_it_was_decided_on(
    decided_ms,
):
    one = bench.player()
    one.plan(1_000, cues.ACK)
    trace = [(1_000 + decided_ms, one.advance(1_000 + decided_ms))]
    onset_ms = 1_000 + player.REACTION_MS + one.motor.rise_ms
    assert heard(run_out(one, trace), one) == [(onset_ms, cues.ACK, 0)]


def test_an_answer_that_took_longer_begins_at_once_and_has_its_whole_rhythm():
    one = bench.player()
    one.plan(1_000, cues.LIMIT)
    late_ms = 1_000 + player.REACTION_MS + 7
    assert one.deadline_ms <= late_ms
    assert one.advance(late_ms) == 100
    late = run_out(one, [(late_ms, 100)])
    on_time = bench.player()
    on_time.plan(late_ms + on_time.motor.rise_ms, cues.LIMIT)
    assert late == run_out(on_time, [])


def test_what_is_asked_for_too_late_for_its_motor_begins_at_once():
    one = bench.player()
    one.plan(1_000, cues.TENSE)
    assert one.advance(970) == 100


def test_what_had_to_wait_is_due_when_the_motor_is_free_and_not_before():
    one = bench.player()
    trace = []
    one.plan(1_000, cues.LANDMARK)
    run_until(one, trace, 950)
    one.plan(985, cues.TENSE)
    run_until(one, trace, 980)
    one.cancel(985)
    assert one.level == 0
    assert one.deadline_ms == 985


def test_a_planned_cue_can_be_cancelled():
    one = bench.player()
    one.plan(1_000, cues.ACK)
    one.plan(5_000, cues.TENSE)
    one.cancel(1_000)
    assert heard(run_out(one, []), one) == [(1_000, cues.ACK, 0)]


def test_a_cue_that_is_on_its_way_but_not_felt_can_be_cancelled():
    one = bench.player()
    one.plan(1_000, cues.TENSE)
    trace = []
    run_until(one, trace, 980)
    assert one.level == 100
    one.cancel(980)
    run_until(one, trace, 990)
    assert felt(run_out(one, trace), one) == []
    assert one.level == 0


def test_a_cue_that_is_felt_is_not_cancelled():
    one = bench.player()
    one.plan(1_000, cues.TENSE)
    trace = []
    run_until(one, trace, 1_010)
    one.cancel(1_010)
    assert heard(run_out(one, trace), one) == [(1_000, cues.TENSE, 0)]


@pytest.mark.parametrize("lag_ms", [0, 5, 20])
@pytest.mark.parametrize("before_ms", range(5, 70, 5))
@pytest.mark.parametrize("motor_name", MOTORS)
def test_a_press_just_before_the_release_gives_one_release(motor_name, before_ms, lag_ms):
    one = bench.player(motor_name=motor_name)
    one.plan(1_000, cues.RELEASE)
    trace = []
    run_until(one, trace, 1_000 - before_ms + lag_ms)
    one.plan(1_000 - before_ms, cues.RELEASE)
    one.cancel(1_000 - before_ms)
    (release,) = felt(run_out(one, trace), one)
    assert release.onset_ms <= 1_061
    assert 490 <= release.length_ms <= 600


def test_two_answers_of_one_moment_are_felt_one_after_the_other():
    one = bench.player()
    one.plan(1_000, cues.HERE)
    one.plan(1_000, cues.BATTERY, 2)
    expected = [(1_000, cues.ACK, 0), (1_000 + 120 + PAUSE_MS, cues.BATTERY, 2)]
    assert heard(run_out(one, []), one) == expected


def test_an_order_waits_for_an_answer():
    one = bench.player()
    one.plan(1_000, cues.ACK)
    one.plan(1_050, cues.TENSE)
    expected = [(1_000, cues.ACK, 0), (1_000 + 120 + PAUSE_MS, cues.TENSE, 0)]
    assert heard(run_out(one, []), one) == expected


def test_what_matters_more_goes_first():
    one = bench.player()
    for cue in (cues.LANDMARK, cues.TENSE, cues.ACK):
        one.plan(1_000, cue)
    assert [cue for _, cue, _ in heard(run_out(one, []), one)] == [
        cues.ACK,
        cues.TENSE,
        cues.LANDMARK,
    ]


def test_what_was_wanted_earlier_goes_first():
    one = bench.player()
    one.plan(1_000, cues.ACK)
    one.plan(1_200, cues.READY)
    one.plan(1_100, cues.TENSE)
    assert [cue for _, cue, _ in heard(run_out(one, []), one)] == [
        cues.ACK,
        cues.TENSE,
        cues.READY,
    ]


def test_an_answer_stops_an_order_and_stays_apart_from_it():
    one = bench.player()
    one.plan(1_000, cues.LANDMARK)
    trace = []
    run_until(one, trace, 1_200)
    one.plan(1_200, cues.ACK)
    cut, answer, *again = felt(run_out(one, trace), one)
    assert cut.end_ms < 1_300
    assert answer.onset_ms - cut.end_ms == pytest.approx(WIDE_GAP_MS, abs=20)
    assert len(again) == 2
    assert answer.onset_ms <= 1_200 + motor.COIN_ERM.fall_ms + WIDE_GAP_MS


@pytest.mark.parametrize("at_ms", [1_060, 1_250, 1_310, 1_350, 1_500])
def test_what_cuts_a_cue_off_stays_apart_from_it(at_ms):
    """In the first pulse, in the gap after it, while the motor starts again, in the last pulse."""
    one = bench.player()
    one.plan(1_000, cues.READY)
    trace = []
    run_until(one, trace, at_ms)
    one.plan(at_ms, cues.TICK)
    *_, cut, tap, _, _ = felt(run_out(one, trace), one)
    assert tap.onset_ms - cut.end_ms == pytest.approx(WIDE_GAP_MS, abs=25)


def test_a_release_is_on_time_though_an_answer_has_just_stopped_another_cue():
    one = bench.player()
    one.plan(1_000, cues.LANDMARK)
    one.plan(1_800, cues.RELEASE)
    trace = []
    run_until(one, trace, 1_250)
    one.plan(1_250, cues.PAUSED)
    release = felt(run_out(one, trace), one)[1]
    assert release.onset_ms == pytest.approx(1_800, abs=1)
    assert release.length_ms > 400


def test_two_stops_at_once_keep_the_wide_gap():
    one = bench.player()
    one.plan(1_000, cues.LANDMARK)
    trace = []
    run_until(one, trace, 1_250)
    one.plan(1_250, cues.PAUSED)
    run_until(one, trace, 1_255)
    one.plan(1_255, cues.RELEASE)
    cut, release, *_ = felt(run_out(one, trace), one)
    assert release.onset_ms - cut.end_ms == pytest.approx(WIDE_GAP_MS, abs=25)


def test_an_answer_with_a_meaning_is_felt_as_a_cue_of_its_own():
    one = bench.player()
    one.plan(1_000, cues.LANDMARK)
    trace = []
    run_until(one, trace, 1_200)
    one.plan(1_200, cues.PAUSED)
    one.cancel(1_200)
    _, paused = heard(run_out(one, trace), one)
    assert paused[1] == cues.PAUSED
    assert paused[0] <= 1_200 + motor.COIN_ERM.fall_ms + PAUSE_MS


@pytest.mark.parametrize("order", [cues.READY, cues.TENSE, cues.LANDMARK])
@pytest.mark.parametrize("answer", [cues.TICK, cues.REFUSED, cues.LIMIT])
@pytest.mark.parametrize("motor_name", MOTORS)
def test_an_order_that_an_answer_cuts_off_is_felt_after_it(order, answer, motor_name):
    for at_ms in range(950, 1_400, 50):
        one = bench.player(motor_name=motor_name)
        one.plan(1_000, order)
        trace = []
        run_until(one, trace, at_ms)
        one.plan(at_ms, answer)
        named = [cue for _, cue, _ in heard(run_out(one, trace), one)]
        assert order in named[-2:], (at_ms, named)
        assert answer == cues.TICK or answer in named


def test_an_order_is_not_felt_again_once_another_phase_has_begun():
    one = bench.player()
    one.plan(1_000, cues.TENSE)
    trace = []
    run_until(one, trace, 1_100)
    one.plan(1_100, cues.TICK)
    run_until(one, trace, 1_200)
    one.plan(1_200, cues.RELEASE)
    one.cancel(1_200)
    is_long = [pulse.length_ms > 300 for pulse in felt(run_out(one, trace), one)]
    assert is_long == [False, True, False], "the order cut off, the release, the tick"


def test_an_order_that_waits_behind_an_answer_is_forgotten_with_its_phase():
    one = bench.player()
    one.plan(1_000, cues.REFUSED)
    one.plan(1_100, cues.TENSE)
    trace = []
    run_until(one, trace, 1_400)
    one.plan(1_400, cues.RELEASE)
    one.cancel(1_400)
    is_long = [pulse.length_ms > 300 for pulse in felt(run_out(one, trace), one)]
    assert is_long == [True, True], "the refusal cut off, the release"


def test_a_tap_in_the_pause_after_a_cue_comes_soon():
    one = bench.player()
    one.plan(1_000, cues.ACK)
    trace = []
    run_until(one, trace, 1_300)
    one.plan(1_300, cues.TICK)
    first, second = felt(run_out(one, trace), one)
    assert second.onset_ms - first.end_ms == pytest.approx(GAP_MS, abs=10)


def test_a_later_answer_replaces_those_that_wait():
    one = bench.player()
    one.plan(1_000, cues.HERE)
    one.plan(1_000, cues.BATTERY, 3)
    trace = []
    run_until(one, trace, 1_500)
    one.plan(1_500, cues.POSITION, 2)
    assert [cue for _, cue, _ in heard(run_out(one, trace), one)] == [cues.ACK, cues.POSITION]


@pytest.mark.parametrize("playing", [cue for cue in cues.CUES if cue != cues.RELEASE])
@pytest.mark.parametrize("motor_name", MOTORS)
@pytest.mark.parametrize("into_ms", [0, 130, 400])
def test_release_now_stops_everything_else(motor_name, playing, into_ms):
    one = bench.player(motor_name=motor_name)
    one.plan(1_000, playing, 3)
    trace = []
    run_until(one, trace, 1_000 + into_ms)
    one.plan(1_000 + into_ms, cues.RELEASE)
    pulses = felt(run_out(one, trace), one)
    assert pulses[-1].length_ms > 400
    latest_ms = into_ms + one.motor.fall_ms + WIDE_GAP_MS + one.motor.rise_ms
    assert pulses[-1].onset_ms <= 1_000 + latest_ms
    for before, after in pairwise(pulses):
        assert after.onset_ms - before.end_ms >= one.motor.gap_ms


def test_a_planned_release_is_on_time_whatever_plays():
    one = bench.player()
    one.plan(1_000, cues.POSITION, 24)
    one.plan(3_000, cues.RELEASE)
    assert felt(run_out(one, []), one)[-1].onset_ms == pytest.approx(3_000, abs=1)


def test_an_answer_waits_for_a_release():
    one = bench.player()
    one.plan(1_000, cues.RELEASE)
    trace = []
    run_until(one, trace, 1_200)
    one.plan(1_200, cues.ACK)
    assert [cue for _, cue, _ in heard(run_out(one, trace), one)] == [cues.RELEASE, cues.ACK]


def test_too_many_cues_drop_the_least():
    one = bench.player()
    for _ in range(20):
        one.plan(1_000, cues.LANDMARK)
    one.plan(1_000, cues.RELEASE)
    named = [cue for _, cue, _ in heard(run_out(one, []), one)]
    assert named == [cues.RELEASE] + [cues.LANDMARK] * (player.QUEUE_MAX - 1)


def test_an_unknown_cue_is_refused_and_changes_nothing():
    one = bench.player()
    with pytest.raises(cues.CueError, match="99"):
        one.plan(0, 99)
    with pytest.raises(cues.CueError, match="0"):
        one.play(0, 0)
    assert one.deadline_ms is None
