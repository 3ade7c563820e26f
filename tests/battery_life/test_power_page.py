# SPDX-License-Identifier: MIT
"""docs/power.md says what the boards' files and a simulated night say."""

from tests.battery_life import power_page

REFRESH = ".venv/bin/python -m tests.battery_life.power_page"


def test_the_tables_are_those_of_the_boards():
    told = power_page.PAGE.read_text("utf-8")
    assert told == power_page.written(power_page.played()), f"write it anew: {REFRESH}"
