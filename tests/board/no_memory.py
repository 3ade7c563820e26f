# SPDX-License-Identifier: MIT
"""A session in which the n-th allocation fails, and the start after it.

The interpreter's own allocator counts what is asked for since power-on, and gives out nothing the
n-th time, so that MicroPython raises MemoryError there, or does without. The session has all that
a wearer can do in it.
"""

import functools
from dataclasses import dataclass
from typing import Any

from loslaten_core.journal import record
from loslaten_core.practice.event import COMPLETED, FAULT, POWER_LOST
from tests.board import deployed, engine
from tests.board.flash import Files, Flash
from tests.board.hardware import Board
from tests.board.scenarios import ORDINARY_NIGHTS, Outcome
from tests.rigs.failing_session import SHORT
from tests.rigs.room import records_in

START_MS, HOLD_MS, TAP_MS = 8_000, 1_000, 200
# The start. The first release is over, and the group wanted once more. The second tension is let
# go and the session paused, a press asks where it is, and it goes on. Two presses leave the group.
PRESSES = (
    (START_MS, HOLD_MS),
    (22_000, TAP_MS),
    (33_000, HOLD_MS),
    (36_000, TAP_MS),
    (38_000, HOLD_MS),
    (43_000, TAP_MS),
    (43_350, TAP_MS),
)
# The rest is over after 48 s and all is written after 49.
END_MS = 54_000
AGAIN_MS = 4_000
# From then on there is a checkpoint, written in the first tension, or the session itself.
KEPT_FROM_MS = 16_000
WATCHDOG = 3
BACK_WITHIN_MS = 3_000
# As all edges of a session, whatever else goes on in it.
EDGE_WITHIN_MS = 10
NEVER = (1 << 31) - 1


@dataclass(kw_only=True)
class Night:
    """Outcome: when memory failed, the board then, why that stopped, and what was kept.

    `kept`: the records before the board started again, `records` those after that.
    """

    failed_ms: float
    board: Board
    ended: str
    kept: list[tuple[Any, Any]]
    again: Board
    records: list[tuple[Any, Any]]

    @property
    def has_begun(self) -> bool:
        """Whether anything of a session was felt."""
        return any(duty and at_ms > START_MS + HOLD_MS for at_ms, duty in self.board.motor)


def check(night: Night) -> None:
    """Hold a night to what has to be so wherever an allocation failed."""
    assert night.ended in ("", "reset"), night.ended
    assert not night.board.printed
    assert night.board.motor[-1][1] == 0, "the motor is off"
    if night.ended:
        faults = _of_kind(night.records, record.FAULT)
        assert any("MemoryError" in fault.detail for fault in faults), "it says why"
        assert all(one.ending != POWER_LOST for one in _of_kind(night.records, record.SESSION))
        _check_back(night)
    else:
        _check_practised_on(night)
    sessions = len(_of_kind(night.records, record.SESSION))
    assert night.has_begun <= sessions <= 1, f"{sessions} times in the journal"
    assert not night.again.printed


def check_for_good(night: Night) -> None:
    """Hold a night to what has to be so where all allocations failed from some moment on."""
    assert night.ended == "reset", night.ended
    assert night.board.motor[-1][1] == 0, "the motor is off"
    _check_back(night)
    sessions = len(_of_kind(night.records, record.SESSION))
    assert (night.failed_ms > KEPT_FROM_MS) <= sessions <= 1, f"{sessions} times in the journal"
    assert not night.again.printed


def _check_back(night: Night) -> None:
    """The watch is there again soon after memory failed."""
    assert night.again.first_wait_ms is not None
    away_ms = night.board.now_ms - night.failed_ms + night.again.first_wait_ms
    assert away_ms < BACK_WITHIN_MS, f"it is back after {away_ms:.0f} ms"


def _check_practised_on(night: Night) -> None:
    """Nobody felt anything of it, and the night is as it would have been."""
    usual = whole()
    assert [duty for _, duty in night.board.motor] == [duty for _, duty in usual.board.motor]
    for (at_ms, _), (usual_ms, _) in zip(night.board.motor, usual.board.motor, strict=True):
        assert abs(at_ms - usual_ms) <= EDGE_WITHIN_MS, f"an edge at {at_ms:.0f} ms"
    (kept,) = _of_kind(night.kept, record.SESSION)
    (usually,) = _of_kind(usual.kept, record.SESSION)
    assert kept.ending == COMPLETED
    assert kept.duration_ms == usually.duration_ms


def check_fault(outcome: Outcome) -> None:
    """Hold to what has to be so where the heap was full: the session and the fault are kept."""
    assert outcome.ended == "reset", outcome.board.printed
    assert outcome.board.motor[-1][1] == 0, "the motor is off"
    kept = records_in(outcome.board.flash.files)
    faults = [fault.detail for fault in _of_kind(kept, record.FAULT)]
    assert faults, "it says why"
    # Before it there may be one of a checkpoint that could not be cleared.
    assert faults[-1].startswith("companion: MemoryError"), faults
    sessions = _of_kind(kept, record.SESSION)
    assert len(sessions) == ORDINARY_NIGHTS + 1, "the session is kept"
    assert sessions[-1].ending == FAULT


@functools.cache
def whole() -> Night:
    """Practise without any failure."""
    board = watch()
    return lived(board, board.run(END_MS), 0)


def failing_at(nth: int, *, for_good: bool = False) -> Night:
    """Practise while the n-th allocation fails, `for_good` with all that follow."""
    failed_ms = []

    def fails(board: Board) -> bool:
        if not for_good:
            board.memory.ask_from(NEVER)
        failed_ms.append(board.now_ms)
        return True

    board = watch()
    board.does_fail = fails
    board.at(START_MS, lambda: board.memory.ask_from(nth))
    ended = board.run(END_MS)
    return lived(board, ended, failed_ms[0])


def watch() -> Board:
    """Return a watch on whose button the session will be pressed."""
    board = Board(flash=deployed.flash([SHORT]), module=engine.failing())
    for press in PRESSES:
        board.press(*press)
    return board


def lived(board: Board, ended: str, failed_ms: float) -> Night:
    """Return the night of a board that has run, and start it again."""
    kept = records_in(board.flash.files)
    again, files = _started_again(tuple(board.flash.files.items()))
    return Night(
        failed_ms=failed_ms,
        board=board,
        ended=ended,
        kept=kept,
        again=again,
        records=records_in(files),
    )


@functools.lru_cache(1)
def _started_again(files: tuple[tuple[str, bytes], ...]) -> tuple[Board, Files]:
    """Start a board with these files; many a night leaves the same as the one before."""
    again = Board(flash=Flash(files=dict(files)), cause=WATCHDOG)
    assert again.run(AGAIN_MS) == ""
    return again, again.flash.files


@functools.cache
def allocations() -> range:
    """Return the numbers of the allocations from the first press on to some idle time after."""
    board = watch()
    numbers: list[int] = []
    for at_ms in (START_MS, END_MS - BACK_WITHIN_MS):
        board.at(at_ms, lambda: numbers.append(board.memory.allocations + 1))
    board.run(END_MS)
    return range(*numbers)


def last_before_it_is_kept() -> int:
    """Return the number of the last allocation before the session is in the journal."""
    board = watch()
    numbers: list[int] = []

    def look(board: Board) -> None:
        if not numbers and _of_kind(records_in(board.flash.files), record.SESSION):
            numbers.append(board.memory.allocations)

    board.at(PRESSES[-1][0], lambda: setattr(board, "on_look", look))
    board.run(END_MS)
    return numbers[0]


def _of_kind(records: list[tuple[Any, Any]], kind: int) -> list[Any]:
    return [content for one, content in records if one.kind == kind]
