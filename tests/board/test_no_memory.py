# SPDX-License-Identifier: MIT
"""A lack of memory in a session costs the session at most: the night is kept, the watch back."""

import pytest

from loslaten_core.journal import record
from tests.board import no_memory

# Allocations from the first press on to idle time, of thousands; the torture lets each fail.
TRIED = 7
# In what keeps a session: after its record is made some fifty are for forgetting checkpoints.
BEFORE_IT_IS_KEPT = (60, 75, 90)


@pytest.mark.parametrize("part", range(TRIED))
def test_the_night_is_kept_and_the_watch_is_back(part: int) -> None:
    numbers = no_memory.allocations()
    no_memory.check(no_memory.failing_at(numbers[part * len(numbers) // TRIED]))


@pytest.mark.parametrize("earlier", BEFORE_IT_IS_KEPT)
def test_a_session_that_cannot_be_kept_at_first_is_kept_whole(earlier: int) -> None:
    night = no_memory.failing_at(no_memory.last_before_it_is_kept() - earlier)
    no_memory.check(night)
    assert not night.ended
    faults = [content.detail for one, content in night.kept if one.kind == record.FAULT]
    assert any("MemoryError" in detail for detail in faults), "and it says what failed"
