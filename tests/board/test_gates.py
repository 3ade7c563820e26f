# SPDX-License-Identifier: MIT
"""Limits of the firmware on a board, each figure a test; `make bench ARGS=board` tells all.

Time is charged by what is executed, so these are the same on every computer.
"""

from loslaten.firmware import boards
from tests.bench import Row, table
from tests.board import figures, scenarios


def kept(figure: Row) -> bool:
    """Show the figure when it misses its goal."""
    assert figure.is_met, f"{figure.name}: {figure.value} {figure.unit}, {figure.goal}"
    return True


def test_the_sync_of_a_morning_is_short() -> None:
    assert kept(figures.morning_sync())


def test_records_come_as_fast_as_they_should() -> None:
    assert kept(figures.pull())


def test_the_page_tells_each_figure_with_its_goal() -> None:
    told = [(row.name, row.goal, row.unit) for row in table.load()["board"]]
    rows = [measure() for measure in figures.FIGURES]
    assert told == [(row.name, row.goal, row.unit) for row in rows], "make bench ARGS=board"


def test_the_motors_edges_are_on_time() -> None:
    assert kept(figures.edges_within_5_ms())
    assert kept(figures.edge_latest())
    assert kept(figures.drive_length())
    assert kept(figures.release_onset())


def test_the_processor_has_settled_when_an_edge_comes_after_light_sleep() -> None:
    board = scenarios.session().board
    edges_ms = [at_ms for at_ms, _ in board.motor]
    before_edge = [
        busy_ms
        for woke_ms, busy_ms in board.wakes_ms
        if any(0 <= edge_ms - woke_ms <= 30 for edge_ms in edges_ms)
    ]
    assert len(before_edge) > 100
    assert 1 < max(before_edge) <= int(str(boards.constants("pico_w")["WAKE_MS"]))


def test_a_press_is_answered_soon() -> None:
    assert kept(figures.press_to_motor())


def test_a_press_is_answered_soon_whatever_a_laptop_asks_for() -> None:
    assert kept(figures.press_while_counting())
    assert kept(figures.press_while_pulling())
    assert kept(figures.press_while_putting())


def test_a_full_watch_keeps_room_in_one_piece() -> None:
    assert kept(figures.largest_free_block())
    assert kept(figures.free_share())


def test_it_starts_with_less_heap_than_a_board_has() -> None:
    assert kept(figures.least_heap())


def test_a_full_watch_is_there_soon() -> None:
    assert kept(figures.first_tick())


def test_the_watchdog_is_fed_in_time_whatever_happens() -> None:
    assert kept(figures.feed_gap())
