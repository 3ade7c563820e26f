# SPDX-License-Identifier: MIT
"""One bad row: it is left out and told, and takes no other with it, in any command."""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.errors import LeftOutWarning
from loslaten.language.left_out import KINDS
from loslaten.practice_log.choice import EVERYTHING
from loslaten.practice_log.log import PracticeLog
from tests.practice_log.wild_rows import WildValue, complaints, kept_log, wild_kinds, wild_values

SLICE = 40
# Worked out of others, or read by nothing that shows it.
UNTOLD = {"quiz_answer", "unplaced", "state", "sent"}


@pytest.fixture
def kept(home: Path) -> Path:
    return kept_log(home / "data")


def test_no_wild_value_takes_more_than_its_row_with_it(kept, tmp_path):
    environment = {"XDG_STATE_HOME": os.environ["XDG_STATE_HOME"], "LC_ALL": "C.UTF-8"}
    every = list(wild_values(kept))
    for number, wild in enumerate(Random(16).sample(every, SLICE)):
        assert complaints(kept, wild, tmp_path / str(number), environment) == [], str(wild)


def test_no_value_of_another_kind_takes_more_than_its_row_with_it(kept, tmp_path):
    environment = {"XDG_STATE_HOME": os.environ["XDG_STATE_HOME"], "LC_ALL": "C.UTF-8"}
    every = list(wild_kinds(kept))
    for number, wild in enumerate(Random(16).sample(every, SLICE)):
        assert complaints(kept, wild, tmp_path / str(number), environment) == [], str(wild)


@pytest.mark.parametrize("column", ["boot", "uptime_ms"])
def test_a_session_of_no_moment_is_left_out_and_the_others_are_placed(kept, column):
    assert WildValue("session", column, "x", False, is_of_other_kind=True).put(kept)
    done = CliRunner().invoke(main, ["log", "list", "--all", "--json"])
    assert "cannot be read, and was left out: 1 session\n" in done.stderr
    assert len(json.loads(done.stdout)) == 6


@pytest.mark.parametrize("value", [1.5, "x", None])
def test_a_record_is_kept_whatever_is_said_of_when_it_came(kept, tmp_path, value):
    wild = WildValue("record", "received_utc_ms", value, True, is_of_other_kind=True)
    environment = {"XDG_STATE_HOME": os.environ["XDG_STATE_HOME"], "LC_ALL": "C.UTF-8"}
    assert complaints(kept, wild, tmp_path / "wild", environment) == []
    assert wild.put(kept)
    told = CliRunner().invoke(main, ["log", "backup", "-"])
    assert "left out" not in told.stderr
    assert told.stdout.count('"type":"record"') == 12


@pytest.mark.parametrize("column", ["utc_ms", "zone_min"])
@pytest.mark.parametrize("in_last", [False, True])
@pytest.mark.parametrize("command", ["desk", "report", "log events --all"])
def test_a_time_that_is_no_whole_number_tells_nothing(kept, column, in_last, command):
    with PracticeLog(kept) as log:
        as_told = log.anchors(1)[-1 if in_last else 0]
    half = getattr(as_told, column) + 0.5
    assert WildValue("anchor", column, half, in_last, is_of_other_kind=True).put(kept)
    assert CliRunner().invoke(main, command.split()).exit_code == 0


@pytest.mark.parametrize("value", ["x", None])
def test_the_nights_of_a_journal_of_no_time_are_there(kept, value):
    """Although the watch was handed over, and journals tell whose its nights are."""
    assert WildValue("journal", "begun_utc_ms", value, False, is_of_other_kind=True).put(kept)
    done = CliRunner().invoke(main, ["log", "list", "--all", "--json"])
    assert (done.exit_code, len(json.loads(done.stdout))) == (0, 7)


@pytest.mark.parametrize(
    ("wild", "told", "command"),
    [
        (WildValue("measure", "answers", "{}", False), "1 measure", "report"),
        (WildValue("measure", "day", "2026-13-39", False), "1 measure", "measure list"),
        (WildValue("note", "written_utc_ms", 1 << 62, False), "1 note", "log show 1 --json"),
        (WildValue("session", "duration_ms", 1 << 62, False), "1 session", "log list"),
        (WildValue("plan", "content", "[]", False), "1 plan", "plan show"),
        (WildValue("protocol", "packed", b"x", False), "1 protocol", "log show 1"),
        (WildValue("record", "raw", b"x", False), "1 record", "log events --all"),
        (WildValue("loss", "told_utc_ms", 1 << 62, False), "1 report of a loss", "report"),
        (WildValue("quiz", "strength_pct", -1, False), "1 quiz", "cue quiz --results"),
        (WildValue("delivery", "sender", b"", False), "1 file of nights", "nights list"),
        (WildValue("session_group", "cuts", -1, False), "1 muscle group", "log show 1"),
        (WildValue("anchor", "zone_min", 1 << 62, False), "1 time", "log backup -"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_left_out_is_told(kept, wild, told, command):
    assert wild.put(kept)
    said = CliRunner().invoke(main, command.split()).stderr
    assert f"cannot be read, and was left out: {told}\n" in said


@pytest.mark.parametrize(
    ("wild", "told"),
    [
        (WildValue("note", "written_utc_ms", 1 << 62, False), "1 note"),
        (WildValue("measure", "day", "2026-13-39", False), "1 measure"),
        (WildValue("session", "duration_ms", -1, False), "1 session"),
        (WildValue("record", "raw", b"x", False), "1 record"),
        (WildValue("quiz", "strength_pct", -1, False), "1 quiz"),
        (WildValue("anchor", "zone_min", 1 << 62, False), "1 time"),
    ],
    ids=str,
)
def test_the_doctor_tells_it_and_what_to_do(kept, wild, told):
    assert wild.put(kept)
    checks = json.loads(CliRunner().invoke(main, ["doctor", "--json"]).stdout)
    (check,) = [one for one in checks if one["about"] == "practice log"]
    assert check["verdict"] == "note"
    assert check["told"].endswith(f"was left out: {told}")
    assert "loslaten log restore FILE" in check["advice"]


def test_the_report_tells_it_on_its_page(kept):
    WildValue("note", "written_utc_ms", 1 << 62, False).put(kept)
    done = CliRunner().invoke(main, ["report", "--html", "-", "--lang", "nl"])
    assert "In het logboek is iets niet te lezen, en dat is weggelaten: 1 notitie." in done.stdout
    told = json.loads(CliRunner().invoke(main, ["report", "--json"]).stdout)
    assert told["rows_left_out"] == {"note": 1}


def test_it_is_told_in_dutch(kept):
    WildValue("measure", "answers", "[]", False).put(kept)
    said = CliRunner().invoke(main, ["report", "--lang", "nl"]).stderr
    assert "weggelaten: 1 ingevulde meetlijst\n" in said
    assert "loslaten log restore BESTAND" in said


def test_a_session_is_read_anew_from_its_record(kept, tmp_path, home):
    before = CliRunner().invoke(main, ["log", "show", "1", "--json"]).stdout
    WildValue("session", "duration_ms", -1, False).put(kept)
    copy = str(tmp_path / "copy.jsonl")
    assert "log restore FILE" in CliRunner().invoke(main, ["log", "list"]).stderr
    assert CliRunner().invoke(main, ["log", "backup", copy]).exit_code == 0
    assert CliRunner().invoke(main, ["log", "restore", copy, "--yes"]).exit_code == 0
    assert CliRunner().invoke(main, ["log", "show", "1", "--json"]).stdout == before


def test_a_wild_moment_is_unknown_and_its_night_is_there(kept):
    WildValue("session", "latest_ms", 1 << 62, False).put(kept)
    told = json.loads(CliRunner().invoke(main, ["log", "show", "1", "--json"]).stdout)
    assert told["began"]["quality"] == "unknown"


def test_a_night_of_which_nobody_knows_the_watch_is_of_none_that_is_known(kept):
    with PracticeLog(kept) as log:
        lost = log.sessions()[0].journal_id
    with closing(sqlite3.connect(kept, isolation_level=None)) as connection:
        connection.execute("DELETE FROM journal WHERE id = ?", (lost,))
    with PracticeLog(kept) as log:
        # What a report tells of a watch, it tells by this number.
        assert log.watch_of(lost).id not in [one.id for one in log.watches(everything=True)]


def test_a_library_is_warned_once_the_log_is_closed(kept):
    WildValue("measure", "instrument", "mood", False).put(kept)
    log = PracticeLog(kept)
    assert log.measures_of(EVERYTHING) == log.measures_of(EVERYTHING) == []
    with pytest.warns(LeftOutWarning, match=r"^1 measure$"):
        log.close()


def test_every_table_has_words(tmp_path):
    PracticeLog(tmp_path / "practice.db").close()
    with closing(sqlite3.connect(tmp_path / "practice.db")) as log:
        found = log.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    assert {name for (name,) in found if not name.startswith("sqlite")} == set(KINDS) | UNTOLD
