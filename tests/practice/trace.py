# SPDX-License-Identifier: MIT
"""Traces of random wearers and protocols, in text that must be the same on MicroPython.

Runs on both, so it uses nothing but the shared core and its own random numbers.
"""

from loslaten_core import ticks
from loslaten_core.practice import checks, event, limits, muscles, protocol
from loslaten_core.practice.evening import Practice
from loslaten_core.practice.gesture import Button

SEEDS = 400
# The watch starts ten minutes before its ticks wrap.
STARTED_MS = ticks.PERIOD_MS - 600_000


class Dice:
    """The linear congruential generator of ANSI C, seeded."""

    def __init__(self, seed: int) -> None:
        self.state = seed

    def roll(self, low: int, high: int) -> int:
        """Return a number from `low` to `high`."""
        self.state = (self.state * 1_103_515_245 + 12_345) & 0x7FFF_FFFF
        return low + (self.state >> 8) % (high - low + 1)

    def tenths(self, span_ms: tuple[int, int]) -> int:
        """Return a time in this span, in steps of 100 ms."""
        return self.roll(span_ms[0] // 100, span_ms[1] // 100) * 100


def make_group(dice: Dice, muscle: muscles.Muscle) -> protocol.Group:
    mode = dice.roll(0, 3)
    counting = mode == limits.COUNT
    most = dice.roll(1, 10 if counting else 5)
    return protocol.Group(
        muscle.number,
        mode,
        dice.tenths(limits.TENSE_FOOT_MS if muscle.foot else limits.TENSE_MS),
        dice.tenths(limits.COUNT_PACE_MS if counting else limits.RELEASE_MS),
        dice.tenths(limits.READY_GAP_MS),
        dice.roll(1, most),
        most,
        dice.roll(0, 2),
        dice.roll(limits.STRENGTH_PCT[0], limits.STRENGTH_PCT[1]),
    )


def make_protocol(dice: Dice) -> protocol.Protocol:
    first = dice.roll(0, len(muscles.every()) - 6)
    groups = [make_group(dice, muscles.every()[first + i]) for i in range(dice.roll(1, 6))]
    if dice.roll(0, 1):
        groups[0].mode = limits.RELEASE_ONLY
    return protocol.Protocol(
        "random",
        tuple(groups),
        dice.tenths(limits.SETTLE_IN_MS),
        dice.roll(300, 600) * 1000,
        dice.roll(0, 50),
        dice.roll(0, 1) == 1,
        dice.roll(1, 2),
        dice.roll(0, 1) == 1,
        dice.roll(0, 1) == 1,
        dice.roll(0, 2),
    )


class Watch:
    """A button and a practice; every action goes into `told`."""

    def __init__(self, practice: Practice, told: list) -> None:
        self.told = told
        self.practice = practice
        self.button = Button()
        self.now_ms = STARTED_MS

    def wait(self, wait_ms: int) -> None:
        until_ms = ticks.add(self.now_ms, wait_ms)
        for _ in range(1_000):
            due = (self.button.deadline_ms, self.practice.deadline_ms)
            soon = [at for at in due if at is not None and ticks.diff(until_ms, at) >= 0]
            if not soon:
                break
            at_ms = soon[0]
            if len(soon) == 2 and ticks.diff(soon[1], at_ms) < 0:
                at_ms = soon[1]
            self.take(self.button.advance(at_ms))
            self.show(self.practice.handle(at_ms, event.TICK))
        self.now_ms = until_ms

    def press(self, wait_ms: int, stay_ms: int) -> None:
        self.wait(wait_ms)
        self.take(self.button.edge(self.now_ms, True))
        self.wait(stay_ms)
        self.take(self.button.edge(self.now_ms, False))

    def take(self, gestures: list) -> None:
        for at_ms, gesture in gestures:
            self.told.append((at_ms, event.INPUTS[gesture]))
            self.show(self.practice.handle(at_ms, gesture))

    def show(self, actions: list) -> None:
        self.told += actions


def accounts(tally) -> list:
    whole = (
        tally.ending_name,
        tally.settle_in_ms,
        tally.pauses,
        tally.paused_ms,
        tally.final_rest_ms,
        tally.duration_ms,
        tally.tension_before,
        tally.tension_after,
        tally.calmer,
    )
    groups = [
        (g.muscle, g.done, g.asked, g.cuts, g.skipped, g.left_out, g.tense_ms, g.release_ms)
        for g in tally.groups
    ]
    groups.insert(0, whole)
    return groups


def wear(seed: int) -> list:
    """Return what happens in one random session: actions, gestures and accounts."""
    dice = Dice(seed)
    made = make_protocol(dice)
    found = checks.problems(made)
    told: list = [("seed", seed, len(made.groups), [str(problem) for problem in found])]
    if found:
        return told
    packed = protocol.pack(made)
    content_id = protocol.content_id(packed)
    told.append((packed.hex(), content_id.hex()))
    watch = Watch(Practice([(content_id, protocol.unpack(packed))]), told)
    watch.press(1_000, dice.roll(700, 2_900))
    for _ in range(dice.roll(0, 60)):
        wait_ms = dice.roll(30, 600) if dice.roll(0, 2) else dice.roll(30, 40_000)
        stay_ms = dice.roll(1, 600) if dice.roll(0, 2) else dice.roll(600, 9_000)
        watch.press(wait_ms, stay_ms)
    watch.wait(4 * 3_600_000)
    if watch.practice.tally is not None:
        told += accounts(watch.practice.tally)
    return told


def text() -> str:
    """Return everything that happens, one thing a line."""
    return "\n".join([str(thing) for seed in range(1, SEEDS + 1) for thing in wear(seed)])
