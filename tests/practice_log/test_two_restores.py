# SPDX-License-Identifier: MIT
"""Restoring a backup while others open the log: nothing that was written goes where nobody looks.

Each hand is a process of its own.
"""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from loslaten.practice_log import database
from loslaten.practice_log.backup import write
from loslaten.practice_log.backup.restore import restore
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.log import PracticeLog
from tests.practice_log.test_log_unhappy import python
from tests.rigs.killed import deaths
from tests.rigs.raw_records import DAY_MS, NOW_MS, SERIAL, pages

RESTORE = """
import sys
from datetime import datetime
import subprocess
import sys
from pathlib import Path
from loslaten.practice_log.backup.restore import restore
from loslaten.practice_log.database import StoreError
done = 0
print("ready", flush=True)
while done < int(sys.argv[3]):
    try:
        restore(Path(sys.argv[1]), Path(sys.argv[2]), datetime.now())
        done += 1
    except StoreError as error:
        assert "another loslaten" in str(error), error
"""
# Adds persons, one an opening, and tells those that are in the log for good.
ADD = """
import sys
import subprocess
import sys
from pathlib import Path
from loslaten.practice_log.log import PracticeLog
print("ready", flush=True)
number = 0
while not Path(sys.argv[2]).exists():
    number += 1
    with PracticeLog(Path(sys.argv[1])) as log:
        log.add_person(f"number {number}", 0)
    print(number, flush=True)
"""


@pytest.fixture
def backup(home: Path) -> Path:
    """A backup of the log of three nights that is there."""
    with WholeLog.in_folder() as log:
        watch_id = log.see_watch(SERIAL, "nightstand", NOW_MS).id
        log.take_page(watch_id, pages(3, 10)[0], NOW_MS)
        file = home / "practice.jsonl"
        file.write_text("".join(write.write(log)))
    return file


def names(path: Path) -> set[str]:
    with PracticeLog(path) as log:
        log.check()
        return {one.name for one in log.persons()}


def test_what_is_written_between_restores_is_in_the_log_or_in_one_from_before(backup, home):
    data, over = home / "data", home / "over"
    adding = python(ADD, data / "practice.db", over)
    assert adding.stdout.readline() == "ready\n"
    restoring = python(RESTORE, backup, data, 12)
    _, errors = restoring.communicate(timeout=300)
    over.touch()
    added, other_errors = adding.communicate(timeout=300)
    assert restoring.returncode == 0, errors
    assert adding.returncode == 0, other_errors
    kept = set().union(*map(names, data.glob("practice*.db")))
    assert {f"number {one}" for one in added.split()} <= kept


def test_two_restores_at_once_take_turns(backup, home):
    both = [python(RESTORE, backup, home / "data", 6) for _ in range(2)]
    for one in both:
        _, errors = one.communicate(timeout=300)
        assert one.returncode == 0, errors
    with PracticeLog.in_folder() as log:
        log.check()
        assert len(log.sessions()) == 3
    # As many as there were restores: none took the name of another.
    assert len(list((home / "data").glob("practice-before-*.db"))) == 12


@pytest.mark.parametrize("is_log", [False, True])
def test_a_damaged_log_is_kept_aside_to_the_byte(backup, home, is_log):
    """Also one in which SQLite names what is damaged by bytes that are no text."""
    path = home / "data" / "practice.db"
    named = path.read_bytes().replace(b"CREATE TABLE watch", b"CREATE T\x97\x97\x97\x97 watch")
    damaged = named if is_log else b"no log" * 1000
    path.write_bytes(damaged)
    _, errors = python(RESTORE, backup, home / "data", 1).communicate(timeout=300)
    assert not errors
    (aside,) = (home / "data").glob("practice-before-*.db")
    assert aside.read_bytes() == damaged
    with PracticeLog.in_folder() as log:
        assert len(log.sessions()) == 3


def test_a_restore_on_a_full_disk_leaves_no_copy_of_the_log_that_stands(backup, home, monkeypatch):
    path = home / "data" / "practice.db"
    with WholeLog(path) as log:
        for page in pages(200)[1:]:
            log.take_page(1, page, NOW_MS)
        backup.write_text("".join(write.write(log)))
    path.unlink()
    with PracticeLog(path) as log:
        log.add_person("Anna", NOW_MS)
    opened = database._open

    def small(name: str, busy_ms: int, is_uri: bool = False) -> sqlite3.Connection:
        connection = opened(name, busy_ms, is_uri)
        if name == str(path):
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(database, "_open", small)
        with pytest.raises(database.StoreError, match="no space left"):
            restore(backup, None, datetime.now())
    assert [one.name for one in path.parent.glob("*.db")] == [path.name]
    with PracticeLog(path) as log:
        assert log.persons()[-1].name == "Anna"
        log.check()


def test_a_restore_that_is_killed_anywhere_leaves_whole_logs(tmp_path):
    killed = deaths("tests.practice_log.killed_restore", tmp_path, 500)
    # There are more lines than these, and so have been met; a hook that never fires has not.
    assert killed["large"] == 1
    assert killed["sound"] > 40
    assert killed["damaged"] > 40


@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.parametrize("person", ["Bert", "Carl", None])
def test_a_watch_that_was_being_handed_over_is_not_given_back(home, person, is_known):
    """Its nights go to whom it was cleared for, or to nobody, and not to who had it before."""
    file, digest = home / "practice.jsonl", b"\xfe" * 32
    with WholeLog.in_folder() as log:
        (anna,) = log.persons()
        log.rename_person(anna.id, "Anna")
        bert = log.add_person("Bert", NOW_MS)
        if is_known:
            log.hand_over(log.see_watch(SERIAL, "nightstand", NOW_MS).id, anna.id, 0)
        file.write_text("".join(write.write(log)))
        watch_id = log.see_watch(SERIAL, "nightstand", NOW_MS).id
        log.hand_over(watch_id, anna.id, 0)
        carl = log.add_person("Carl", NOW_MS)
        to = carl if person == "Carl" else bert
        log.begin_hand_over(watch_id, to.id, digest)
        if person is None:
            log.forget_person(to.id)
    restore(file, None, datetime.now())
    with PracticeLog.in_folder() as log:
        watch = log.see_watch(SERIAL, "nightstand", NOW_MS + DAY_MS)
        assert log.settle_hand_over(watch.id, digest, NOW_MS + DAY_MS) is True
        holder = log.holder(watch.id)
        # Carl came after the backup was made, and who was forgotten stays nobody.
        assert (holder and holder.name) == ("Bert" if person == "Bert" else None)
        assert log.settle_hand_over(watch.id, digest, NOW_MS + DAY_MS) is None


def test_a_hand_over_that_does_not_come_about_changes_nothing_after_a_restore(home):
    file = home / "practice.jsonl"
    with WholeLog.in_folder() as log:
        watch_id = log.see_watch(SERIAL, "nightstand", NOW_MS).id
        (anna,) = log.persons()
        log.rename_person(anna.id, "Anna")
        bert = log.add_person("Bert", NOW_MS)
        file.write_text("".join(write.write(log)))
        log.begin_hand_over(watch_id, bert.id, b"\xfe" * 32)
    restore(file, None, datetime.now())
    with PracticeLog.in_folder() as log:
        assert log.settle_hand_over(1, b"\x01" * 32, NOW_MS) is False
        assert log.holder(1).name == "Anna"


def damage_schema(path: Path, table: str) -> None:
    """Make the words that make a table none that SQLite knows: it opens none of the log."""
    told = path.read_bytes()
    assert told.count(f"CREATE TABLE {table} (".encode()) == 1
    path.write_bytes(told.replace(f"TABLE {table} (".encode(), f"TABLA {table} (".encode()))


def damage_rows(path: Path, table: str) -> None:
    """Overwrite the page that the rows of a table begin on."""
    with closing(sqlite3.connect(path)) as log:
        (root,) = log.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,))
        (size,) = log.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((root[0] - 1) * size)
        file.write(b"\xff" * size)


@pytest.mark.parametrize(
    ("damage", "table", "holder"),
    [
        (damage_schema, "quiz", "Bert"),
        (damage_rows, "quiz", "Bert"),
        (damage_schema, "person", None),
        (damage_rows, "person", None),
    ],
)
def test_a_hand_over_outlives_the_damage_of_another_table(home, damage, table, holder):
    """Its nights are nobody's where nobody can read for whom it was."""
    file, digest = home / "practice.jsonl", b"\xfe" * 32
    with WholeLog.in_folder() as log:
        (anna,) = log.persons()
        log.rename_person(anna.id, "Anna")
        bert = log.add_person("Bert", NOW_MS)
        watch_id = log.see_watch(SERIAL, "nightstand", NOW_MS).id
        log.hand_over(watch_id, anna.id, 0)
        file.write_text("".join(write.write(log)))
        log.begin_hand_over(watch_id, bert.id, digest)
    damage(home / "data" / "practice.db", table)
    restore(file, None, datetime.now())
    with PracticeLog.in_folder() as log:
        watch = log.see_watch(SERIAL, "nightstand", NOW_MS)
        assert log.settle_hand_over(watch.id, digest, NOW_MS) is True
        told = log.holder(watch.id)
        assert (told and told.name) == holder


WILD_INTENTS = ("", "[]", "7", "{}", '{"person": 99, "key": "fe"}', '{"person": [], "key": "fe"}')


@pytest.mark.parametrize("wild", WILD_INTENTS)
def test_a_damaged_hand_over_stops_no_sync_and_keeps_no_other(home, wild):
    file, digest = home / "practice.jsonl", b"\xfe"
    with WholeLog.in_folder() as log:
        anna = log.add_person("Anna", NOW_MS)
        watch_ids = [log.see_watch(one * 8, "nightstand", NOW_MS).id for one in (b"1", b"2")]
        file.write_text("".join(write.write(log)))
        for watch_id in watch_ids:
            log.begin_hand_over(watch_id, anna.id, digest)
    with closing(sqlite3.connect(home / "data" / "practice.db", isolation_level=None)) as log:
        log.execute("UPDATE state SET value = ? WHERE name = 'handing over 1'", (wild,))
    restore(file, None, datetime.now())
    with PracticeLog.in_folder() as log:
        assert log.settle_hand_over(1, digest, NOW_MS) is True
        assert log.holder(1) is None
        assert log.settle_hand_over(2, digest, NOW_MS) is True
        assert log.holder(2).id == anna.id
