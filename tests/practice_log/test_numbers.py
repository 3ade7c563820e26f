# SPDX-License-Identifier: MIT
"""Numbers of persons and sessions: never given anew, so who remembers one never finds another."""

import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from loslaten.practice_log import migrations, numbers
from loslaten.practice_log.backup.restore import restore
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.log import PracticeLog
from loslaten_core.journal.record import U32_MAX
from tests.practice_log.test_backup import exported, imported
from tests.practice_log.test_deleting import COMMAND
from tests.practice_log.test_log_unhappy import python
from tests.rigs.old_logs import fill_version
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


def night_ids(log: PracticeLog) -> list[tuple[int, int]]:
    return [(one.id, one.sequence) for one in log.sessions()]


def test_the_last_number_of_an_old_log_is_given_once(tmp_path):
    path = tmp_path / "practice.db"
    fill_version(path, migrations.VERSION - 1)
    with PracticeLog(path) as log:
        (anna,) = log.persons()
        log.delete_sessions([1])
        log.take_page(1, [night(9)], NOW_MS)
        assert night_ids(log) == [(2, 9)]
        log.forget_person(anna.id)
        assert log.persons()[0].id == 2


def test_a_restored_session_or_person_has_the_number_it_had(home):
    """A page that was open meanwhile still rates the night that it shows."""
    file = home / "practice.jsonl"
    with WholeLog.in_folder() as log:
        log.add_person("Anna", NOW_MS)
        bert = log.add_person("Bert", NOW_MS)
        log.add_person("Carl", NOW_MS)
        log.forget_person(1)
        log.hand_over(log.see_watch(SERIAL, "Maan", NOW_MS).id, bert.id, 0)
        log.take_page(1, [night(number) for number in range(1, 5)], NOW_MS)
        log.delete_sessions([2])
        text = exported(log)
        file.write_text(text)
        log.delete_sessions([4])
    restore(file, None, datetime.now())
    with WholeLog.in_folder() as log:
        assert night_ids(log) == [(1, 1), (3, 3), (4, 4)]
        assert [(one.id, one.name) for one in log.persons()] == [(2, "Bert"), (3, "Carl")]
        assert exported(log) == text


@pytest.mark.parametrize("damaged", [b"", b"CREATE TABLE quiz (", b"CREATE TABLE person ("])
def test_a_restore_gives_no_number_of_the_log_before_again(home, damaged):
    path, file = home / "data" / "practice.db", home / "practice.jsonl"
    with WholeLog.in_folder() as log:
        log.add_person("Anna", NOW_MS)
        file.write_text(exported(log))
        log.forget_person(log.add_person("Bert", NOW_MS).id)
        watch_id = log.see_watch(SERIAL, "Maan", NOW_MS).id
        log.take_page(watch_id, [night(1), night(2)], NOW_MS)
        log.delete_sessions([2])
    path.write_bytes(path.read_bytes().replace(damaged, damaged.replace(b"TABLE", b"TABLA")))
    restore(file, None, datetime.now())
    with PracticeLog.in_folder() as log:
        # Which numbers were given stands in a table of its own.
        assert log.add_person("Carl", NOW_MS).id == 3
        log.take_page(log.see_watch(SERIAL, "Maan", NOW_MS).id, [night(3)], NOW_MS)
        assert night_ids(log) == [(3, 3)]


def last_number_given(path: Path, table: str, number: int) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as log:
        log.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (number, table))


@pytest.mark.parametrize("table", numbers.TABLES)
@pytest.mark.parametrize("is_only", [True, False])
def test_no_file_uses_the_numbers_up(tmp_path, table, is_only):
    """The next backup has what comes after it, too."""
    with WholeLog(tmp_path / "practice.db") as other:
        anna = other.add_person("Anna", NOW_MS)
        if is_only:
            other.forget_person(1)
        last_number_given(other.path, table, U32_MAX - 1)
        bert = other.add_person("Bert", NOW_MS)
        if is_only:
            other.forget_person(anna.id)
        watch_id = other.see_watch(SERIAL, "Maan", NOW_MS).id
        other.hand_over(watch_id, bert.id, 0)
        other.take_page(watch_id, [night(1)], NOW_MS)
        file = exported(other)
    with WholeLog(tmp_path / "here.db") as log:
        imported(log, file)
        log.add_person("Carl", NOW_MS)
        log.take_page(log.see_watch(SERIAL, "Maan", NOW_MS).id, [night(2)], NOW_MS)
        text = exported(log)
        assert log.left_out == {}
    with WholeLog(tmp_path / "again.db") as again:
        imported(again, text)
        assert exported(again) == text


def test_no_damaged_log_uses_the_numbers_up(home):
    file, path = home / "practice.jsonl", home / "data" / "practice.db"
    with WholeLog(path) as log:
        log.add_person("Anna", NOW_MS)
        file.write_text(exported(log))
    last_number_given(path, "person", U32_MAX)
    restore(file, None, datetime.now())
    with WholeLog(path) as log:
        assert log.add_person("Bert", NOW_MS).id == 2
