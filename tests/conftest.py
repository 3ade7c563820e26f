"""Fixtures for all tests."""

import os
import re
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from loslaten.sim.micropython.script import run_script
from tests.rigs.bedroom import Bedroom

# How long an example takes is no test's business; what CI runs is the same every time.
settings.register_profile("loslaten", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("loslaten")

PERSONAL = re.compile("LOSLATEN_(DATA|DEBUG)|LANGUAGE|LC_.*|XDG_.*|COLUMNS|(NO|FORCE)_COLOR")


def pytest_configure(config: pytest.Config) -> None:
    """Keep the home, the language and the clock of whoever runs the tests away from them.

    A practice log, a key or a fetched MicroPython of theirs is neither used nor touched. Ctrl-C
    means what it always does, also where a shell started the tests in the background.
    """
    home = tempfile.TemporaryDirectory(prefix="loslaten-home-")
    config.add_cleanup(home.cleanup)
    for name in filter(PERSONAL.fullmatch, list(os.environ)):
        del os.environ[name]
    os.environ |= {"HOME": home.name, "LANG": "C.UTF-8", "TZ": "UTC"}
    time.tzset()
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def micropython() -> Callable[[str], str]:
    """Runs source on MicroPython with the shared core beside it; answers what it printed.

    What the source raises comes out as `ScriptError` with MicroPython's traceback.
    """
    return run_script


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own: the practice log and the keys are in here, the language is English."""
    monkeypatch.setenv("LOSLATEN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return tmp_path


@pytest.fixture
def bedroom(home: Path) -> Iterator[Bedroom]:
    """A bedroom whose watch has its radio window open."""
    room = Bedroom()
    room.open_radio()
    yield room
    room.close()
