# SPDX-License-Identifier: MIT
"""Counts of a simulated night, on which the energy model and the benchmark rest."""

import pytest

from loslaten.battery_life.simulated_day import simulate
from loslaten.firmware import boards
from loslaten.protocols.file import find


@pytest.mark.parametrize("board", boards.names())
def test_a_board_wakes_for_all_that_it_has_to_do(board):
    night = simulate(board, find("onderweg"))
    assert night.edges >= 2 * night.pulses > 0
    assert night.writes > 0
    assert night.needed_wake_ups <= night.session.wake_ups
    assert sum(night.session.seconds.values()) == pytest.approx(night.session_s)
