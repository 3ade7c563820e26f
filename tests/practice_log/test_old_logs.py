# SPDX-License-Identifier: MIT
"""Logs of every version: sound, brought up to date, and complete afterwards."""

import sqlite3
from contextlib import closing

import pytest

from loslaten.practice_log import migrations
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.sessions import nights
from loslaten.practice_log.walltime import EXACT
from tests.practice_log.wild_rows import WildValue
from tests.rigs.old_logs import ROWS, fill_version

VERSIONS = range(1, migrations.VERSION + 1)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_log_with_a_row_in_every_table_is_sound(tmp_path, version):
    path = tmp_path / "practice.db"
    fill_version(path, version)
    with PracticeLog(path) as log:
        log.check()
        (night,) = nights(log)
        assert night.began.quality == EXACT
        assert night.groups[0].done == 2
        assert night.notes[0].tension_before == 7
        assert log.losses(1)[0].lost == 3
        assert night.session.person_id == log.persons()[0].id
        assert not list(log._all("PRAGMA foreign_key_check"))
    with PracticeLog(path) as log:
        log.check()


@pytest.mark.parametrize("version", VERSIONS)
def test_an_old_log_that_cannot_be_written_is_read(tmp_path, version, monkeypatch):
    path = tmp_path / "practice.db"
    fill_version(path, version)
    before = path.read_bytes()
    monkeypatch.setattr("loslaten.practice_log.database._writable", lambda _path: False)
    with PracticeLog(path) as log:
        (night,) = nights(log)
        assert night.began.quality == EXACT
    assert path.read_bytes() == before


def test_no_row_is_lost_on_the_way(tmp_path):
    path = tmp_path / "practice.db"
    fill_version(path, migrations.VERSION - 1)
    PracticeLog(path).close()
    with closing(sqlite3.connect(path)) as connection:
        for version in ROWS.values():
            for table in version.keys() - {"unplaced"}:
                assert connection.execute(f"SELECT 1 FROM {table}").fetchone(), table


@pytest.mark.parametrize("version", VERSIONS)
def test_a_damaged_session_does_not_keep_an_old_log_closed(tmp_path, version):
    path = tmp_path / "practice.db"
    fill_version(path, version)
    assert WildValue("session", "summary", 7, False).put(path)
    with PracticeLog(path) as log:
        assert len(nights(log)) == 1


def test_all_versions_come_to_have_the_same_shape(tmp_path):
    shapes = []
    for version in VERSIONS:
        path = tmp_path / f"{version}.db"
        fill_version(path, version)
        PracticeLog(path).close()
        with closing(sqlite3.connect(path)) as connection:
            found = connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name")
            shapes.append(found.fetchall())
    assert all(shape == shapes[0] for shape in shapes)
