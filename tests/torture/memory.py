# SPDX-License-Identifier: MIT
"""Memory that fails at every moment of a session, on a board's own heap.

    python -m tests.torture.memory --every 7

For a moment at each look at the clock of a short session; for good, to the last block, in each
group of the longest and in its rest. Stops at the first night that is not kept, with the moment
that led to it.
"""

import argparse
import time

from loslaten_core.journal import record
from tests.board import no_memory, scenarios

# A session of 24 groups of 19 s, begun at 12 s, from its settling in to the last of its rest.
_FIRST_MS, _END_MS, _GROUP_MS = 60_000, 820_000, 19_000


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
    moments_ms = range(_FIRST_MS, _END_MS, _GROUP_MS * every)
    for at_ms in moments_ms:
        try:
            no_memory.check_fault(scenarios.fault_at(at_ms))
        except AssertionError as error:
            raise SystemExit(f"heap full at {at_ms} ms: {error}") from error
    print(f"{len(moments_ms)} full heaps, {time.monotonic() - began_s:.0f} s")


if __name__ == "__main__":
    main()
