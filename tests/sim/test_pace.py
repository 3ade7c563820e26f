# SPDX-License-Identifier: MIT
"""A board on a cable runs by itself, and notices nothing of a computer that has no time for it."""

import os
import signal
import threading
import time
from contextlib import contextmanager

import pytest

from loslaten.sim.micropython.repl import ReplBoard

STALL_S = 2.0
# Long enough to be stopped in the middle of it, short beside the stall.
PRESS_MS = 1_000
_PATIENCE_S = 60.0
COUNTS_DOWN = b"""
import asyncio, time
async def main():
    open("/began", "w").close()
    worst_ms = 0
    for _ in range(100):
        began_ms = time.ticks_ms()
        await asyncio.sleep_ms(20)
        worst_ms = max(worst_ms, time.ticks_diff(time.ticks_ms(), began_ms))
    with open("/over", "w") as file:
        file.write(str(worst_ms))
asyncio.run(main())
"""
BLOCKS = b"""
import machine, time
began_ms = ticks_ms = time.ticks_ms()
late_ms = []
def note(timer):
    late_ms.append(time.ticks_diff(time.ticks_ms(), began_ms) - 100 * (len(late_ms) + 1))
machine.Timer(period=100, mode=machine.Timer.PERIODIC, callback=note)
open("/began", "w").close()
time.sleep_ms(2_050)
with open("/over", "w") as file:
    file.write(str(late_ms))
"""
NOTES_PRESS = b"""
import asyncio, machine, time
edges_ms = []
button = machine.Pin(15, machine.Pin.IN, machine.Pin.PULL_UP)
button.irq(lambda pin: edges_ms.append(time.ticks_ms()))
async def main():
    for edges, path in ((1, "/began"), (2, "/over")):
        while len(edges_ms) < edges:
            await asyncio.sleep_ms(20)
        with open(path, "w") as file:
            file.write(str(time.ticks_diff(edges_ms[-1], edges_ms[0])))
asyncio.run(main())
"""

pytestmark = pytest.mark.skipif(
    not hasattr(signal, "SIGSTOP"), reason="no process can be stopped here"
)


@contextmanager
def running(source: bytes, speed: int):
    with ReplBoard(flash={"/main.py": source}, speed=speed) as board:
        board.power_on()
        yield board


def kept(board: ReplBoard, path: str) -> str:
    """Return what the firmware writes to the file, as soon as it does."""
    until_s = time.monotonic() + _PATIENCE_S
    while not (held := board.flash()).get(path) and path not in held:
        assert time.monotonic() < until_s, f"no {path}"
        time.sleep(0.01)
    return held[path].decode()


def stall(board: ReplBoard) -> None:
    """Let the computer have no time for the board for a while."""
    pid = board._engine._process.pid
    os.kill(pid, signal.SIGSTOP)
    time.sleep(STALL_S)
    os.kill(pid, signal.SIGCONT)


def test_the_time_of_a_board_stands_still_while_its_process_does():
    with running(b"", speed=5) as board:
        began_ms = board.wait(0)
        stall(board)
        assert board.wait(0) - began_ms < 1_000


def test_nothing_is_late_on_a_board_whose_process_stood_still():
    with running(COUNTS_DOWN, speed=5) as board:
        kept(board, "/began")
        stall(board)
        assert kept(board, "/over") == "20"


def test_interrupts_come_in_time_while_the_firmware_blocks_and_its_process_stands_still():
    with running(BLOCKS, speed=1) as board:
        time.sleep(0.3)
        stall(board)
        assert kept(board, "/over") == str([0] * 20)


def test_a_press_is_as_long_as_it_was_meant_though_the_process_stood_still_meanwhile():
    with running(NOTES_PRESS, speed=1) as board:
        finger = threading.Thread(target=board.press, args=(PRESS_MS,))
        finger.start()
        time.sleep(PRESS_MS / 1000 / 3)
        stall(board)
        finger.join()
        assert kept(board, "/over") == str(PRESS_MS)
