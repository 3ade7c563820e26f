# SPDX-License-Identifier: MIT
"""Presses while a laptop keeps a full watch busy: how long each waits for the motor."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field

from loslaten_core.link import message as m
from tests.board import deployed, plan
from tests.board.flash import ERASE_MS
from tests.board.hardware import Board
from tests.board.laptop import Laptop, Request
from tests.board.scenarios import (
    FULL_NIGHTS,
    HOLD_MS,
    SESSIONS_LEFT,
    START_MS,
    TAP_MS,
    VERY_LONG_HOLD_MS,
    full,
)

FIRST_MS = 8_000
# An answer is over by then, and what a laptop does goes through all of its phases meanwhile.
EVERY_MS = 3_137
_SESSION_MS = START_MS + 20_000
_FIRST_TAP_MS, _TAPS_EVERY_MS = _SESSION_MS + 7_300, 6_271
# The link's code is loaded for so long at least before the radio is switched on.
_LOADING_MS = 400
_ANSWERED_MS = 2_500
# So many requests take longer than any of the runs.
_REQUESTS = 200


@dataclass(kw_only=True)
class StandingBoard(Board):
    """A board that notes what stops all else for long, as an erase of the flash."""

    # The beginning and length of each.
    stands_ms: list[tuple[float, float]] = field(default_factory=list)

    def _spend(self, ms: float) -> None:
        if ms >= ERASE_MS:
            self.stands_ms.append((self.now_ms, ms))
        super()._spend(ms)


def _asked(what: str) -> Sequence[Request]:
    if what == "put":
        protocols = deployed.largest_protocols()
        return [(m.PUT_PROTOCOL, protocols[at % len(protocols)]) for at in range(_REQUESTS)]
    return [(m.COUNT if what == "count" else m.PULL, m.SEQUENCE.pack(1))] * _REQUESTS


@functools.cache
def waits_ms(what: str, presses: int, later_ms: int = 0) -> list[float]:
    """Return how long each press waits while a laptop asks for one thing over and over.

    later_ms: by how much all presses come later. What stops everything, as an erase of the flash,
    is not counted: nobody can do anything then.
    """
    board = StandingBoard(
        flash=deployed.flash(
            () if what == "put" else deployed.largest_protocols(), nights=FULL_NIGHTS
        ),
        has_usb=True,
    )
    moments_ms = [FIRST_MS + later_ms + EVERY_MS * number for number in range(presses)]
    for at_ms in moments_ms:
        board.press(at_ms, TAP_MS)
    laptop = Laptop(board, _asked(what), stays=True)
    ended = board.run(moments_ms[-1] + EVERY_MS)
    assert not ended, ended
    assert not board.printed, board.printed
    assert laptop.answers[-1].came_ms > moments_ms[-1], "the laptop is busy to the end"
    return [_wait_ms(board, at_ms) for at_ms in moments_ms]


@functools.cache
def loading_waits_ms(presses: int) -> list[float]:
    """Return how long presses wait while the link's code is loaded, each in a run of its own."""
    alone = _plugged_in()
    assert not alone.run(FIRST_MS)
    switched_ms = next(at_ms for at_ms, ms in alone.stands_ms if ms == alone.radio_ms[0])
    return [
        _loading_wait_ms(switched_ms - _LOADING_MS * (number + 1) / presses)
        for number in range(presses)
    ]


def _loading_wait_ms(pressed_ms: float) -> float:
    board = _plugged_in()
    board.press(pressed_ms, TAP_MS)
    assert not board.run(pressed_ms + _ANSWERED_MS)
    return _wait_ms(board, pressed_ms)


def _plugged_in() -> StandingBoard:
    """Return a full watch with USB power, which opens a window as soon as it has started."""
    flash = deployed.flash(deployed.largest_protocols(), nights=FULL_NIGHTS)
    return StandingBoard(flash=flash, has_usb=True)


def watched_waits_ms(presses: int, later_ms: int = 0) -> list[float]:
    """Return how long each press waits in a session that a laptop looks on at."""
    protocols, until_ms = full(), _FIRST_TAP_MS + _TAPS_EVERY_MS * presses
    made = [(START_MS, VERY_LONG_HOLD_MS), (_SESSION_MS, HOLD_MS)]
    made += [(_FIRST_TAP_MS + later_ms + _TAPS_EVERY_MS * at, TAP_MS) for at in range(presses)]
    board = Board(flash=deployed.flash(protocols, nights=FULL_NIGHTS))
    for press in made:
        board.press(*press)
    laptop = Laptop(board, [(m.SUBSCRIBE, m.SWITCH.pack(1))], stays=True)
    ended = board.run(until_ms)
    assert not ended, ended
    assert not board.printed, board.printed
    assert laptop.events, "it looks on"
    wanted = plan.plan(made, protocols, SESSIONS_LEFT, until_ms)
    return plan.compare(wanted, board.motor, START_MS).answers


def _wait_ms(board: StandingBoard, pressed_ms: float) -> float:
    """Return the time from a press into silence to the motor, less what stopped everything."""
    driven_ms = next(at_ms for at_ms, duty in board.motor if duty and at_ms > pressed_ms)
    stood_ms = sum(
        min(begin_ms + ms, driven_ms) - max(begin_ms, pressed_ms)
        for begin_ms, ms in board.stands_ms
        if begin_ms < driven_ms and begin_ms + ms > pressed_ms
    )
    return driven_ms - pressed_ms - stood_ms
