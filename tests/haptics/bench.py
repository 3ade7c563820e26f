# SPDX-License-Identifier: MIT
"""A player with a wrist on it: runs cues and returns drive traces and what is felt of them."""

from collections.abc import Iterable

from loslaten.cues import motor_model as wrist
from loslaten.cues import rules
from loslaten_core import ticks
from loslaten_core.haptics import cue as cues
from loslaten_core.haptics import motor, theme
from loslaten_core.haptics.player import Player

MOTORS = {
    "coin-erm": motor.COIN_ERM,
    "braked-erm": motor.BRAKED_ERM,
    "driven-lra": motor.DRIVEN_LRA,
}
THEMES = {one.name: one for one in theme.THEMES}
# Every cue with every count, and the firm release.
EVERY_CUE = [(cue, count, False) for cue in cues.CUES for count in rules.counts(cue)]
EVERY_CUE.append((cues.RELEASE, 0, True))

Trace = list[tuple[int, int]]


def player(theme_name: str = "standard", motor_name: str = "coin-erm") -> Player:
    return Player(THEMES[theme_name], MOTORS[motor_name])


def run_until(one: Player, trace: Trace, until_ms: int, lateness_ms: Iterable[int] = ()) -> None:
    """Advance at every deadline up to `until_ms`, late by what `lateness_ms` says next."""
    late = iter(lateness_ms)
    while (due_ms := one.deadline_ms) is not None and ticks.diff(until_ms, due_ms) >= 0:
        now_ms = ticks.add(max_of(due_ms, trace[-1][0] if trace else due_ms), next(late, 0))
        if ticks.diff(now_ms, until_ms) > 0:
            now_ms = until_ms
        trace.append((now_ms, one.advance(now_ms)))
    trace.append((until_ms, one.advance(until_ms)))


def run_out(one: Player, trace: Trace) -> Trace:
    """Advance at every deadline until there is none; return the trace."""
    for _ in range(10_000):
        due_ms = one.deadline_ms
        if due_ms is None:
            return trace
        now_ms = max_of(due_ms, trace[-1][0] if trace else due_ms)
        trace.append((now_ms, one.advance(now_ms)))
    raise AssertionError("the player never ends")


def max_of(one_ms: int, other_ms: int) -> int:
    return one_ms if ticks.diff(one_ms, other_ms) >= 0 else other_ms


def unwrapped(trace: Trace, start_ms: int) -> Trace:
    """Return a trace with times counted from `start_ms`, across the wrap."""
    return [(ticks.diff(at_ms, start_ms), level) for at_ms, level in trace]


def felt(trace: Trace, one: Player, start_ms: int = 0) -> list[wrist.Pulse]:
    return wrist.felt_pulses(unwrapped(trace, start_ms), wrist.model_of(one.motor.kind))


def alone(one: Player, at_ms: int, cue: int, count: int, strength_pct: int, firm: bool) -> Trace:
    one.plan(at_ms, cue, count, strength_pct, firm)
    return run_out(one, [])
