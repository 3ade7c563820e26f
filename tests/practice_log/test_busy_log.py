# SPDX-License-Identifier: MIT
"""A log in which others write all the time: it is read as it was, and waited for once."""

import sqlite3
import subprocess
from contextlib import closing

import pytest

from loslaten.practice_log import placing
from loslaten.practice_log.database import StoreError
from loslaten.practice_log.log import PracticeLog
from tests.practice_log.test_log_unhappy import python
from tests.rigs.raw_records import NOW_MS, SERIAL, practised, raw

HOLD_THE_LOG = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_log_that_stays_busy_is_said_and_read_all_the_same(path):
    holder = python(HOLD_THE_LOG, path, stdin=subprocess.PIPE)
    assert holder.stdout.readline() == "held\n"
    with PracticeLog(path, busy_ms=50) as log:
        assert len(log.sessions()) == 3
        with pytest.raises(StoreError, match="another loslaten is writing"):
            log.see_watch(SERIAL, "again", NOW_MS)
        holder.communicate("", timeout=300)
        log.see_watch(SERIAL, "again", NOW_MS)


def test_a_log_that_stays_busy_is_waited_for_once(path):
    """Reading places sessions first, in many places, and each would wait as long again."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        placing.mark_all(connection)
    holder = python(HOLD_THE_LOG, path, stdin=subprocess.PIPE)
    assert holder.stdout.readline() == "held\n"
    with PracticeLog(path, busy_ms=50) as log:
        begun = []
        log._db.set_trace_callback(
            lambda statement: begun.append(statement) if "IMMEDIATE" in statement else None
        )
        for _ in range(3):
            assert len(log.sessions()) == 3
    assert begun == ["BEGIN IMMEDIATE"]
    holder.communicate("", timeout=300)
    with PracticeLog(path) as log:
        assert len(log.sessions()) == 3
        assert not placing.is_due(log._db)


def test_what_is_read_among_writes_is_placed_after_them(path):
    with PracticeLog(path) as log:
        with log.alone():
            log.take_page(1, [raw(9, practised(), uptime_ms=10**9)], NOW_MS)
            assert len(log.sessions()) == 4
        assert len(log.sessions()) == 4
        assert not placing.is_due(log._db)
