# SPDX-License-Identifier: MIT
"""Run scenarios and print what they cost: `python -m tests.board session sync`, or all."""

import sys
import time

from tests.board import scenarios
from tests.board.hardware import PICO_W_HEAP_BYTES


def main(wanted: list[str]) -> None:
    unknown = set(wanted) - set(scenarios.ALL)
    if unknown:
        sys.exit(f"no scenario {', '.join(sorted(unknown))}; there are {', '.join(scenarios.ALL)}")
    for name in wanted or scenarios.ALL:
        began_s = time.process_time()
        outcome = scenarios.ALL[name]()
        board = outcome.board
        print(f"\n{name}: {scenarios.ALL[name].__doc__}")
        print(f"  ended: {outcome.ended or 'well'} after {board.now_ms / 1_000:.1f} s")
        if board.printed:
            print("  printed: " + board.printed.strip().replace("\n", "\n  "))
        print(
            f"  first wait {board.first_wait_ms} ms, longest feed gap {board.feed_gap_ms:.0f} ms"
        )
        print(f"  {board.waits} waits, {board.flash.erases} erases, {board.flash.pages} pages")
        for when in ("idle", "session", "syncing"):
            heaps = outcome.heaps_when(when)
            if heaps:
                least = min(heap.free for heap in heaps)
                print(
                    f"  {when}: in use at most {PICO_W_HEAP_BYTES - least}, free at least {least}"
                    f" ({min(heap.free_pct for heap in heaps):.0f} %),"
                    f" largest free block at least {min(heap.largest for heap in heaps)}"
                )
        if outcome.laptop is not None:
            print(f"  {len(outcome.laptop.records)} records")
            for answer in outcome.laptop.answers:
                print(f"  0x{answer.opcode:02x}: {answer.code}, {answer.took_ms:.0f} ms")
        print(f"  (fuel {board.fuel}, {time.process_time() - began_s:.1f} s of this computer's)")


if __name__ == "__main__":
    main(sys.argv[1:])
