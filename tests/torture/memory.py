# SPDX-License-Identifier: MIT
"""Memory that fails at every allocation of a session, on a board's own heap.

    python -m tests.torture.memory --every 7
    python -m tests.torture.memory --from 9485

One allocation at a time, of a short session with all that a wearer can do; and for good, to the
last block, in each group of the longest session and in its rest. Stops at the first night that is
not kept, with the allocation that led to it.

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
_PRACTISED_ON, _RESET, _BROKEN = range(3)


@dataclass(kw_only=True)
class Campaign:
    """Campaign over allocations, by number.

    `ended` counts how the nights ended; `broken_at` is the allocation whose night was not kept.
    """

    numbers: range
    side_by_side: int
    ended: Counter[int] = field(default_factory=Counter)
    _running: dict[int, int] = field(default_factory=dict)
    broken_at: int | None = None
    # When the allocation of this process failed, in a child.
    _failed_ms: float | None = None

    def run(self) -> None:
        """Play the session, and let a child fail at each of the allocations."""
        board = no_memory.watch()
        board.does_fail = self._does_fail
        board.at(no_memory.START_MS, lambda: board.ask_from(self.numbers[0]))
        ended = board.run(no_memory.END_MS)
        if self._failed_ms is not None:
            os._exit(_judged(board, ended, self._failed_ms))
        while self._running:
            self._wait()

    def _does_fail(self, board: Board) -> bool:
        nth = board.allocations
        while len(self._running) >= self.side_by_side:
            self._wait()
        is_last = nth == self.numbers[-1] or self.broken_at is not None
        following = no_memory.NEVER if is_last else nth + self.numbers.step
        child = os.fork()
        if child:
            self._running[child] = nth
            board.ask_from(following)
            return False
        board.ask_from(no_memory.NEVER)
        self._failed_ms = board.now_ms
        return True

    def _wait(self) -> None:
        """Wait for a child to end."""
        child, status = os.wait()
        nth = self._running.pop(child)
        code = os.waitstatus_to_exitcode(status)
        self.ended[code] += 1
        if code not in (_PRACTISED_ON, _RESET):
            self.broken_at = self.broken_at or nth


def _judged(board: Board, ended: str, failed_ms: float) -> int:
    """Return how the night of a child has ended; tell what is wrong with it."""
    try:
        no_memory.check(no_memory.lived(board, ended, failed_ms))
    except Exception:
        traceback.print_exc()
        return _BROKEN
    return _RESET if ended else _PRACTISED_ON


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
    numbers = range(given.first or all_of_them[0], all_of_them.stop, given.every)
    campaign = Campaign(numbers=numbers, side_by_side=given.side_by_side)
    campaign.run()
    if campaign.broken_at is not None:
        raise SystemExit(f"again: python -m tests.torture.memory --from {campaign.broken_at}")
    failed = (
        f"{len(numbers)} of {len(all_of_them)} allocations failed, one at a time:"
        f" {campaign.ended[_RESET]} ended the session, {campaign.ended[_PRACTISED_ON]} nothing"
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
