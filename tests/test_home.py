# SPDX-License-Identifier: MIT
"""The tests give the same answer in whatever home they are run."""

import os
import subprocess
import sys
from pathlib import Path

from loslaten.sim.micropython import engine

REPOSITORY = Path(__file__).parents[1]


def test_a_micropython_in_the_users_cache_is_not_found(tmp_path):
    module = tmp_path / ".cache" / "loslaten" / engine.PACKAGE
    module.parent.mkdir(parents=True)
    module.touch()
    one = "tests/cli/test_unhappy.py::test_no_micropython"
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", one],
        cwd=REPOSITORY,
        env=os.environ | {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / ".cache")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
