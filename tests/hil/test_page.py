# SPDX-License-Identifier: MIT
"""The page about hardware tells the bars that the firmware is held to without it."""

from loslaten.firmware.tree import REPOSITORY
from tests.board import goals


def test_the_bars_are_the_goals_of_the_board_engine() -> None:
    page = (REPOSITORY / "docs" / "hil.md").read_text("utf-8")
    timing = (
        f"{goals.EDGES_NEAR_PCT} % at most {goals.EDGE_NEAR_MS} ms late, all"
        f" {goals.EDGE_LATEST_MS} ms, {goals.DRIVE_LENGTH_MS} ms longer or shorter"
    )
    block, stack = goals.LARGEST_BLOCK_BYTES // 1_024, goals.STACK_BYTES // 1_024
    assert timing in page
    assert goals.FREE_PCT == 25
    assert f"a quarter is free at the peak, and {block} KB in one piece; {stack} KB of" in page
    assert f"both times; {goals.PULL_KB_S} kB/s |" in page
