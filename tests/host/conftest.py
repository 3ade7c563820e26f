"""Fixtures for the tests of the laptop tool."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.host.bedroom import Bedroom


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
