# SPDX-License-Identifier: MIT
"""A lack of memory in a session costs the session at most: the night is kept, the watch back."""

import pytest

from loslaten_core.journal import record
from loslaten_core.practice.event import COMPLETED, FAULT, POWER_LOST
from tests.board import no_memory

# Where the session has begun, and within it: a few looks of many; the torture tries them all.
LOOKS = (273, 626, 689, 1_004, 1_130, 1_193, 1_256)


@pytest.mark.parametrize("nth", LOOKS)
def test_the_night_is_kept_and_the_watch_is_back(nth: int) -> None:
    night = no_memory.session_failing_at(nth)
    no_memory.check(night)
    endings = [content.ending for one, content in night.records if one.kind == record.SESSION]
    assert endings[0] in (COMPLETED, FAULT, POWER_LOST)
    assert len(endings) == 1


def test_some_of_them_end_the_session_and_say_why() -> None:
    details = [
        content.detail
        for nth in LOOKS
        for one, content in no_memory.session_failing_at(nth).records
        if one.kind == record.FAULT
    ]
    assert any("MemoryError" in detail for detail in details)
