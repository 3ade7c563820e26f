# SPDX-License-Identifier: MIT
"""Logs that say what cannot be, and every reading command on each.

    python -m tests.torture.practice_log --seed 1

Every field of an export is changed in every way and the file imported; every column of every table
is given wild values, past the tables' own checks. Stops at nothing; tells what went wrong with the
change that did it, and ends with 1 then.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from random import Random

from tests.practice_log import mutated_exports, wild_rows

# Tells what goes wrong with a change, given a folder that is not there yet and an environment.
Complaints = Callable[[Path, dict[str, str]], list[str]]
_CHANGES_A_PROCESS = 100


def main() -> int:
    """Run the changes; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1, help="of the changes (1)")
    parser.add_argument(
        "--most", type=int, default=2_000, help="changes of each kind at most (2000)"
    )
    given = parser.parse_args()
    wrong = 0
    counts = {"changed files": 0, "wild values": 0}
    for kind, changes in zip(counts, (_exports, _rows), strict=True):
        with tempfile.TemporaryDirectory() as name, _fresh_process() as process:
            folder = Path(name)
            for change, complaints in islice(changes(folder, given.seed), given.most):
                counts[kind] += 1
                for complaint in process.submit(_complaints, complaints, folder).result():
                    wrong += 1
                    print(f"{change}\n    {complaint}", flush=True)
    tried = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    print(f"practice log, seed {given.seed}: {tried}, {wrong} complaints")
    return 1 if wrong else 0


def _fresh_process() -> ProcessPoolExecutor:
    """Return a process that is a new one now and then: click keeps what each command printed."""
    return ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=_CHANGES_A_PROCESS)


def _exports(folder: Path, seed: int) -> Iterator[tuple[str, Complaints]]:
    lines = mutated_exports.kept_export(folder / "kept")
    for change, text in mutated_exports.mutations(lines, Random(seed)):
        yield change, partial(mutated_exports.complaints, text)


def _rows(folder: Path, seed: int) -> Iterator[tuple[str, Complaints]]:
    kept = wild_rows.kept_log(folder / "kept")
    every = [*wild_rows.wild_values(kept), *wild_rows.wild_kinds(kept)]
    Random(seed).shuffle(every)
    for wild in every:
        yield str(wild), partial(wild_rows.complaints, kept, wild)


def _complaints(complaints: Complaints, folder: Path) -> list[str]:
    """Return what goes wrong with a change, in a folder that is gone afterwards."""
    place = folder / "changed"
    environment = {
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "LC_ALL": "C.UTF-8",
    }
    try:
        return complaints(place, environment)
    finally:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
