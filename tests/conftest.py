"""Fixtures for all tests."""

from collections.abc import Callable

import pytest

from loslaten.sim.script import run_script


@pytest.fixture(scope="session")
def micropython() -> Callable[[str], str]:
    """Runs source on MicroPython with the shared core beside it; answers what it printed.

    What the source raises comes out as `ScriptError` with MicroPython's traceback.
    """
    return run_script
