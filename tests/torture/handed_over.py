# SPDX-License-Identifier: MIT
"""The power cut at every flash operation of a hand-over: a wholly old or a wholly new watch.

python -m tests.torture.handed_over --starts 130
"""

import argparse
import sys

from tests.device.handed_over_cuts import AFTER, BEFORE, cut_in_the_order, cut_in_the_start


def main() -> int:
    """Cut at every operation; return the exit code. A watch in between ends it at once."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--starts", type=int, default=130, help="operations of a start (130)")
    given = parser.parse_args()
    ordered = [cut_in_the_order(operation) for operation in range(1, 12)]
    wrong = sum(one not in (BEFORE, AFTER) for one in ordered)
    for operation in range(1, given.starts + 1):
        wrong += cut_in_the_start(operation) != AFTER
    print(
        f"hand-over: {len(ordered)} cuts while it is asked for ({ordered.count(BEFORE)} before, "
        f"{ordered.count(AFTER)} after), {given.starts} while it is carried out, {wrong} between"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
