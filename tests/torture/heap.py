# SPDX-License-Identifier: MIT
"""A thousand nights on a board's own heap: after the last as much is free as after the tenth.

    python -m tests.torture.heap --nights 200

The watch is full, so that its journal does not grow; each evening somebody practises, each morning
a laptop takes the night.
"""

import argparse
import sys
import time

from tests.board import scenarios

EARLY = 10
# Where a piece lies differs from night to night; what is in use may not.
USED_MORE_BYTES, LARGEST_LESS_BYTES = 256, 1_024


def main() -> int:
    """Play the nights and compare; 1 where memory was lost on the way."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--nights", type=int, default=1_000, help="how many (1000)")
    nights = parser.parse_args().nights
    began_s = time.monotonic()
    early, late, kept = scenarios.many_nights(nights, EARLY)
    print(
        f"heap: {nights} nights, {kept} kept; in use {early.used} bytes after night {EARLY},"
        f" {late.used} at the end; largest free block {early.largest} and {late.largest};"
        f" {nights / (time.monotonic() - began_s):.1f} nights a second"
    )
    is_lost = late.used > early.used + USED_MORE_BYTES
    return int(is_lost or late.largest < early.largest - LARGEST_LESS_BYTES or kept != nights)


if __name__ == "__main__":
    sys.exit(main())
