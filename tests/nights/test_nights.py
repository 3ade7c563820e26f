# SPDX-License-Identifier: MIT
"""Nights with random wearers and faults: both laptops hold what the wrist did, and nothing else.

A thousand of them: `python -m tests.torture.nights`.
"""

import pytest

from tests.nights.life import differences, play

NIGHTS = 8


@pytest.mark.parametrize("seed", range(2))
def test_both_laptops_hold_what_the_wrist_did(tmp_path, seed):
    account = play(seed, NIGHTS, tmp_path)
    assert differences(account) == []
    assert account.lost == 0
    assert max(account.latest_ms) <= 5
    assert len(account.nights) == NIGHTS


def test_a_night_that_a_laptop_has_not_is_told(tmp_path):
    account = play(1, 3, tmp_path)
    account.logs[0].pop()
    assert any("nothing instead of" in line for line in differences(account))
