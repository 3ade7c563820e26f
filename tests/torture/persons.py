# SPDX-License-Identifier: MIT
"""Ten thousand histories of several persons, and no night in anybody else's report.

python -m tests.torture.persons --histories 10000 --seed 1
"""

import argparse
import os
import random
import subprocess
import sys
from pathlib import Path

_TEST = Path(__file__).parents[1] / "practice_log" / "test_person_mixups.py"


def main() -> int:
    """Run the test with so many histories; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--histories", type=int, default=10_000, help="how many (10000)")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32), help="of them all")
    given = parser.parse_args()
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n",
            "0",
            "--hypothesis-profile=search",
            f"--hypothesis-seed={given.seed}",
            str(_TEST),
        ],
        env=os.environ | {"LOSLATEN_HISTORIES": str(given.histories)},
        check=False,
    )
    told = "no night in a wrong report" if ran.returncode == 0 else "a night in a wrong report"
    print(f"persons: {given.histories} histories from seed {given.seed}, {told}")
    return ran.returncode


if __name__ == "__main__":
    sys.exit(main())
