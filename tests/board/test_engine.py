# SPDX-License-Identifier: MIT
"""The engine itself: sound, the same in every run, and a Pico W in what it has."""

from pathlib import Path

import pytest

from tests.board import deployed, engine, scenarios
from tests.board.flash import Flash
from tests.board.hardware import Board

# A block is 16 bytes. The firmware sets the threshold, too, and must not here.
AT_EVERY_ALLOCATION = """\
import gc, sys
gc.threshold(16)
class Kept:
    collect, mem_free, mem_alloc = gc.collect, gc.mem_free, gc.mem_alloc
    threshold = lambda *_: -1
sys.modules["gc"] = Kept
"""
# A task that sleeps, cancelled: it is to end there and then.
CANCELLING = """\
import asyncio
async def sleep():
    try:
        await asyncio.sleep_ms(60_000)
    except asyncio.CancelledError:
        print("cancelled")
        raise
async def main():
    task = asyncio.create_task(sleep())
    await asyncio.sleep_ms(10)
    task.cancel()
    await asyncio.sleep_ms(10)
    print(task.done())
asyncio.run(main())
"""
# Free on a Pico W before main.py, and how far the engine's may be from it.
PICO_W_FREE, WITHIN = 204_600, 300


def practising(first: str = "", module: Path | None = None) -> tuple[str, Board]:
    """Let a watch start and a session begin while executing takes no time."""
    flash = deployed.flash(deployed.SHIPPED[:1], first=first)
    board = Board(flash=flash, fuel_per_ms=0, module=module)
    for press in scenarios.PRESSES[:2]:
        board.press(*press)
    return board.run(26_000), board


def test_a_collection_at_every_allocation_changes_nothing() -> None:
    ended, board = practising()
    often_ended, often = practising(AT_EVERY_ALLOCATION)
    assert (ended, often_ended) == ("", "")
    assert often.motor == board.motor
    assert often.flash.files == {
        **board.flash.files,
        "/main.py": AT_EVERY_ALLOCATION.encode() + board.flash.files["/main.py"],
    }
    assert len(board.motor) > 20
    assert often.fuel > 50 * board.fuel, "it did collect"


def test_without_the_mending_it_would() -> None:
    ended, board = practising(AT_EVERY_ALLOCATION, engine.PACKAGED)
    assert ended or board.printed


def test_two_runs_are_the_same_to_the_instruction() -> None:
    first, second = (scenarios.practises_with(0) for _ in range(2))
    assert first.board.fuel == second.board.fuel
    assert first.board.motor == second.board.motor
    assert first.board.flash.files == second.board.flash.files


def test_as_much_is_free_before_main_as_on_a_pico_w() -> None:
    free = scenarios.start().board.free_before_main
    assert free == pytest.approx(PICO_W_FREE, abs=WITHIN)


# By then the firmware is in a long rest, and makes nothing right after a collection.
IDLE_MS = 21_500


def test_what_a_collection_would_leave_is_what_it_leaves() -> None:
    seen = []

    def look(board: Board) -> None:
        if board.now_ms >= IDLE_MS and not seen:
            seen.append((board.memory.live(), board.memory.present()))

    flash = deployed.flash(deployed.SHIPPED[:1])
    board = Board(flash=flash, asked="__import__('gc').collect", on_wait=look)
    board.ask(IDLE_MS)
    before = []
    board.at(IDLE_MS - 10, lambda: before.append(board.memory.present()))
    board.run(IDLE_MS + 2_000)
    live, collected = seen[0]
    assert live == collected
    assert before[0].used > collected.used


def test_executing_takes_time() -> None:
    fast = Board(flash=deployed.flash(()), fuel_per_ms=0)
    slow = Board(flash=deployed.flash(()))
    fast.run(5_000)
    slow.run(5_000)
    assert fast.first_wait_ms is not None
    assert fast.first_wait_ms < 10, "but sleeping does"
    assert slow.first_wait_ms is not None
    assert 500 < slow.first_wait_ms < 3_000


def test_a_task_that_is_cancelled_ends() -> None:
    board = Board(flash=Flash(files={"/main.py": CANCELLING.encode()}))
    assert board.run(1_000) == "main.py ended"
    assert board.printed == "cancelled\nTrue\n"


def test_a_module_that_is_there_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    path = engine.mended()
    monkeypatch.setattr(engine, "_mend", lambda _path: pytest.fail("made again"))
    engine.mended.cache_clear()
    assert engine.mended() == path
