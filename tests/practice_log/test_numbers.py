# SPDX-License-Identifier: MIT
"""Numbers of persons and sessions: never given anew, so who remembers one never finds another."""

import subprocess

from loslaten.practice_log.log import PracticeLog
from tests.practice_log.test_deleting import COMMAND
from tests.practice_log.test_log_unhappy import python
from tests.rigs.raw_records import NOW_MS, SERIAL, practised, raw

HOUR_MS = 3_600_000


def night(number: int) -> bytes:
    return raw(number, practised(3), 1, number * HOUR_MS)


def test_the_number_of_a_person_is_nobody_else_s(log):
    bert = log.add_person("Bert", NOW_MS)
    anna = log.add_person("Anna", NOW_MS)
    log.forget_person(anna.id)
    carl = log.add_person("Carl", NOW_MS)
    assert carl.id > anna.id
    for one in (bert, carl):
        log.forget_person(one.id)
    (nameless,) = log.persons()
    assert nameless.id > carl.id


def test_the_number_of_a_session_is_no_other_s(log, watch):
    log.take_page(watch, [night(1), night(2)], NOW_MS)
    log.delete_sessions([2])
    log.take_page(watch, [night(3)], NOW_MS)
    assert [(one.id, one.sequence) for one in log.sessions()] == [(1, 1), (3, 3)]
    log.delete_watch(watch)
    log.take_page(watch, [night(4)], NOW_MS)
    assert [(one.id, one.sequence) for one in log.sessions()] == [(4, 4)]


def test_a_session_that_is_recorded_twice_takes_one_number(log, watch):
    again = raw(2, practised(3), 1, HOUR_MS)
    log.take_page(watch, [night(1), again, night(3)], NOW_MS)
    assert [one.id for one in log.sessions()] == [1, 2]


def test_who_was_added_while_the_question_was_open_is_not_forgotten(home):
    with PracticeLog.in_folder() as log:
        log.add_person("Anna", NOW_MS)
        bert = log.add_person("Bert", NOW_MS)
        forgetting = python(COMMAND, "person", "forget", "Bert", stdin=subprocess.PIPE)
        assert "Bert: 0 nights" in forgetting.stderr.readline()
        log.forget_person(bert.id)
        carl = log.add_person("Carl", NOW_MS)
        log.hand_over(log.see_watch(SERIAL, "Maan", NOW_MS).id, carl.id, 0)
        _, errors = forgetting.communicate("y\n", timeout=300)
        assert forgetting.returncode == 0, errors
        assert [one.name for one in log.persons()] == ["Anna", "Carl"]
