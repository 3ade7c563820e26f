# SPDX-License-Identifier: MIT
"""The database: where it is, whose it is, and how it is migrated."""

import json
import sqlite3

import pytest

from loslaten.practice_log import database, folder, migrations
from loslaten.practice_log.log import PracticeLog
from loslaten_core.journal import JournalError
from tests.rigs.raw_records import NOW_MS, SERIAL


def test_the_data_folder_is_the_option_then_the_environment_then_the_users(monkeypatch, tmp_path):
    monkeypatch.setenv(folder.ENVIRONMENT, str(tmp_path / "chosen"))
    assert folder.data_folder(tmp_path / "option") == tmp_path / "option"
    assert folder.data_folder() == tmp_path / "chosen"
    monkeypatch.delenv(folder.ENVIRONMENT)
    assert folder.data_folder().name == "loslaten"


def test_the_log_is_for_its_owner_alone(tmp_path):
    path = tmp_path / "new" / "practice.db"
    PracticeLog(path).close()
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600


def test_every_table_is_strict_and_every_connection_careful(log):
    for row in log._all("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'"):
        assert row["strict"] or row["name"].startswith("sqlite_"), row["name"]
    for pragma, value in (("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 2)):
        assert log._one(f"PRAGMA {pragma}")[0] == value
    assert log._one("PRAGMA user_version")[0] == migrations.VERSION


def test_each_migration_is_a_transaction_of_its_own(tmp_path, monkeypatch):
    path = tmp_path / "practice.db"
    with PracticeLog(path) as log:
        log.see_watch(SERIAL, "kept", NOW_MS)
    before = migrations.VERSION
    good = ("ALTER TABLE watch ADD COLUMN colour TEXT",)
    bad = ("ALTER TABLE watch ADD COLUMN size TEXT", "SELECT nonsense")
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, good, bad))
    monkeypatch.setattr(migrations, "VERSION", before + 2)
    with pytest.raises(database.StoreError):
        PracticeLog(path)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (before + 1,)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(watch)")]
    assert "colour" in columns
    assert "size" not in columns
    connection.close()


@pytest.mark.parametrize(
    "error",
    [
        JournalError("a record of 0 bytes"),
        json.JSONDecodeError("Expecting value", "", 0),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_a_row_holds_that_no_loslaten_writes_is_damage(tmp_path, error):
    path = tmp_path / "practice.db"
    with pytest.raises(database.StoreError, match="is damaged"), database.in_words(path):
        raise error
