# SPDX-License-Identifier: MIT
"""A session in which allocations fail from the n-th look at the clock to the next one.

A real collector's heap is locked for that long, so whatever asks for memory meanwhile gets
MemoryError, also code that tells of a failure. Then the board starts anew, as after a reset.
"""

import functools
from dataclasses import dataclass
from typing import Any

from loslaten_core.journal import record
from loslaten_core.practice.event import FAULT
from tests.board import deployed
from tests.board.hardware import Board
from tests.board.scenarios import ORDINARY_NIGHTS, Outcome
from tests.rigs.failing_session import SHORT
from tests.rigs.room import records_in

START_MS, HOLD_MS = 8_000, 1_000
END_MS = START_MS + HOLD_MS + 30_000
AGAIN_MS = 12_000
WATCHDOG = 3
BACK_WITHIN_MS = 3_000
_NEVER = 10
_FAIL = """
import sys
sys.path.insert(0, "/a")
import micropython
from device import clock
_now, _left = clock.now_ms, [{nth}]
def now_ms():
    _left[0] -= 1
    if _left[0] == 0:
        micropython.heap_lock()
    elif _left[0] == -1:
        micropython.heap_unlock()
    return _now()
clock.now_ms = now_ms
del sys.path[0]
"""


@dataclass(kw_only=True)
class Night:
    """Outcome: the board in which it failed, why that stopped, and all records after."""

    board: Board
    ended: str
    again: Board
    records: list[tuple[Any, Any]]


def check(night: Night) -> None:
    """Hold a night to what has to be so wherever memory failed."""
    assert night.ended in ("", "reset"), night.board.printed
    assert night.board.motor[-1][1] == 0, "the motor is off"
    if night.ended:
        assert [one for one, _ in night.records if one.kind == record.FAULT], "it says why"
    assert night.again.first_wait_ms is not None
    assert night.again.first_wait_ms < BACK_WITHIN_MS, "it is back"
    assert not night.again.printed


def check_fault(outcome: Outcome) -> None:
    """Hold to what has to be so where the heap was full: the session and the fault are kept."""
    assert outcome.ended == "reset", outcome.board.printed
    assert outcome.board.motor[-1][1] == 0, "the motor is off"
    kept = records_in(outcome.board.flash.files)
    faults = [content.detail for one, content in kept if one.kind == record.FAULT]
    assert faults, "it says why"
    # Before it there may be one of a checkpoint that could not be cleared.
    assert faults[-1].startswith("companion: MemoryError"), faults
    sessions = [content for one, content in kept if one.kind == record.SESSION]
    assert len(sessions) == ORDINARY_NIGHTS + 1, "the session is kept"
    assert sessions[-1].ending == FAULT


@functools.cache
def session_failing_at(nth: int) -> Night:
    """Practise with a heap that is locked from the n-th look at the clock to the next."""
    flash = deployed.flash([SHORT], first=_failing(nth))
    board = Board(flash=flash)
    board.press(START_MS, HOLD_MS)
    ended = board.run(END_MS)
    flash.files["/main.py"] = deployed.flash([SHORT]).files["/main.py"]
    again = Board(flash=flash, cause=WATCHDOG)
    again.run(AGAIN_MS)
    return Night(board=board, ended=ended, again=again, records=records_in(flash.files))


def _failing(nth: int) -> str:
    """Return what main.py begins with for the n-th look to be one without memory."""
    return deployed.fitted(_FAIL.format(nth=nth)) + "\n"


def looks() -> tuple[int, int]:
    """Return the first look at the clock in a session, and the last."""
    flash = deployed.flash([SHORT], first=_failing(-_NEVER))
    board = Board(flash=flash, asked=deployed.fitted("lambda: print(_left[0])"))
    board.press(START_MS, HOLD_MS)
    board.ask(START_MS)
    board.ask(END_MS - 100)
    board.run(END_MS)
    first, last = [-int(line) - _NEVER for line in board.printed.split()]
    return first, last
