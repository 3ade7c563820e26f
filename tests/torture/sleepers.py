# SPDX-License-Identifier: MIT
"""A hundred thousand sleepers on their button: none gives a rating.

    python -m tests.torture.sleepers --sleepers 100000 --seed 1

They press at each of the rates per hour and shares of held presses of tests/practice/sleepers.py,
in turn. Stops at the first rating, with what leads there.
"""

import argparse
from itertools import product

from tests.practice import sleepers


def main() -> None:
    """Let as many sleep as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sleepers", type=int, default=100_000, help="how many (100000)")
    parser.add_argument("--seed", type=int, default=1, help="of the first (1)")
    given = parser.parse_args()
    ways = tuple(product(sleepers.RATES_PER_HOUR, sleepers.HELD_SHARES))
    presses = restarts = offers = 0
    for number in range(given.sleepers):
        rate_per_hour, held_share = ways[number // 2 % len(ways)]
        night = sleepers.slept(given.seed + number, rate_per_hour, held_share)
        if night.ratings:
            raise SystemExit(f"a rating: {given.seed + number}, {rate_per_hour}, {held_share}")
        presses += night.presses
        restarts += night.restarts
        offers += night.offers
    print(
        f"sleepers: {given.sleepers} from seed {given.seed}, {presses} presses,"
        f" {restarts} sessions begun asleep,"
        f" {offers} counts two presses away, 0 ratings;"
        f" rates {sleepers.RATES_PER_HOUR} an hour, held {sleepers.HELD_SHARES}"
    )


if __name__ == "__main__":
    main()
