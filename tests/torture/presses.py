# SPDX-License-Identifier: MIT
"""Presses at many moments while a full watch loads the link's code or a laptop keeps it busy.

    python -m tests.torture.presses --rounds 30

In each round every press comes a little later than in the one before. Fails where a press waits
for longer than it may.
"""

import argparse
import sys
import time

from tests.board import goals, presses

MOST_MS = {
    "load": goals.ANSWER_SERVED_MS,
    "count": goals.ANSWER_SERVED_MS,
    "pull": goals.ANSWER_SERVED_MS,
    "put": goals.ANSWER_SERVED_MS,
    "live": goals.ANSWER_MS,
}
_PRESSES, _LATER_MS = 10, 97


def main() -> int:
    """Press and tell how long the answers took; 1 where one took too long."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=30, help="how many (30)")
    rounds = parser.parse_args().rounds
    late: list[str] = []
    for asked, most_ms in MOST_MS.items():
        began_s = time.monotonic()
        waits_ms = sorted(_waits_ms(asked, rounds))
        print(
            f"{asked}: {len(waits_ms)} presses, {waits_ms[len(waits_ms) // 2]:.1f} ms in the"
            f" median, {waits_ms[-1]:.1f} at most (<= {most_ms}),"
            f" {time.monotonic() - began_s:.0f} s",
            flush=True,
        )
        late += [asked] if waits_ms[-1] > most_ms else []
    print(f"presses: {rounds} rounds, too late while: {', '.join(late) or 'never'}")
    return int(bool(late))


def _waits_ms(asked: str, rounds: int) -> list[float]:
    if asked == "load":
        return presses.loading_waits_ms(rounds)
    waits_ms: list[float] = []
    for later_ms in range(0, _LATER_MS * rounds, _LATER_MS):
        if asked == "live":
            waits_ms += presses.watched_waits_ms(_PRESSES, later_ms)
        else:
            waits_ms += presses.waits_ms(asked, _PRESSES, later_ms)
    return waits_ms


if __name__ == "__main__":
    sys.exit(main())
