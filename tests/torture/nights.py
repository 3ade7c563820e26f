# SPDX-License-Identifier: MIT
"""A thousand nights: random wearers and faults; both laptops must hold what the wrists did.

A life of so many nights has a seed of its own; one that went wrong is played again alone with
`python -m tests.torture.nights --seed SEED --nights 25`.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from loslaten_core.practice.event import ENDINGS
from tests.nights.account import broken_promises
from tests.nights.life import play

NIGHTS_A_LIFE = 25
# A life takes half a minute, and other campaigns keep the machine busy.
WALL_LIMIT_S = 3_600


def main() -> int:
    """Play the lives and print what was tried; 1 where one went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nights", type=int, default=1_000, help="how many in all (1000)")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32), help="of the first")
    given = parser.parse_args()
    began_s = time.monotonic()
    nights = sessions = wrong = 0
    met: Counter[str] = Counter()
    seed = given.seed
    while nights < given.nights:
        with tempfile.TemporaryDirectory() as folder:
            try:
                wanted = min(NIGHTS_A_LIFE, given.nights - nights)
                account = play(seed, wanted, Path(folder), WALL_LIMIT_S)
            except Exception as error:
                error.add_note(f"nights: seed {seed}, after {nights} nights")
                raise
        nights += len(account.nights)
        sessions += len(account.logs[0])
        met += Counter(night.fault for night in account.nights if night.fault)
        met["handed over"] += account.handed_over
        met += Counter(f"ended by {ENDINGS[one.told[0]]}" for one in account.logs[0])
        for line in broken_promises(account):
            wrong += 1
            print(f"nights: seed {seed}: {line}")
        seed += 1
    each_s = nights / (time.monotonic() - began_s)
    print(
        f"nights: {nights} from seed {given.seed}, {sessions} sessions; {wrong} wrong;"
        f" {each_s:.1f} nights a second; {', '.join(f'{kind} {n}' for kind, n in met.items())}"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
