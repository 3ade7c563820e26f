# SPDX-License-Identifier: MIT
"""Every cue as a wrist feels it: on every motor, in every theme, however weak and faded."""

from functools import cache
from itertools import pairwise

import pytest

from loslaten.cues import motor_model as wrist
from loslaten.cues import rules
from loslaten.sim.body import recogniser
from loslaten_core.haptics import cue as cues
from loslaten_core.haptics import motor
from loslaten_core.practice import limits
from tests.haptics.bench import EVERY_CUE, MOTORS, THEMES, alone, felt, player

AT_MS = 1_000
# Strengths the practice asks for: as strong as can be, as weak, and that faded as far as can be.
STRENGTHS = (
    100,
    limits.STRENGTH_PCT[0],
    limits.STRENGTH_PCT[0] * (100 - limits.FADE_PCT[1]) // 100,
)
each_motor = pytest.mark.parametrize("motor_name", MOTORS)
each_theme = pytest.mark.parametrize("theme_name", THEMES)
each_strength = pytest.mark.parametrize("strength_pct", STRENGTHS)


@cache
def feelings(theme_name, motor_name, strength_pct):
    """Every cue on its own: (cue, count, firm, what is planned, what is felt)."""
    found = []
    for cue, count, firm in EVERY_CUE:
        one = player(theme_name, motor_name)
        trace = alone(one, AT_MS, cue, count, strength_pct, firm)
        found.append((cue, count, firm, one.theme.pulses(cue, count, firm), felt(trace, one)))
    return found


@each_motor
@each_theme
@each_strength
def test_every_pulse_is_felt_when_and_as_long_as_planned(theme_name, motor_name, strength_pct):
    for _, _, _, planned, pulses in feelings(theme_name, motor_name, strength_pct):
        assert len(pulses) == len(planned)
        onset_ms = AT_MS
        for pulse, (length_ms, gap_ms, _) in zip(pulses, planned, strict=True):
            assert abs(pulse.onset_ms - onset_ms) <= 1
            assert abs(pulse.length_ms - length_ms) <= 15
            onset_ms += length_ms + gap_ms


@each_motor
@each_theme
@each_strength
def test_what_is_felt_keeps_the_rules(theme_name, motor_name, strength_pct):
    for cue, _, firm, planned, pulses in feelings(theme_name, motor_name, strength_pct):
        for pulse, (length_ms, _, _) in zip(pulses, planned, strict=True):
            if length_ms <= rules.SHORT_MAX_MS:
                assert rules.FELT_MIN_MS <= pulse.length_ms <= rules.SHORT_MAX_MS
            else:
                assert pulse.length_ms >= rules.LONG_MIN_MS
        for one, other in pairwise(pulses):
            assert other.onset_ms - one.end_ms >= MOTORS[motor_name].gap_ms
            assert other.onset_ms - one.onset_ms >= rules.ONSETS_MIN_MS
        if cue in (cues.TENSE, cues.RELEASE) and not firm:
            assert pulses[-1].end_ms - pulses[0].onset_ms <= rules.FEET_MAX_MS


@each_motor
@each_theme
@each_strength
def test_a_wearer_names_every_cue(theme_name, motor_name, strength_pct):
    for cue, count, _, _, pulses in feelings(theme_name, motor_name, strength_pct):
        (heard,) = recogniser.recognise(pulses, THEMES[theme_name])
        assert (heard.cue, heard.count) == (cues.ACK if cue in cues.TAPS else cue, count)


@each_motor
@each_theme
def test_strength_carries_no_meaning(theme_name, motor_name):
    felt_rhythms = [
        [pulse.length_ms > 250 for _, _, _, _, pulses in feelings(*one) for pulse in pulses]
        for one in [(theme_name, motor_name, strength_pct) for strength_pct in STRENGTHS]
    ]
    assert felt_rhythms[0] == felt_rhythms[1] == felt_rhythms[2]


@each_motor
@each_theme
def test_fade_weakens_but_never_silences(theme_name, motor_name):
    peaks = []
    for strength_pct in STRENGTHS:
        one = player(theme_name, motor_name)
        trace = alone(one, AT_MS, cues.RELEASE, 0, strength_pct, False)
        peaks.append(felt(trace, one)[0].peak)
    assert peaks[0] > peaks[1] >= peaks[2] > 0


@each_motor
@each_theme
def test_a_firm_release_is_felt_longer_and_stronger(theme_name, motor_name):
    one = player(theme_name, motor_name)
    (plain,) = felt(alone(one, AT_MS, cues.RELEASE, 0, 70, False), one)
    (firm,) = felt(alone(one, AT_MS, cues.RELEASE, 0, 70, True), one)
    assert firm.length_ms >= 1.5 * plain.length_ms
    assert firm.peak > plain.peak or plain.peak > 0.99


@pytest.mark.parametrize("ramp", ["\\", "/"])
def test_ramps_are_felt(ramp):
    one = player("soft", "coin-erm")
    cue = {"\\": cues.RELEASE, "/": cues.RESUMED}[ramp]
    trace = alone(one, AT_MS, cue, 0, 100, False)
    skin = wrist.Wrist(wrist.ERM, keep_envelope=True)
    for at_ms, level in trace:
        skin.drive(at_ms, level)
    long_pulse = skin.feel(trace[-1][0] + wrist.SETTLED_MS)[-1]
    third_ms = long_pulse.length_ms // 3
    strengths = [
        amplitude
        for at_ms, amplitude in skin.envelope
        if at_ms in (long_pulse.onset_ms + third_ms, long_pulse.onset_ms + 2 * third_ms)
    ]
    assert (strengths[0] > strengths[1]) == (ramp == "\\")


@pytest.mark.parametrize("one_motor", [motor.BRAKED_ERM, motor.DRIVEN_LRA])
@pytest.mark.parametrize("level", range(30, 101, 10))
@pytest.mark.parametrize("felt_ms", [20, 120, 500, 1_000])
def test_braking_never_turns_the_motor_backwards(one_motor, level, felt_ms):
    level = max(level, one_motor.weakest_pct)
    kick_ms = one_motor.rise_ms + min(felt_ms, 5)
    end_ms = one_motor.rise_ms + felt_ms
    skin = wrist.Wrist(wrist.model_of(one_motor.kind))
    for at_ms, driven in ((0, 100), (kick_ms, level), (end_ms, -100)):
        skin.drive(at_ms, driven)
    skin.feel(end_ms + one_motor.brake(level, felt_ms))
    assert skin.motion >= -0.02


class TestModels:
    """The models have the published figures that the module names."""

    def test_an_erm_is_felt_after_50_to_100_ms(self):
        (pulse,) = wrist.felt_pulses([(0, 100), (1_000, 0)], wrist.ERM)
        assert 50 <= pulse.onset_ms <= 100

    def test_an_erm_runs_on_for_100_ms(self):
        (pulse,) = wrist.felt_pulses([(0, 100), (1_000, 0)], wrist.ERM)
        assert 95 <= pulse.end_ms - 1_000 <= 105

    def test_an_erm_needs_180_ms_to_full_speed(self):
        skin = wrist.Wrist(wrist.ERM, keep_envelope=True)
        skin.drive(0, 100)
        skin.feel(400)
        full_ms = next(at_ms for at_ms, amplitude in skin.envelope if amplitude > 0.84)
        assert 165 <= full_ms <= 195

    def test_an_erm_does_not_start_without_a_kick(self):
        assert wrist.felt_pulses([(0, 50), (2_000, 0)], wrist.ERM) == []
        assert len(wrist.felt_pulses([(0, 100), (65, 50), (2_000, 0)], wrist.ERM)) == 1

    def test_an_lra_is_felt_after_10_ms_and_rings_for_50(self):
        (pulse,) = wrist.felt_pulses([(0, 100), (500, 0)], wrist.LRA)
        assert 9 <= pulse.onset_ms <= 11
        assert 48 <= pulse.end_ms - 500 <= 52

    def test_a_weak_lra_is_not_felt(self):
        assert wrist.felt_pulses([(0, 15), (500, 0)], wrist.LRA) == []

    def test_an_erm_braked_too_long_is_felt_backwards(self):
        assert len(wrist.felt_pulses([(0, 100), (500, -100), (800, 0)], wrist.ERM)) == 2

    def test_the_figures_of_the_motors_are_those_of_the_models(self):
        for one in MOTORS.values():
            model = wrist.model_of(one.kind)
            (pulse,) = wrist.felt_pulses(
                [(0, 100), (1_000, -100 if one.brake_ms else 0), (1_000 + one.brake_ms, 0)], model
            )
            assert abs(pulse.onset_ms - one.rise_ms) <= 1
            assert abs(pulse.end_ms - 1_000 - one.fall_ms) <= 2
            assert (one.kind, one.felt_pct) == (model.kind, round(100 * model.felt))
            assert one.start_pct == round(100 * model.start)

    def test_kinds(self):
        assert wrist.model_of(motor.ERM) is wrist.ERM
        assert wrist.model_of(motor.LRA) is wrist.LRA


class TestRecogniser:
    """Naming cues while they are felt."""

    def test_a_cue_is_named_once_nothing_can_follow(self):
        one = recogniser.Recogniser(THEMES["standard"])
        assert one.deadline_ms is None
        assert one.feel(wrist.Pulse(onset_ms=0, length_ms=120, peak=1.0)) == []
        assert one.feel(wrist.Pulse(onset_ms=360, length_ms=120, peak=1.0)) == []
        deadline_ms = one.deadline_ms
        assert deadline_ms is not None
        assert one.wait(deadline_ms - 1) == []
        (heard,) = one.wait(deadline_ms)
        assert heard == recogniser.Heard(
            onset_ms=0, end_ms=480, cue=cues.TENSE, count=0, rhythm=".."
        )
        assert one.wait(deadline_ms + 1) == []

    def test_a_new_cue_names_the_one_before(self):
        one = recogniser.Recogniser(THEMES["standard"])
        one.feel(wrist.Pulse(onset_ms=0, length_ms=520, peak=1.0))
        (heard,) = one.feel(wrist.Pulse(onset_ms=2_000, length_ms=120, peak=1.0))
        assert heard.cue == cues.RELEASE

    def test_what_is_no_cue_has_no_meaning(self):
        pulses = [wrist.Pulse(onset_ms=400 * i, length_ms=120, peak=1.0) for i in range(4)]
        (heard,) = recogniser.recognise(pulses, THEMES["standard"])
        assert (heard.cue, heard.rhythm) == (0, "....")

    def test_nothing_felt_is_nothing_heard(self):
        assert recogniser.recognise([], THEMES["soft"]) == []
