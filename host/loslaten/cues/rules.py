# SPDX-License-Identifier: MIT
"""The rules that cues keep so that a tense, sleepy wrist feels them and tells them apart.

Sources: short and long must differ threefold (duration thresholds, Jones et al. 2009), pulses
begin at least 250 ms apart (counting fails well below, "Pulse number discrimination in tactile
spatio-temporal patterns"), counts come in groups of at most three (Plaisier et al. 2020), and
rhythm is recognised where strength is not (Brown et al. 2005, BuzzWear). A pulse under 60 ms is a
tick rather than a vibration (30 ms, Sci Rep 2025, and as much again to be sure).
"""

from loslaten_core.haptics import cue as cues
from loslaten_core.haptics import notation
from loslaten_core.haptics.motor import MAX_ON_MS, Motor
from loslaten_core.haptics.player import pulse_edges
from loslaten_core.haptics.theme import Theme

FELT_MIN_MS = 60
SHORT_MAX_MS = 150
LONG_MIN_MS = 450
LONG_TO_SHORT = 3
ONSETS_MIN_MS = 250
MEANINGS_MAX = 5
GROUP_MAX = 3
# Feet are tensed for two seconds only: the cue must not use them up.
FEET_MAX_MS = 600
# The shortest time between the announcement of a group and its tension.
READY_GAP_MIN_MS = 2_000
# A wide gap is this much longer than a gap, and a pause than a wide gap, in percent.
WIDE_MIN_PCT = 175
PAUSE_MIN_PCT = 140


def broken(theme: Theme, motor: Motor, strength_pct: int = 100) -> list[str]:
    """Return what is wrong with a theme on a motor at a strength: one line a rule, best none."""
    breaches: list[str] = []
    _check_measures(theme, motor, breaches)
    _check_meanings(theme, breaches)
    _check_rhythms(theme, breaches)
    _check_groups(theme, breaches)
    _check_drive(theme, motor, strength_pct, breaches)
    return breaches


def felt_ms(theme: Theme, cue: int, count: int = 0, firm: bool = False) -> int:
    """Return how long a cue is felt, from the first onset to the last end."""
    return sum([p[0] + p[1] for p in theme.pulses(cue, count, firm)]) - theme.measures.pause_ms


def _check_measures(theme: Theme, motor: Motor, found: list[str]) -> None:
    m = theme.measures
    _rule(found, FELT_MIN_MS <= m.short_ms <= SHORT_MAX_MS, f"short pulse of {m.short_ms} ms")
    _rule(found, m.long_ms >= LONG_MIN_MS, f"long pulse of {m.long_ms} ms")
    _rule(found, m.long_ms >= LONG_TO_SHORT * m.short_ms, "a long pulse is not three short ones")
    _rule(found, m.very_long_ms > m.long_ms, "a very long pulse is no longer than a long one")
    _rule(found, m.gap_ms >= motor.gap_ms, f"gap of {m.gap_ms} ms on this motor")
    _rule(found, m.short_ms + m.gap_ms >= ONSETS_MIN_MS, "onsets too close together")
    _rule(found, 100 * m.wide_gap_ms >= WIDE_MIN_PCT * m.gap_ms, "wide gap like a gap")
    _rule(found, 100 * m.pause_ms >= PAUSE_MIN_PCT * m.wide_gap_ms, "pause like a wide gap")
    longest_ms = m.very_long_ms + motor.rise_ms + motor.brake_ms
    _rule(found, longest_ms < MAX_ON_MS, "very long pulse beyond the motor's maximum on-time")


def _check_meanings(theme: Theme, found: list[str]) -> None:
    tense, release = theme.pulses(cues.TENSE), theme.pulses(cues.RELEASE)
    firm = theme.pulses(cues.RELEASE, firm=True)
    for form in (release, firm):
        _rule(found, len(form) != len(tense), "tense and release have as many pulses")
        lengths_differ = form[0][0] >= LONG_TO_SHORT * tense[0][0]
        _rule(found, lengths_differ, "tense and release are of one length")
    for cue in (cues.TENSE, cues.RELEASE):
        name, felt = cues.name(cue), felt_ms(theme, cue)
        _rule(found, felt <= FEET_MAX_MS, f"{name} of {felt} ms is too long for feet")
    _rule(found, firm[0][0] > release[0][0], "firm release is no longer")
    stronger = theme.strength(100, 100, True) > theme.strength(100, 100, False)
    _rule(found, stronger, "firm release is no stronger")
    for cue in (cues.READY, cues.LANDMARK):
        fits = felt_ms(theme, cue) + theme.measures.pause_ms <= READY_GAP_MIN_MS
        _rule(found, fits, f"{cues.name(cue)} does not fit into a ready gap")


def _check_rhythms(theme: Theme, found: list[str]) -> None:
    _rule(found, len(cues.MEANINGS) <= MEANINGS_MAX, "more than five meanings to learn")
    known: list[tuple[str, int]] = []
    for cue in cues.CUES:
        for count in counts(cue):
            rhythm = notation.rhythm(theme.pulses(cue, count), theme.measures)
            for other_rhythm, other in known:
                alike = rhythm == other_rhythm
                wanted = cue == other or (cue in cues.TAPS and other in cues.TAPS)
                what = f"{cues.name(cue)} feels like {cues.name(other)}"
                _rule(found, wanted or not alike, what)
            known.append((rhythm, cue))


def counts(cue: int) -> range:
    """Return every count that a cue can carry; only 0 if it carries none."""
    for counted, low, high in cues.COUNTED:
        if counted == cue:
            return range(low, high + 1)
    return range(1)


def _check_groups(theme: Theme, found: list[str]) -> None:
    for cue in cues.CUES:
        for count in counts(cue):
            rhythm = notation.rhythm(theme.pulses(cue, count), theme.measures)
            longest = max([len(group) for group in rhythm.split(" ")])
            _rule(found, longest <= GROUP_MAX, f"{cues.name(cue)} groups {longest} pulses")


def _check_drive(theme: Theme, motor: Motor, strength_pct: int, found: list[str]) -> None:
    firm_level = motor.level(theme.strength(strength_pct, 100, True))
    level = motor.level(theme.strength(strength_pct, 100, False))
    _rule(found, motor.weakest_pct <= level <= firm_level <= 100, f"driven at {level} %")
    for cue in cues.CUES:
        for length_ms, _, ramp in theme.pulses(cue):
            edges = pulse_edges(motor, level, length_ms, ramp)
            in_order = all(edges[i][0] < edges[i + 1][0] for i in range(len(edges) - 1))
            driven_ms = min([at_ms for at_ms, edge in edges if edge <= 0])
            felt = motor.rise_ms < driven_ms and edges[-1][0] < MAX_ON_MS
            _rule(found, in_order and felt, f"{cues.name(cue)} cannot be driven on this motor")


def _rule(found: list[str], kept: bool, what: str) -> None:
    if not kept and what not in found:
        found.append(what)
