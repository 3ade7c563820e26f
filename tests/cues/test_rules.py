# SPDX-License-Identifier: MIT
"""Every theme keeps the rules, and every rule can be broken."""

import re
from pathlib import Path

import pytest

from loslaten.cues import rules
from loslaten_core.haptics import cue as cues
from loslaten_core.haptics import motor, theme
from loslaten_core.haptics.notation import Measures
from loslaten_core.haptics.theme import Theme
from loslaten_core.practice import limits
from tests.haptics.bench import MOTORS, THEMES

GOOD = {
    "short_ms": 120,
    "long_ms": 520,
    "very_long_ms": 900,
    "gap_ms": 240,
    "wide_gap_ms": 440,
    "pause_ms": 660,
}


@pytest.mark.parametrize("fade_pct", limits.FADE_PCT)
@pytest.mark.parametrize("strength_pct", [*limits.STRENGTH_PCT, 70])
@pytest.mark.parametrize("one_motor", MOTORS.values(), ids=MOTORS)
@pytest.mark.parametrize("one_theme", THEMES.values(), ids=THEMES)
def test_every_theme_keeps_the_rules(one_theme, one_motor, strength_pct, fade_pct):
    faded_pct = strength_pct * (100 - fade_pct) // 100
    assert rules.broken(one_theme, one_motor, faded_pct) == []


def changed(rows: dict[int, str], firm: str = "=", strength_pct: int = 75, **measures) -> Theme:
    """The standard theme with some of it changed."""
    standard = theme.STANDARD
    table = "|".join(rows.get(cue, standard.text(cue)) for cue in theme.ORDER)
    return Theme("changed", strength_pct, Measures(**(GOOD | measures)), table, firm)


def test_the_change_itself_breaks_nothing():
    assert rules.broken(changed({}), motor.COIN_ERM) == []


@pytest.mark.parametrize(
    ("measures", "what"),
    [
        ({"short_ms": 155}, "short pulse of 155 ms"),
        ({"short_ms": 55}, "short pulse of 55 ms"),
        ({"long_ms": 440}, "long pulse of 440 ms"),
        ({"short_ms": 150, "long_ms": 449}, "a long pulse is not three short ones"),
        ({"very_long_ms": 520}, "a very long pulse is no longer than a long one"),
        ({"gap_ms": 190}, "gap of 190 ms on this motor"),
        ({"short_ms": 60, "gap_ms": 180}, "onsets too close together"),
        ({"wide_gap_ms": 400}, "wide gap like a gap"),
        ({"pause_ms": 500}, "pause like a wide gap"),
        ({"very_long_ms": 1_460}, "very long pulse beyond the motor's maximum on-time"),
        ({"long_ms": 610}, "release of 610 ms is too long for feet"),
        ({"gap_ms": 365}, "tense of 605 ms is too long for feet"),
        ({"pause_ms": 740}, "landmark does not fit into a ready gap"),
    ],
)
def test_a_measure_that_breaks_a_rule(measures, what):
    assert what in rules.broken(changed({}, **measures), motor.COIN_ERM)


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ({cues.RELEASE: "--"}, "tense and release have as many pulses"),
        ({cues.RELEASE: "."}, "tense and release are of one length"),
        ({cues.RELEASE: "..."}, "tense and release are of one length"),
        ({cues.LANDMARK: ".-"}, "landmark feels like ready"),
        ({cues.END: "//"}, "end feels like landmark"),
        ({cues.REFUSED: "\\"}, "refused feels like release"),
        ({cues.POSITION: "#"}, "limit feels like position"),
        ({cues.BATTERY: "- #"}, "battery feels like position"),
        ({cues.SYNC: "...."}, "sync groups 4 pulses"),
        ({cues.READY: "-.-"}, "ready does not fit into a ready gap"),
    ],
)
def test_a_cue_that_breaks_a_rule(rows, what):
    broken = rules.broken(changed(rows), motor.COIN_ERM)
    reversed_what = " feels like ".join(reversed(what.split(" feels like ")))
    assert what in broken or reversed_what in broken


def test_a_firm_release_no_longer_than_the_other():
    assert "firm release is no longer" in rules.broken(changed({}, firm="-"), motor.COIN_ERM)


def test_a_firm_release_no_stronger_than_the_other():
    broken = rules.broken(changed({}, strength_pct=100), motor.COIN_ERM)
    assert broken == ["firm release is no stronger"]


def test_more_than_five_meanings(monkeypatch):
    monkeypatch.setattr(cues, "MEANINGS", (*cues.MEANINGS, cues.SYNC))
    assert "more than five meanings to learn" in rules.broken(theme.STANDARD, motor.COIN_ERM)


def test_a_motor_too_slow_for_a_theme():
    slow = motor.Motor(motor.ERM, 60, 400, 60, 40, 50, 65)
    assert "tense cannot be driven on this motor" in rules.broken(theme.STANDARD, slow)


def test_the_shorter_gap_of_an_lra_is_enough_for_an_lra_only():
    short = changed({}, gap_ms=170, short_ms=120)
    assert rules.broken(short, motor.DRIVEN_LRA) == []
    assert rules.broken(short, motor.COIN_ERM) == ["gap of 170 ms on this motor"]


def test_the_ready_gap_is_the_practices():
    assert limits.READY_GAP_MS[0] == rules.READY_GAP_MIN_MS


def test_strength_is_never_below_the_lowest():
    for one in theme.THEMES:
        for wanted_pct in range(0, 101, 5):
            for firm in (False, True):
                played_pct = one.strength(wanted_pct, 40, firm)
                assert cues.LOWEST_STRENGTH_PCT <= played_pct <= 100


@pytest.mark.parametrize(
    ("figures", "what"),
    [
        ((motor.ERM, 60, 100, 60, 50, 50, 65), "felt from 50 %, yet 50 % is the weakest"),
        ((motor.ERM, 60, 100, 60, 40, 50, 30), "50 % does not start it, nor does a kick of 30 ms"),
    ],
)
def test_a_motor_that_contradicts_itself(figures, what):
    with pytest.raises(motor.MotorError, match=what):
        motor.Motor(*figures)


def test_the_documentation_tells_the_rhythms_of_the_standard_theme():
    page = (Path(__file__).parents[2] / "docs" / "haptics.md").read_text()
    rows = re.findall(r"^\| (\d+) \| (\w+) \| `(.*?)` \|", page, re.MULTILINE)
    ramps = str.maketrans("/\\=", "---")
    assert rows == [
        (str(cue), cues.name(cue), theme.STANDARD.text(cue).translate(ramps)) for cue in cues.CUES
    ]


def test_every_theme_has_the_rhythms_of_the_standard_theme():
    ramps = str.maketrans("/\\=", "---")
    for one in theme.THEMES:
        for cue in cues.CUES:
            plain = theme.STANDARD.text(cue).translate(ramps)
            assert one.text(cue).translate(ramps) == plain
