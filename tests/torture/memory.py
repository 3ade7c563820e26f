# SPDX-License-Identifier: MIT
"""Memory that fails at every allocation of a session, on a board's own heap.

    python -m tests.torture.memory --every 7
    python -m tests.torture.memory --from 9485

One allocation at a time, of a short session with all that a wearer can do; at some of them all
that follow as well; and a heap that is full to the last block in each group of the longest session
and in its rest. Stops at the first night that is not kept, with the allocation that led to it.

The session is played once. Before each of its allocations the process forks: the child lets that
one fail, and plays on.
"""

import argparse
import os
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field

from tests.board import no_memory, scenarios
from tests.board.hardware import Board

# A session of 24 groups of 19 s, begun at 12 s, from its settling in to the last of its rest.
_FIRST_MS, _END_MS, _GROUP_MS = 60_000, 820_000, 19_000
# At one of so many all that follow fail as well.
_FOR_GOOD_EVERY = 100
_TELL_EVERY = 1_000
# How a child ends; one that Python ends has another number.
_PRACTISED_ON, _RESET, _BROKEN = range(10, 13)


@dataclass(kw_only=True)
class Campaign:
    """Campaign over allocations, by number.

    `for_good`: all that follow fail, too. `ended` counts how the nights ended; `broken_at` is the
    allocation whose night was not kept.
    """

    numbers: range
    side_by_side: int
    for_good: bool = False
    ended: Counter[int] = field(default_factory=Counter)
    broken_at: int | None = None
    # The allocation of each child.
    _running: dict[int, int] = field(default_factory=dict)
    # When the allocation of this process failed, in a child.
    _failed_ms: float | None = None

    def run(self) -> None:
        """Play the session, and let a child fail at each of the allocations."""
        board = no_memory.watch()
        board.does_fail = self._does_fail
        board.at(no_memory.START_MS, lambda: board.memory.ask_from(self.numbers[0]))
        ended = board.run(no_memory.END_MS)
        if self._failed_ms is not None:
            os._exit(self._judged(board, ended, self._failed_ms))
        while self._running:
            self._wait()

    def _does_fail(self, board: Board) -> bool:
        nth = board.memory.allocations
        while len(self._running) >= self.side_by_side:
            self._wait()
        is_last = nth == self.numbers[-1] or self.broken_at is not None
        following = no_memory.NEVER if is_last else nth + self.numbers.step
        child = os.fork()
        if child:
            self._running[child] = nth
            board.memory.ask_from(following)
            return False
        self._begin_child(board)
        return True

    def _begin_child(self, board: Board) -> None:
        board.memory.ask_from(no_memory.NEVER)
        if self.for_good:
            board.does_fail = lambda _board: True
            board.memory.ask_from(0)
        self._failed_ms = board.now_ms

    def _judged(self, board: Board, ended: str, failed_ms: float) -> int:
        """Return how the night of a child has ended; tell what is wrong with it."""
        check = no_memory.check_for_good if self.for_good else no_memory.check
        try:
            check(no_memory.lived(board, ended, failed_ms))
        except Exception:
            traceback.print_exc()
            return _BROKEN
        return _RESET if ended else _PRACTISED_ON

    def _wait(self) -> None:
        """Wait for a child to end."""
        child, status = os.wait()
        nth = self._running.pop(child)
        code = os.waitstatus_to_exitcode(status)
        self.ended[code] += 1
        if self.ended.total() % _TELL_EVERY == 0:
            print(f"{self.ended.total()} tried, up to allocation {nth}", flush=True)
        if code not in (_PRACTISED_ON, _RESET):
            self.broken_at = self.broken_at or nth


def _tried(campaign: Campaign) -> Counter[int]:
    """Return how the nights of a campaign ended, all as they should."""
    campaign.run()
    if campaign.broken_at is not None:
        raise SystemExit(f"again: python -m tests.torture.memory --from {campaign.broken_at}")
    return campaign.ended


def main() -> None:
    """Let every allocation fail, or every so manieth."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--every", type=int, default=1, help="try every so manieth allocation (1)")
    parser.add_argument("--from", type=int, dest="first", help="begin with this one (the first)")
    parser.add_argument("--side-by-side", type=int, default=2, help="processes at a time (2)")
    given = parser.parse_args()
    began_s = time.monotonic()
    all_of_them = no_memory.allocations()
    no_memory.whole()
    first = given.first or all_of_them[0]
    numbers = range(first, all_of_them.stop, given.every)
    each = _tried(Campaign(numbers=numbers, side_by_side=given.side_by_side))
    numbers = range(first, all_of_them.stop, given.every * _FOR_GOOD_EVERY)
    later = _tried(Campaign(numbers=numbers, for_good=True, side_by_side=given.side_by_side))
    failed = (
        f"{each.total()} of {len(all_of_them)} allocations failed alone: {each[_RESET]} ended the"
        f" session, {each[_PRACTISED_ON]} did not; {later.total()} with all that followed"
    )
    print(f"{failed}; {time.monotonic() - began_s:.0f} s", flush=True)
    moments_ms = range(_FIRST_MS, _END_MS, _GROUP_MS * given.every)
    for at_ms in moments_ms:
        try:
            no_memory.check_fault(scenarios.fault_at(at_ms))
        except AssertionError as error:
            raise SystemExit(f"heap full at {at_ms} ms: {error}") from error
    print(f"memory: {failed}; {len(moments_ms)} full heaps; {time.monotonic() - began_s:.0f} s")


if __name__ == "__main__":
    main()
