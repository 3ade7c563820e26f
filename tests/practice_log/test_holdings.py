# SPDX-License-Identifier: MIT
"""A night is somebody's where the times leave no doubt, and nobody's otherwise."""

import pytest

from loslaten.practice_log.holdings import FROM_THE_BEGINNING_MS, Holding, holder
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.persons import PersonError
from loslaten.practice_log.walltime import BETWEEN, Moment
from tests.rigs.raw_records import NOW_MS, SERIAL, practised, raw

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


def test_nights_of_a_watch_that_was_nobodys_are_the_only_persons_once_it_is_met(tmp_path):
    with PracticeLog(tmp_path / "practice.db") as log:
        anna = log.add_person("Anna", NOW_MS)
        bram = log.add_person("Bram", NOW_MS)
        for person in log.persons():
            if person not in (anna, bram):
                log.forget_person(person.id)
        watch = log.see_watch(SERIAL, "", NOW_MS).id
        log.take_page(watch, [raw(1, practised(2), 1, 1_000)], NOW_MS)
        assert [one.person_id for one in log.sessions()] == [None]
        log.forget_person(bram.id)
        log.see_watch(SERIAL, "", NOW_MS + 1)
        assert [one.person_id for one in log.sessions()] == [anna.id]


def test_a_person_is_found_by_name_in_any_case_or_by_code(tmp_path):
    with PracticeLog(tmp_path / "practice.db") as log:
        log.see_watch(SERIAL, "", NOW_MS)
        anna = log.add_person("Anna", NOW_MS)
        (nameless,) = (one for one in log.persons() if not one.name)
        assert log.person("ANNA") == anna
        assert log.person(nameless.code.hex()[:8].upper()) == nameless
        with pytest.raises(PersonError):
            log.person("Bram")
