# SPDX-License-Identifier: MIT
"""First light: a new watch tried out on the cable, part by part, before it is built in.

What went well is kept on the watch, so that it need not be done again.
"""

import ast
import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from loslaten.deploy import sent_over
from loslaten.deploy.console import Console
from loslaten.deploy.identity import read_wrist, write_wrist
from loslaten.deploy.slots import mark, read
from loslaten_core import ticks
from loslaten_core.flash_layout import FIRST_LIGHT, SLOT
from loslaten_core.haptics import cue
from loslaten_core.practice import event

# How long a person may take to find the button.
PATIENCE_S: Final = 20.0
_SOME_S: Final = 10.0
_CLOCK_S: Final = 3.0
# The cable's delay in it is some 10 ms; a clock that is this wrong makes cues too short or long.
CLOCK_PPM_MAX: Final = 20_000
# What a cell, or USB behind a diode, can be at.
BATTERY_MV: Final = (3_000, 5_300)


class Step(StrEnum):
    """One thing that is tried, in this order."""

    MOTOR = "motor"
    PRESS = "press"
    HOLD = "hold"
    BATTERY = "battery"
    CLOCK = "clock"
    RADIO = "radio"


@dataclass(frozen=True, slots=True)
class Battery:
    """Readings of the watch: its supply in mV, and whether it senses USB."""

    mv: int
    senses_usb: bool

    @property
    def is_right(self) -> bool:
        """Whether that can be so, on a cable."""
        return self.senses_usb and BATTERY_MV[0] <= self.mv <= BATTERY_MV[1]


class FirstLight:
    """The board behind `console`, which `deployment.meet` has met: its firmware is off.

    board: its name. Every call may raise ConsoleLostError.
    """

    def __init__(self, console: Console, board: str) -> None:
        self._console = console
        self._board = board

    @property
    def wrist(self) -> int | None:
        """Wrist that the wearer has said, 0 for none in particular; None: never asked."""
        return read_wrist(self._console)

    def set_wrist(self, wrist: int) -> None:
        """Keep which wrist it is worn on."""
        write_wrist(self._console, wrist)

    def passed(self) -> set[Step]:
        """Return the steps that went well before."""
        said = read(self._console, FIRST_LIGHT).split()
        return {step for step in Step if step in said}

    def keep(self, passed: Iterable[Step]) -> None:
        """Keep on the watch which steps went well."""
        self._console.replace(FIRST_LIGHT, " ".join(sorted(passed)).encode())

    def keep_while_running(self, passed: Iterable[Step]) -> None:
        """Keep it on a watch whose firmware runs, which is started over for that."""
        self._console.interrupt(lambda: self.keep(passed))
        self.end()

    def play_tense(self) -> None:
        """Let the motor play "tense"; DeployError: the firmware cannot drive it."""
        self._run(f"asyncio.run(play({{}}, {cue.TENSE}))", _SOME_S)

    def pressed(self, patience_s: float = PATIENCE_S) -> list[int] | None:
        """Return the gestures of the button within the time, as `practice.event` numbers them.

        None: it is down all the time.
        """
        said = self._run(
            f"asyncio.run(gestures({{}}, {round(patience_s * 1000)}))", patience_s + _SOME_S
        )
        is_stuck, gestures = ast.literal_eval(said)
        return None if is_stuck else list(gestures)

    def battery(self) -> Battery:
        """Return what the watch reads of its supply."""
        mv, senses_usb = ast.literal_eval(self._run("battery({})", _SOME_S))
        return Battery(mv, senses_usb)

    def clock_ppm(self, length_s: float = _CLOCK_S) -> int:
        """Return how differently the watch's clock goes from this computer's, at least, in ppm.

        What the cable's delay may account for is not counted.
        """
        began_s, began_late_s, began_ms = self._read_clocks()
        time.sleep(length_s)
        ended_s, ended_late_s, ended_ms = self._read_clocks()
        length_ms = (ended_s - began_s) * 1000
        apart_ms = abs(ticks.diff(ended_ms, began_ms) - length_ms)
        uncertain_ms = (began_late_s + ended_late_s) * 1000
        return round(max(0, apart_ms - uncertain_ms) / length_ms * 1_000_000)

    def clock_chip_answers(self) -> bool | None:
        """Whether the board's clock chip answers, None where it has none."""
        answers: bool | None = ast.literal_eval(self._run("clock_chip({})", _SOME_S))
        return answers

    def end(self) -> None:
        """Let the firmware run again."""
        self._console.restart()

    def _read_clocks(self) -> tuple[float, float, int]:
        """Return this computer's clock and how wrong that may be, in s, and the watch's, in ms."""
        before_s = time.monotonic()
        ticks_ms = int(self._console.run("import time\nprint(time.ticks_ms())"))
        after_s = time.monotonic()
        return (before_s + after_s) / 2, (after_s - before_s) / 2, ticks_ms

    def _run(self, call: str, silence_s: float) -> str:
        """Run a function of the watch's half, afresh, and return what it prints."""
        slot = mark(self._console, SLOT)
        source = sent_over.as_sent(sent_over.FIRST_LIGHT)
        where = f"{slot!r}, {self._board!r}"
        self._console.forget()
        said = self._console.run(f"{source}\n{call.format(where)}\n", silence_s).strip()
        return said.splitlines()[-1] if said else ""


def is_press(gestures: list[int] | None) -> bool:
    """Whether that was a press."""
    return gestures is not None and event.PRESS in gestures


def is_hold(gestures: list[int] | None) -> bool:
    """Whether that was a hold, however long."""
    return gestures is not None and bool({event.HOLD, event.LONG} & set(gestures))
