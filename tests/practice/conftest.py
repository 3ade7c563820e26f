"""Says after the tests how much of the session was explored."""

import pytest

from tests.practice.explore import Explorer

_EXPLORED = pytest.StashKey[list[Explorer]]()


@pytest.fixture
def explored(request: pytest.FixtureRequest) -> list[Explorer]:
    """Explorers put here are reported after the tests."""
    return request.config.stash.setdefault(_EXPLORED, [])


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for explorer in config.stash.get(_EXPLORED, []):
        terminalreporter.write_line(explorer.summary())
