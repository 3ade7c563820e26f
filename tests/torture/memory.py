# SPDX-License-Identifier: MIT
"""Memory that fails at every moment of a session, on a board's own heap.

    python -m tests.torture.memory --every 7

For a moment at each look at the clock of a short session; for good, to the last block, in each
group of the longest. Stops at the first night that is not kept, with the moment that led to it.
"""

import argparse
import time

from loslaten_core.journal import record
from tests.board import no_memory, scenarios

# Groups of 15 s, released once or twice, after a minute of settling in.
_FIRST_GROUP_MS, _LAST_GROUP_MS, _GROUP_MS = 60_000, 900_000, 35_000


def main() -> None:
    """Let memory fail at every moment, or at every so manieth."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--every", type=int, default=1, help="try every so manieth moment (1)")
    every = parser.parse_args().every
    began_s = time.monotonic()
    first, last = no_memory.looks()
    ended = 0
    for nth in range(first + 1, last, every):
        night = no_memory.session_failing_at.__wrapped__(nth)
        try:
            no_memory.check(night)
        except AssertionError as error:
            raise SystemExit(f"look {nth}: {error}") from error
        ended += bool(night.ended)
        kept = [one for one, _ in night.records if one.kind == record.SESSION]
        if len(kept) > 1:
            raise SystemExit(f"look {nth}: {len(kept)} records of one session")
    tried = len(range(first + 1, last, every))
    print(f"{tried} moments, {ended} ended the session, {time.monotonic() - began_s:.0f} s")
    moments_ms = range(_FIRST_GROUP_MS, _LAST_GROUP_MS, _GROUP_MS * every)
    for at_ms in moments_ms:
        try:
            no_memory.check_fault(scenarios.fault_at(at_ms))
        except AssertionError as error:
            raise SystemExit(f"heap full at {at_ms} ms: {error}") from error
    print(f"{len(moments_ms)} full heaps, {time.monotonic() - began_s:.0f} s")


if __name__ == "__main__":
    main()
