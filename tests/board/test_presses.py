# SPDX-License-Identifier: MIT
"""The wearer goes before the laptop, and the processor rests while there is nothing to send.

`python -m tests.torture.presses` presses hundreds of times.
"""

import pytest

from loslaten_core.link import message as m
from tests.board import deployed, goals, presses
from tests.board.hardware import FUEL_PER_MS, Board
from tests.board.laptop import Laptop
from tests.board.scenarios import FULL_NIGHTS

_PROVEN_MS, _LATER_MS = 9_000, 14_000
_BUSY_PCT = 5


class Silent(Laptop):
    """Asks for all records, and acknowledges none of what comes."""

    def _acknowledge(self) -> None:
        pass


def busy_pct(laptop: type[Laptop], *requests: tuple[int, bytes]) -> float:
    """Return the share of time for which the processor is busy once requests were answered."""
    flash = deployed.flash(deployed.largest_protocols(), nights=FULL_NIGHTS)
    board = Board(flash=flash, has_usb=True)
    visitor = laptop(board, requests, stays=True)
    executed: list[int] = []
    for at_ms in (_PROVEN_MS, _LATER_MS):
        board.at(at_ms, lambda: executed.append(board.fuel))
    assert not board.run(_LATER_MS + 1)
    assert visitor.is_there
    busy_ms = (executed[1] - executed[0]) / FUEL_PER_MS
    return 100 * busy_ms / (_LATER_MS - _PROVEN_MS)


def test_a_press_in_a_session_that_is_looked_on_at_is_answered_soon() -> None:
    waits_ms = presses.watched_waits_ms(8)
    assert len(waits_ms) > 5
    assert max(waits_ms) <= goals.ANSWER_MS, waits_ms


@pytest.mark.parametrize(("asked", "later_ms", "number"), [("pull", 2_328, 1), ("put", 582, 0)])
def test_a_press_in_a_collection_goes_before_what_the_link_does_next(
    asked: str, later_ms: int, number: int
) -> None:
    waits_ms = presses.waits_ms(asked, number + 1, later_ms)
    assert waits_ms[number] <= goals.ANSWER_SERVED_MS


def test_a_press_goes_before_the_link_whose_code_is_loaded() -> None:
    assert max(presses.loading_waits_ms(8)) <= goals.ANSWER_SERVED_MS


def test_the_processor_rests_while_a_laptop_acknowledges_nothing() -> None:
    assert busy_pct(Silent, (m.PULL, m.SEQUENCE.pack(1))) < _BUSY_PCT


def test_the_processor_rests_while_a_laptop_wants_nothing() -> None:
    assert busy_pct(Laptop, (m.STATUS, b"")) < _BUSY_PCT
