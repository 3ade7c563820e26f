# SPDX-License-Identifier: MIT
"""Says after the tests how much of the session was explored."""

import pytest

EXPLORED = "explored"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tests record it as a property, which comes here from whichever process ran them."""
    for report in terminalreporter.stats.get("passed", []):
        for name, told in report.user_properties:
            if name == EXPLORED:
                terminalreporter.write_line(told)
