"""Fixtures for all tests."""

import os
from collections.abc import Callable

import pytest
from hypothesis import settings

from loslaten.sim.script import run_script

# How long an example takes is no test's business; what CI runs is the same every time.
settings.register_profile("loslaten", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("loslaten")


@pytest.fixture(scope="session")
def micropython() -> Callable[[str], str]:
    """Runs source on MicroPython with the shared core beside it; answers what it printed.

    What the source raises comes out as `ScriptError` with MicroPython's traceback.
    """
    return run_script
