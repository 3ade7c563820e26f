# SPDX-License-Identifier: MIT
"""The wearer goes before the laptop: a press is answered soon, whatever the link does.

A few presses of many: `python -m tests.torture.presses`.
"""

import pytest

from tests.board import presses
from tests.torture.presses import MOST_MS


@pytest.mark.parametrize("asked", presses.ASKED)
def test_a_press_is_answered_soon_whatever_a_laptop_asks_for(asked: str) -> None:
    waits_ms = presses.waits_ms(asked, 4)
    assert max(waits_ms) <= MOST_MS[asked], waits_ms


def test_a_press_in_a_session_that_is_looked_on_at_is_answered_soon() -> None:
    waits_ms = presses.watched_waits_ms(8)
    assert len(waits_ms) > 5
    assert max(waits_ms) <= MOST_MS["live"], waits_ms
