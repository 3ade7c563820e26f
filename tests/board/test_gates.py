"""What the firmware has to keep on a board, each figure a test; `make bench ARGS=board` tells all.

Time is charged by what is executed, so these are the same on every computer.
"""

import re

from loslaten.firmware.tree import REPOSITORY
from tests.bench import Row
from tests.board import figures


def kept(figure: Row) -> bool:
    """Show the figure when it misses its goal."""
    assert figure.is_met, f"{figure.name}: {figure.value} {figure.unit}, {figure.goal}"
    return True


def test_the_sync_of_a_morning_is_short() -> None:
    assert kept(figures.morning_sync())


def test_the_page_tells_each_figure_with_its_goal() -> None:
    page = (REPOSITORY / "docs" / "benchmarks.md").read_text("utf-8")
    told = re.findall(r"^\| `([^`]+)` \| (.*?) \|", page, re.MULTILINE)
    rows = [(row.name, row.goal, row.unit) for row in (measure() for measure in figures.FIGURES)]
    assert told[-len(rows) :] == [
        (name, f"{goal.removeprefix('goal ')} {unit}") for name, goal, unit in rows
    ]


def test_an_edge_of_the_motor_that_nobody_asked_for_just_now_is_on_time() -> None:
    assert kept(figures.release_onset())


def test_it_starts_with_less_heap_than_a_board_has() -> None:
    assert kept(figures.least_heap())


def test_a_full_watch_is_there_soon() -> None:
    assert kept(figures.first_tick())


def test_the_watchdog_is_fed_in_time_whatever_happens() -> None:
    assert kept(figures.feed_gap())
