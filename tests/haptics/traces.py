# SPDX-License-Identifier: MIT
"""Drive traces as text, made by code that CPython and MicroPython both run."""

from loslaten_core import ticks
from loslaten_core.haptics import cue as cues
from loslaten_core.haptics import motor, theme
from loslaten_core.haptics.player import Player

MOTORS = (motor.COIN_ERM, motor.BRAKED_ERM, motor.DRIVEN_LRA)
STRENGTHS = (20, 40, 77, 100)
SEEDS = 40
STEPS = 30


class Dice:
    """The same throws on every interpreter."""

    def __init__(self, seed):
        self._state = seed

    def throw(self, sides):
        self._state = (self._state * 1103515245 + 12345) & 0x7FFFFFFF
        return (self._state >> 8) % sides


def lines():
    """All traces, one line each."""
    for one_theme in theme.THEMES:
        for one_motor in MOTORS:
            for cue in cues.CUES:
                for strength_pct in STRENGTHS:
                    yield alone(one_theme, one_motor, cue, strength_pct)
    for seed in range(SEEDS):
        yield medley(seed)


def alone(one_theme, one_motor, cue, strength_pct):
    """Every count that matters of a cue, firm and not."""
    player = Player(one_theme, one_motor)
    trace = []
    now_ms = ticks.PERIOD_MS - 9_000
    for count in (0, 1, 3, 7):
        player.plan(now_ms, cue, count, strength_pct, count == 3)
        now_ms = run(player, trace, None)
    return f"{one_theme.name} {cues.name(cue)} {strength_pct} {trace}"


def medley(seed):
    """Anything in any order, called late now and then."""
    dice = Dice(seed)
    player = Player(theme.THEMES[seed % 3], MOTORS[seed // 3 % 3])
    trace = []
    now_ms = ticks.PERIOD_MS - 20_000
    for _ in range(STEPS):
        cue = cues.CUES[dice.throw(len(cues.CUES))]
        what = dice.throw(5)
        if what == 0:
            player.cancel(ticks.add(now_ms, dice.throw(500) - 100))
        elif what == 1:
            player.play(now_ms, cue, dice.throw(9), dice.throw(101))
        else:
            at_ms = ticks.add(now_ms, dice.throw(3_000) - 100)
            player.plan(at_ms, cue, dice.throw(9), dice.throw(101), dice.throw(2) == 1)
        trace.append((now_ms, player.advance(now_ms)))
        now_ms = run(player, trace, ticks.add(now_ms, dice.throw(1_500)), dice)
    run(player, trace, None)
    return f"medley {seed} {trace}"


def run(player, trace, until_ms, dice=None):
    """Advance at every deadline, to `until_ms` or to the end; return when that was."""
    while True:
        due_ms = player.deadline_ms
        if due_ms is None or (until_ms is not None and ticks.diff(due_ms, until_ms) > 0):
            return until_ms if until_ms is not None else trace[-1][0]
        if trace and ticks.diff(due_ms, trace[-1][0]) < 0:
            due_ms = trace[-1][0]
        if dice is not None and dice.throw(10) == 0:
            due_ms = ticks.add(due_ms, dice.throw(200))
        trace.append((due_ms, player.advance(due_ms)))
