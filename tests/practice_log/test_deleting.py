# SPDX-License-Identifier: MIT
"""Deleting: what goes is gone from the files, and does not come back with a sync or an import."""

import sqlite3
import subprocess
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from loslaten.cli import main
from loslaten.practice_log import database, erasure, rows
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.choice import Choice
from loslaten.practice_log.log import PracticeLog
from loslaten_core.journal import event
from tests.practice_log.test_backup import exported, imported
from tests.practice_log.test_log_unhappy import python
from tests.rigs.raw_records import DAY_MS, NOW_MS, SERIAL, practised, raw
from tests.rigs.visits import visited

HOUR_MS = 3_600_000
SECRET = "a secret about the neck"
RAWS = [
    raw(1, event.Clock(NOW_MS, 60, 40), 1, 10),
    raw(2, practised(3), 1, HOUR_MS),
    raw(3, practised(5), 1, 2 * HOUR_MS),
    # A power cut made the watch write it twice.
    raw(4, practised(3), 1, HOUR_MS),
]


def run(*arguments: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=answer)


@pytest.fixture
def log(home):
    with WholeLog.in_folder() as log:
        watch = log.see_watch(SERIAL, "nightstand", NOW_MS).id
        log.take_page(watch, RAWS, NOW_MS)
        log.add_note(
            1, rows.Note(written_utc_ms=NOW_MS, tension_before=7, tension_after=3, text=SECRET)
        )
        yield log


def bytes_of(log: PracticeLog) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(log.path.parent.iterdir()))


def test_a_session_goes_with_its_notes_and_records_and_stays_away(log):
    before = exported(log)
    assert SECRET.encode() in bytes_of(log)
    log.delete_sessions([1])
    left = bytes_of(log)
    assert SECRET.encode() not in left
    assert not any(one in left for one in (RAWS[1], RAWS[3]))
    assert RAWS[2] in left
    assert [one.sequence for one in log.sessions()] == [3]
    # The next sync asks for the last record known, and the watch still has them all.
    assert log.resume_from(1, 5, NOW_MS) == 4
    assert log.missing(1) == []
    page = log.take_page(1, RAWS, NOW_MS)
    assert (page.new, page.known, page.restarted) == (0, 4, False)
    assert [one.sequence for one in log.sessions()] == [3]
    # Once more under another number: the power went at the wrong moment.
    log.take_page(1, [raw(5, practised(3), 1, HOUR_MS)], NOW_MS)
    assert [one.sequence for one in log.sessions()] == [3]
    imported(log, before)
    assert [one.sequence for one in log.sessions()] == [3]
    assert log.resume_from(1, 6, NOW_MS) == 5


def test_a_deletion_comes_along_to_another_laptop(log, tmp_path):
    log.delete_sessions([1])
    with WholeLog(tmp_path / "other" / "practice.db") as other:
        imported(other, exported(log))
        assert len(other.sessions()) == 1
        watch = other.see_watch(SERIAL, "nightstand", NOW_MS).id
        assert other.take_page(watch, RAWS, NOW_MS).new == 0
        assert len(other.sessions()) == 1


def test_all_that_a_watch_told_goes_and_what_it_records_afterwards_comes(log):
    log.delete_watch(1)
    left = bytes_of(log)
    assert not any(one in left for one in (*RAWS, SECRET.encode(), b"nightstand"))
    watch = log.see_watch(SERIAL, "nightstand", NOW_MS + DAY_MS).id
    assert log.resume_from(watch, 6, NOW_MS) == 4
    later = [RAWS[3], raw(5, practised(4), 1, 30 * HOUR_MS)]
    page = log.take_page(watch, later, NOW_MS + DAY_MS)
    assert (page.new, page.restarted) == (1, False)
    assert [one.sequence for one in log.sessions()] == [5]


def test_a_wiped_watch_is_noticed_after_a_deletion(log):
    log.delete_watch(1)
    wiped = [raw(4, practised(4), 1, 9)]
    assert log.take_page(1, wiped, NOW_MS).restarted
    assert len(log.sessions()) == 1


def test_the_command_says_what_goes_and_asks(log):
    asked = run("log", "delete", "1", answer="n\n")
    assert asked.exit_code == 1
    assert "1 session, with the notes on it" in asked.stderr
    assert "delete for good?" in asked.stderr
    assert len(log.sessions()) == 2
    assert run("log", "delete", "1", "--yes").stdout == "deleted\n"
    assert len(log.sessions()) == 1
    gone = run("log", "delete", "1", "--yes")
    assert (gone.exit_code, gone.stderr.splitlines()[0]) == (1, "loslaten: there is no session 1")
    assert "2 oefeningen" not in run("log", "delete", "--watch", "nightstand", "--yes").stderr
    assert log.count_sessions() == 0
    assert run("log", "delete").exit_code == 2


WRITING = ("BEGIN IMMEDIATE",)
READING = ("BEGIN", "SELECT count(*) FROM note")


@pytest.mark.parametrize("at_work", [WRITING, READING])
@pytest.mark.parametrize("command", [("log", "delete", "1"), ("person", "forget")])
def test_what_others_at_work_keep_from_being_overwritten_is_at_the_next_opening(
    log, monkeypatch, command, at_work
):
    log.close()
    with closing(sqlite3.connect(log.path, isolation_level=None)) as other:
        opened = database._open

        def begin(statement: str) -> None:
            if statement == "VACUUM" and not other.in_transaction:
                for one in at_work:
                    other.execute(one)

        def hindered(name: str, _busy_ms: int, is_uri: bool = False) -> sqlite3.Connection:
            connection = opened(name, 50, is_uri)
            connection.set_trace_callback(begin)
            return connection

        with monkeypatch.context() as patch:
            patch.setattr(database, "_open", hindered)
            told = run(*command, "--yes")
        assert told.exit_code == 0, told.stderr
        assert "traces may still be in the file of the log" in told.stderr
        with PracticeLog(log.path, busy_ms=50) as left:
            assert left.session(1) is None
            assert left.has_traces
        other.execute("COMMIT")
        assert SECRET.encode() in bytes_of(log)
        with PracticeLog(log.path) as left:
            assert not left.has_traces
        assert SECRET.encode() not in bytes_of(log)


def harm(path: Path) -> bytes:
    """Damage the page on which records begin, as a disk would; return what is in the file."""
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'record'"
        ).fetchone()
    whole = bytearray(path.read_bytes())
    at = (page - 1) * 4096
    # The number of cells: there are fewer than there were, and no reader notices.
    whole[at + 3 : at + 5] = (1).to_bytes(2, "big")
    path.write_bytes(whole)
    return bytes(whole)


def test_what_was_deleted_from_a_damaged_log_costs_nothing_else_of_it(log):
    log.close()
    with closing(sqlite3.connect(log.path)) as connection:
        erasure.leave_traces(connection)
        connection.commit()
    before = harm(log.path)
    with PracticeLog(log.path) as left:
        assert left.has_traces
        assert left.session(1) is not None
        with pytest.raises(database.StoreError, match="damaged"):
            left.check()
    assert log.path.read_bytes() == before


def test_a_backup_put_back_is_the_log_as_it_was(log, home):
    file = home / "practice.jsonl"
    assert run("log", "backup", str(file)).exit_code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    before = exported(log)
    log.close()
    assert run("log", "delete", "1", "--yes").exit_code == 0
    told = run("log", "restore", str(file), "--yes")
    assert "restored: 2 sessions" in told.stdout
    with WholeLog.in_folder() as back:
        assert exported(back) == before
    (aside,) = (home / "data").glob("practice-before-*.db")
    with closing(sqlite3.connect(aside)) as old:
        assert old.execute("SELECT count(*) FROM session").fetchone() == (1,)


def test_a_log_that_another_has_open_is_not_moved_from_under_it(log, home, monkeypatch):
    monkeypatch.setattr(database, "BUSY_MS", 50)
    file = home / "practice.jsonl"
    run("log", "backup", str(file))
    told = run("log", "restore", str(file), "--yes")
    assert told.exit_code == 1
    assert "is open in another loslaten" in told.stderr
    assert "end that first" in told.stderr
    assert not list((home / "data").glob("practice-before-*"))
    log.delete_sessions([1])
    log.close()
    assert run("log", "restore", str(file), "--yes").exit_code == 0
    with WholeLog.in_folder() as back:
        assert back.count_sessions() == 2


def test_a_damaged_backup_leaves_the_log_as_it_was(log, home):
    file = home / "practice.jsonl"
    run("log", "backup", str(file))
    file.write_bytes(file.read_bytes()[:-40])
    told = run("log", "restore", str(file), "--yes")
    assert "cut off" in told.stderr
    assert len(log.sessions()) == 2
    assert {path.name for path in (home / "data").iterdir()} <= {
        *("practice.db", "practice.db-wal", "practice.db-shm")
    }


def test_forgetting_a_person_leaves_the_others(log):
    anna = log.add_person("Anna", NOW_MS)
    watch = log.see_watch(b"otherone", "travel", NOW_MS).id
    log.hand_over(watch, anna.id, 0)
    mine = raw(1, practised(7), 1, HOUR_MS)
    log.take_page(watch, [mine], NOW_MS)
    assert log.count_sessions(Choice(person_id=anna.id)) == 1
    log.forget_person(anna.id)
    left = bytes_of(log)
    assert mine not in left
    assert b"Anna" not in left
    assert len(log.persons()) == 1
    assert log.count_sessions() == 2
    assert log.take_page(watch, [mine], NOW_MS).new == 0
    assert log.count_sessions() == 2


def test_paths_of_deleted_things_are_no_paths_of_others(log: WholeLog, home: Path):
    """A note of another session with the same words stays."""
    log.add_note(
        2,
        rows.Note(written_utc_ms=NOW_MS, tension_before=None, tension_after=None, text="another"),
    )
    log.delete_sessions([1])
    assert [one.text for one in log.notes(2)] == ["another"]


def test_what_another_deletes_meanwhile_is_gone_and_nothing_is_damaged(log):
    anna = log.add_person("Anna", NOW_MS)
    note = rows.Note(written_utc_ms=NOW_MS, tension_before=5, tension_after=None, text="")
    with WholeLog.in_folder() as other:
        other.delete_sessions([1])
        other.forget_person(anna.id)
    log.delete_sessions([1, 2])
    assert log.count_sessions() == 0
    log.forget_person(anna.id)
    for act in (
        lambda: log.add_note(1, note),
        lambda: log.identify(anna.id),
        lambda: log.lasting_code(anna.id),
        lambda: log.hand_over(1, anna.id, NOW_MS),
    ):
        with pytest.raises(database.StoreError, match="deleted in the meantime"):
            act()


COMMAND = """
from loslaten.cli import main
main()
"""


def test_what_was_deleted_while_the_question_was_open_is_gone_and_what_came_since_stays(log):
    deleting = python(COMMAND, "log", "delete", "2", stdin=subprocess.PIPE)
    assert "1 session" in deleting.stderr.readline()
    log.delete_sessions([2])
    log.take_page(1, [raw(5, practised(4), 1, 3 * HOUR_MS)], NOW_MS)
    _, errors = deleting.communicate("y\n", timeout=300)
    assert "there is no session 2" in errors
    assert [(one.id, one.sequence) for one in log.sessions()] == [(1, 2), (3, 5)]


def bring_another_home(path: Path) -> None:
    with PracticeLog(path) as log:
        log.take_page(1, [raw(5, practised(4), 1, 3 * HOUR_MS)], NOW_MS)


def test_a_night_that_comes_while_somebody_is_forgotten_is_in_the_copy_or_stays(log, home):
    log.close()
    lived = log.path.read_bytes()
    at, count = 0, 1
    while at < count:
        at += 1
        log.path.write_bytes(lived)
        file = home / f"{at}.jsonl"
        with visited(partial(bring_another_home, log.path), at) as statements:
            told = run("person", "forget", "--backup", str(file), "--yes")
        assert told.exit_code == 0, told.stderr
        count = statements.count
        with WholeLog(home / f"{at}.db") as copy, PracticeLog(log.path) as left:
            imported(copy, file.read_text())
            assert copy.count_sessions() + left.count_sessions() == 3
    assert at > 5
