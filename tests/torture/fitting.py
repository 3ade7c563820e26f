# SPDX-License-Identifier: MIT
"""Fitting the strength, at length: thousands of simulated wearers, honest and not.

    python -m tests.torture.fitting --seeds 10000 --seed 1

Prints how many of each were believed, and stops where that breaks what `cue calibrate` promises.
"""

import argparse
from collections.abc import Callable
from random import Random

from loslaten.cues.staircase import STEPS_PCT, Staircase, Verdict
from loslaten_core.haptics.cue import LOWEST_STRENGTH_PCT

SLIPS = 0.05
REFUSED_AT_LEAST = 0.99
FITTED_AT_LEAST = 0.95
Feels = Callable[[int | None], bool]


def honest(seed: int) -> tuple[Feels, int]:
    """Return a wearer with a threshold, whose finger slips now and then, and the threshold."""
    random = Random(f"honest {seed}")
    threshold_pct = random.randrange(LOWEST_STRENGTH_PCT, 97)

    def feels(strength_pct: int | None) -> bool:
        felt = strength_pct is not None and strength_pct >= threshold_pct
        return felt != (random.random() < SLIPS)

    return feels, threshold_pct


def careless(seed: int, yes_share: float) -> Feels:
    """Return a wearer who says yes so often, whatever is played."""
    random = Random(f"careless {seed}")
    return lambda _: random.random() < yes_share


def searched(seed: int, feels: Feels) -> Staircase:
    """Let a wearer answer a whole search."""
    search = Staircase(seed)
    while not search.done:
        search.answer(feels(search.next()))
    return search


def believed(seeds: range, yes_share: float) -> float:
    """Return the share of careless wearers from whom a threshold is taken."""
    searches = (searched(seed, careless(seed, yes_share)) for seed in seeds)
    return sum(search.verdict is Verdict.FOUND for search in searches) / len(seeds)


def fitted(seeds: range) -> tuple[float, float]:
    """Return the shares of honest wearers who are believed, and fitted within a step as well."""
    accepted = close = 0
    for seed in seeds:
        feels, threshold_pct = honest(seed)
        found_pct = searched(seed, feels).threshold_pct
        if found_pct is not None:
            accepted += 1
            close += abs(found_pct - threshold_pct) <= STEPS_PCT[-1]
    return accepted / len(seeds), close / len(seeds)


def main() -> None:
    """Search with as many seeds as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=10_000, help="wearers of each kind (10000)")
    parser.add_argument("--seed", type=int, default=0, help="of the first wearer (0)")
    given = parser.parse_args()
    seeds = range(given.seed, given.seed + given.seeds)
    for name, yes_share in (("always yes", 1.0), ("never", 0.0), ("at random", 0.5)):
        share = believed(seeds, yes_share)
        print(f"{name}: {1 - share:.2%} refused")
        assert 1 - share >= REFUSED_AT_LEAST, name
    accepted, close = fitted(seeds)
    told = f"honest, {SLIPS:.0%} slips: {accepted:.2%} accepted, {close:.2%} within a step as well"
    print(f"fitting: {len(seeds)} wearers of each kind from seed {given.seed}; {told}")
    assert close >= FITTED_AT_LEAST


if __name__ == "__main__":
    main()
