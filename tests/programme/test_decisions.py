# SPDX-License-Identifier: MIT
"""Decisions about proposals: which nights came after them, whatever the nights are numbered."""

from datetime import timedelta

import pytest

from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.days import day_of
from loslaten.programme import reading
from loslaten.programme.proposals import Answer, Proposal
from loslaten.programme.rules import Change
from loslaten.programme.stages import Kind
from tests.practice_log.test_backup import exported, imported
from tests.rigs.raw_records import DAY_MS, NOW_MS, SERIAL, practised, raw

TODAY = day_of(NOW_MS, 0) + timedelta(days=4)
PROPOSAL = Proposal(change=Change.MOVE_ON, nights=(3,), count=1, kind=Kind.MANY)


def night(number: int) -> bytes:
    return raw(number, practised(3), 1, number * DAY_MS)


@pytest.fixture
def log(tmp_path):
    """Three nights, of which the first was deleted, a decision after them, and one night more."""
    with WholeLog(tmp_path / "practice.db") as log:
        watch = log.see_watch(SERIAL, "nightstand", NOW_MS).id
        log.take_page(watch, [night(1), night(2), night(3)], NOW_MS)
        log.delete_sessions([1])
        reading.keep(log, 1, PROPOSAL, Answer.LATER, NOW_MS)
        log.take_page(watch, [night(4)], NOW_MS + DAY_MS)
        yield log


def newer(log, person_id=1):
    (decision,) = reading.decisions(log, person_id, TODAY)
    return [one.sequence for one in log.sessions() if one.id > decision.after_session]


def test_only_nights_that_came_later_are_newer(log):
    assert newer(log) == [4]


def test_a_deletion_makes_no_night_older(log):
    log.delete_sessions([3, 4])
    log.take_page(1, [night(5)], NOW_MS + 2 * DAY_MS)
    assert newer(log) == [5]


def test_so_it_is_in_another_log_that_numbers_them_anew(log, tmp_path):
    with WholeLog(tmp_path / "other.db") as other:
        watch = other.see_watch(SERIAL[::-1], "drawer", NOW_MS).id
        other.take_page(watch, [night(number) for number in range(5, 10)], NOW_MS)
        imported(other, exported(log))
        assert [one.id for one in other.sessions()][5:] == [6, 7, 8]
        assert newer(other, other.persons()[-1].id) == [4]


def test_what_a_wrong_clock_decided_in_years_to_come_silences_nothing(log):
    with log._writing():
        log._db.execute("UPDATE proposal SET decided_utc_ms = ?", (NOW_MS + 4000 * DAY_MS,))
    assert newer(log) == [2, 3, 4]
