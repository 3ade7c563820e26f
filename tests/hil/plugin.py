# SPDX-License-Identifier: MIT
"""Plugin of pytest for `checks/`: gives them the bench, and their part of the report."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.hil.bench import Bench
from tests.hil.report import BeyondLimitError, Part, Report, told

Ask = Callable[[str], str | None]


class Plugin:
    """Gives the checks the bench and `ask`, which answers None where nobody can be asked."""

    def __init__(self, bench: Bench, report: Report, ask: Ask) -> None:
        self._bench = bench
        self._report = report
        self._ask = ask

    @pytest.fixture
    def bench(self) -> Bench:
        return self._bench

    @pytest.fixture
    def ask(self) -> Ask:
        return self._ask

    @pytest.fixture
    def part(self, request: pytest.FixtureRequest) -> Part:
        """The part of the report that is called as the module says of itself."""
        return self._report.part(_title(request.node))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        """Let the report know of what broke, and of what was left out."""
        outcome = yield
        error = call.excinfo
        if error is not None:
            part = self._report.part(_title(item))
            if error.errisinstance(pytest.skip.Exception):
                part.missing(item.name.removeprefix("test_").replace("_", " "), str(error.value))
            elif not error.errisinstance(BeyondLimitError):
                part.broke(told(error.value))
        return outcome


def _title(item: pytest.Item) -> str:
    title: str = item.module.TITLE  # type: ignore[attr-defined]
    return title
