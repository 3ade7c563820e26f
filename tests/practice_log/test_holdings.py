# SPDX-License-Identifier: MIT
"""A night is somebody's where the times leave no doubt, and nobody's otherwise."""

import pytest

from loslaten.practice_log.holdings import FROM_THE_BEGINNING_MS, Holding, holder
from loslaten.practice_log.walltime import BETWEEN, Moment

ANNA, BRAM = 1, 2
HANDED_MS = 1_800_000_000_000
EARLIER = Moment(quality=BETWEEN, earliest_ms=None, latest_ms=HANDED_MS - 1)
LATER = Moment(quality=BETWEEN, earliest_ms=HANDED_MS, latest_ms=None)
ANY_TIME = Moment(quality=BETWEEN, earliest_ms=None, latest_ms=None)


def held(person_id: int | None, from_utc_ms: int = HANDED_MS) -> Holding:
    return Holding(watch_id=1, person_id=person_id, from_utc_ms=from_utc_ms, by_journal=False)


FIRST = held(ANNA, FROM_THE_BEGINNING_MS)


@pytest.mark.parametrize(
    ("holdings", "moment", "whose"),
    [
        ([FIRST], ANY_TIME, ANNA),
        ([FIRST, held(BRAM)], EARLIER, ANNA),
        ([FIRST, held(BRAM)], LATER, BRAM),
        ([FIRST, held(BRAM)], ANY_TIME, None),
        ([FIRST, held(ANNA)], ANY_TIME, ANNA),
        ([FIRST, held(None)], LATER, None),
        # Nobody knows whose it was before.
        ([held(BRAM)], LATER, BRAM),
        ([held(BRAM)], EARLIER, None),
        ([held(BRAM)], ANY_TIME, None),
        ([], LATER, None),
    ],
)
def test_whose_a_night_is(holdings, moment, whose):
    assert holder(holdings, moment, None) == whose
