# SPDX-License-Identifier: MIT
"""A lack of memory in a session costs the session at most: the night is kept, the watch back."""

import pytest

from loslaten_core.journal.event import Fault
from tests.board import no_memory

# Allocations from the first press on to idle time, of thousands; the torture lets each fail.
TRIED = 7
# In what keeps a session: after its record is made some fifty are for forgetting checkpoints.
BEFORE_IT_IS_KEPT = range(55, 105, 11)


@pytest.mark.parametrize("part", range(TRIED))
def test_the_night_is_kept_and_the_watch_is_back(part: int) -> None:
    numbers = no_memory.allocations()
    no_memory.check(no_memory.failing_at(numbers[part * len(numbers) // TRIED]))


def test_a_session_that_cannot_be_kept_at_first_is_kept_whole() -> None:
    last = no_memory.last_before_it_is_kept()
    nights = [no_memory.failing_at(last - earlier) for earlier in BEFORE_IT_IS_KEPT]
    for night in nights:
        no_memory.check(night)
    kept = [content for night in nights if not night.ended for _, content in night.kept]
    faults = [content.detail for content in kept if isinstance(content, Fault)]
    assert any("MemoryError" in detail for detail in faults), "and it says what failed"


@pytest.mark.parametrize("part", [1, 5])
def test_without_any_memory_the_motor_is_off_and_the_watch_back(part: int) -> None:
    numbers = no_memory.allocations()
    nth = numbers[part * len(numbers) // TRIED]
    no_memory.check_for_good(no_memory.failing_at(nth, for_good=True))
