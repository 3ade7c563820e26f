# SPDX-License-Identifier: MIT
"""Mutants: changes of the code, one at a time, which the tests of its room have to notice.

A sample of every place where a module can be changed, the same for the same seed. A mutant that
survives tells of a missing test, or changes nothing that anybody could notice. `make mutants`
runs more of them and names the survivors; it leaves these figures as they are.
"""

import os

from tests.bench import Row
from tests.mutants.__main__ import ROOMS, campaign, told

COUNT, SEED = 24, 1


def run() -> list[Row]:
    """Measure and return the rows."""
    workers = os.cpu_count() or 1
    return [told(room, list(campaign(room, COUNT, SEED, workers)), SEED) for room in ROOMS]
