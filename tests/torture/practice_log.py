# SPDX-License-Identifier: MIT
"""Every field of an export changed in every way, and every reading command after each import.

    python -m tests.torture.practice_log --seed 1

Stops at nothing; tells what went wrong with the change that did it, and ends with 1 then.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from random import Random

from tests.practice_log.mutated_exports import complaints, kept_export, mutations


def main() -> int:
    """Run the changes; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1, help="of the changes (1)")
    parser.add_argument("--most", type=int, default=2_000, help="changes at most (2000)")
    given = parser.parse_args()
    wrong = count = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {"XDG_STATE_HOME": str(folder / "state"), "LC_ALL": "C.UTF-8"}
        lines = kept_export(folder / "kept")
        for count, (change, text) in enumerate(mutations(lines, Random(given.seed)), 1):
            for complaint in complaints(text, folder / str(count), environment):
                wrong += 1
                print(f"{change}\n    {complaint}", flush=True)
            if count == given.most:
                break
    print(f"practice log, seed {given.seed}: {count} changed files, {wrong} complaints")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
