# SPDX-License-Identifier: MIT
"""Nights with random wearers and faults: both laptops hold what the wrist did, and whose it was.

A thousand of them: `python -m tests.torture.nights`.
"""

from dataclasses import replace

import pytest

from loslaten_core.practice.event import POWER_LOST
from tests.nights.account import LATEST_MS, Account, Kept, Night, broken_promises, differences
from tests.nights.laptops import PACKED
from tests.nights.life import HOLD_MS, play
from tests.nights.wrist import sessions, told

NIGHTS = 8
# Together a hundred nights.
SEEDS = range(1, 14)
HANDED_OVER = {2: 1, 9: 2}


@pytest.mark.parametrize("seed", SEEDS)
def test_both_laptops_hold_what_the_wrist_did(tmp_path, seed):
    account = play(seed, NIGHTS, tmp_path)
    assert broken_promises(account) == []
    assert account.latest_ms
    assert len(account.nights) == NIGHTS
    assert account.handed_over == HANDED_OVER.get(seed, 0)


def test_a_night_that_a_laptop_has_not_is_told(tmp_path):
    account = play(1, 3, tmp_path)
    account.logs[0].pop()
    assert any("nothing instead of" in line for line in differences(account))


def test_a_night_that_a_laptop_takes_for_another_persons_is_told(tmp_path):
    account = play(1, 3, tmp_path)
    account.logs[0][-1] = replace(account.logs[0][-1], person="wearer 2")
    assert [line[:35] for line in differences(account)] == ["laptop 1: wearer 1's is wearer 2's,"]


def test_a_night_with_a_late_cue_or_a_lost_session_is_told(tmp_path):
    account = play(1, 1, tmp_path)
    account.lost, account.latest_ms = 2, [LATEST_MS, LATEST_MS + 1]
    assert broken_promises(account) == ["the watch lost 2 sessions", "a cue came 6 ms late"]


def test_a_night_without_a_trace_is_not_taken_for_the_next_one():
    gone, kept = (
        Night(
            strokes=[(began_ms, began_ms + HOLD_MS)],
            began_ms=began_ms,
            until_ms=until_ms,
            person=person,
            power_cut=True,
        )
        for began_ms, until_ms, person in ((0, 9_000, "Anna"), (100_000, 160_000, "Bram"))
    )
    (early,) = sessions(kept.strokes, PACKED, kept.began_ms + 9_000)
    found = Kept(told=(POWER_LOST, *told(early)[1:]), person="Bram")
    account = Account(seed=0, packed=PACKED, nights=[gone, kept], logs=[[found]])
    assert differences(account) == []
    account.logs[0].append(found)
    assert len(differences(account)) == 1
