# SPDX-License-Identifier: MIT
"""Properties of the tests with examples that `make test` does not try, round by round.

    python -m tests.torture.properties --rounds 20 --seed 1

Stops at the first round with a failure; its seed tries the same examples again.
"""

import argparse
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def files() -> list[Path]:
    """Return the test files that have properties."""
    tests = sorted((ROOT / "tests").rglob("test_*.py"))
    return [path for path in tests if "from hypothesis import" in path.read_text("utf-8")]


def main() -> None:
    """Run the rounds, each with the seed after the one before."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10, help="how often (10)")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32), help="of the first")
    given = parser.parse_args()
    tried = files()
    for seed in range(given.seed, given.seed + given.rounds):
        command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider"]
        command += ["--hypothesis-profile=search", f"--hypothesis-seed={seed}", *map(str, tried)]
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
        if done.returncode:
            print(done.stdout, done.stderr, sep="\n")
            raise SystemExit(f"properties: one is broken by the examples of --seed {seed}")
    print(
        f"properties: {given.rounds} rounds over {len(tried)} files, from seed {given.seed} on;"
        " all held"
    )


if __name__ == "__main__":
    main()
