# SPDX-License-Identifier: MIT
"""The currents out of the cell: a checklist for a person with a meter."""

from collections.abc import Callable
from typing import NamedTuple

from loslaten.battery_life.supply import Current, Supply, supply
from tests.hil.bench import Bench
from tests.hil.report import Part

TITLE = "Current"

Ask = Callable[[str], str | None]

# A board file's currents are from the literature; a measured one is far off beyond this.
_MOST_TIMES = 2.0
_PREPARE = (
    "Take the USB cable out: with it the radio stays on and the board does not sleep.",
    "Put a meter for 1 µA to 200 mA in series with the cell's positive wire, and switch it on.",
    "Wait a minute: after a start the watch stays awake for so long.",
)


class Step(NamedTuple):
    """A state of the watch: how it gets there, what then flows in the words of the board file,
    and how to read it.
    """

    what: str
    how: str
    states: tuple[str, ...]
    reading: str


_STEPS = (
    Step(
        "idle, asleep",
        "press the button once and let the answer end; within the next half minute",
        ("light sleep",),
        "the average of ten seconds",
    ),
    Step(
        "awake",
        "take the power off and give it again; within the first half minute",
        ("awake",),
        "the plateau after the tap at the start",
    ),
    Step(
        "radio window",
        "hold the button for four seconds, until the second tick, and let go",
        ("awake", "radio"),
        "the average of ten seconds",
    ),
    Step(
        "session, between cues",
        "hold the button for one second; after the first long fading cue",
        ("light sleep",),
        "the average of five seconds without a cue",
    ),
    Step(
        "session, motor on",
        "at the next long fading cue",
        ("awake", "motor"),
        "the highest figure",
    ),
    Step(
        "deep sleep",
        "hold to pause and hold very long to end the session, then wait for two minutes",
        ("deep sleep",),
        "the average of ten seconds",
    ),
)


def test_checklist(bench: Bench, part: Part, ask: Ask) -> None:
    go_through(supply(bench.subject.board.name), part, ask)
    part.judge()


def go_through(board: Supply, part: Part, ask: Ask) -> None:
    """Print the checklist step by step, and keep what is answered; no answer: not measured."""
    print(f"\n\nCurrents of {board.model}, in µA; an empty answer leaves a step out.")
    for line in _PREPARE:
        print(f"  - {line}")
    for step in _STEPS:
        expected_ua = _expected_ua(board.currents, step.states)
        if expected_ua is None:
            continue
        print(f"\n{step.what}: {step.how}.")
        print(f"  read {step.reading}; expected about {expected_ua:,} µA")
        answer = ask("  µA: ")
        limit = f"about {expected_ua:,} µA"
        value = None if answer is None else _number(answer)
        if value is None:
            why = "nobody was there to read a meter" if answer is None else "no figure was given"
            part.missing(step.what, why, limit)
        else:
            part.figure(step.what, value, "µA", at_most=_MOST_TIMES * expected_ua)


def _expected_ua(currents: dict[str, Current], states: tuple[str, ...]) -> int | None:
    """Return what flows in all of these states together, None where the board lacks one."""
    if not set(states) <= currents.keys():
        return None
    return sum(currents[state].ua for state in states)


def _number(answer: str) -> float | None:
    try:
        return float(answer.strip().replace(",", "."))
    except ValueError:
        return None
