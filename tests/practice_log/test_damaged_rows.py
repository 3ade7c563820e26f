# SPDX-License-Identifier: MIT
"""Commands that change a log in which a row is damaged: they say which, and lose nothing."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.practice_log import verify
from loslaten.practice_log.log import PracticeLog
from tests.practice_log.wild_rows import WildValue, kept_log

NAMELESS = ("person", "forget", "--yes")
SEQUENCE = WildValue("record", "sequence", "x", True, is_of_other_kind=True)
RAW = WildValue("record", "raw", "x", True, is_of_other_kind=True)
ALL = {1, 2, 3, 4, 5, 6, 7}


@pytest.fixture
def kept(home: Path) -> Path:
    return kept_log(home / "data")


def failing(*command: str) -> str:
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 1, done.output
    return done.stderr


def printed(*command: str) -> str:
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    return done.stdout


def nights() -> list[int]:
    return [night["id"] for night in json.loads(printed("log", "list", "--all", "--json"))]


@pytest.mark.parametrize("column", ["boot", "uptime_ms"])
@pytest.mark.parametrize("is_of_other_kind", [True, False])
def test_a_log_with_a_session_of_no_place_is_blamed_and_not_the_file(
    kept, tmp_path, column, is_of_other_kind
):
    """The note on the session is in the file, with its session."""
    copy = str(tmp_path / "copy.jsonl")
    printed("log", "backup", copy)
    value = "x" if is_of_other_kind else 255
    assert WildValue("session", column, value, False, is_of_other_kind).put(kept)
    said = failing("log", "import", copy)
    assert f"the practice log {kept} is damaged" in said
    assert "copy.jsonl" not in said
    assert "-> " in said


@pytest.mark.parametrize("column", ["played", "answered", "times"])
@pytest.mark.parametrize("value", ["x", b"\xff", 1.5])
def test_a_quiz_with_a_damaged_answer_keeps_no_file_from_being_imported(
    kept, tmp_path, column, value
):
    """Nobody can say whether it is the one in the file: that is taken, and once."""
    copy = str(tmp_path / "copy.jsonl")
    printed("log", "backup", copy)
    assert WildValue("quiz_answer", column, value, True, is_of_other_kind=True).put(kept)
    assert printed("log", "import", copy).strip() == "imported 1 quiz"
    assert printed("log", "import", copy).strip() == "everything in it was there already"


@pytest.mark.parametrize(
    ("wild", "command", "place", "goes"),
    [
        (SEQUENCE, "log delete 7 --yes", ("record", 12, "sequence"), {7}),
        (RAW, "log delete 7 --yes", ("record", 12, "raw"), {7}),
        (
            WildValue("record", "raw", "x", False, is_of_other_kind=True),
            "log delete --watch 0001020304050607 --yes",
            ("record", 1, "raw"),
            {1, 2, 3, 4, 5, 6},
        ),
        (SEQUENCE, "person forget --yes", ("record", 12, "sequence"), ALL),
        (
            WildValue("session", "boot", 1.5, False, is_of_other_kind=True),
            "person forget --yes",
            ("session", 1, "boot"),
            ALL,
        ),
        (
            WildValue("holding", "from_utc_ms", "x", False, is_of_other_kind=True),
            "person forget --yes",
            ("holding", 1, "from_utc_ms"),
            ALL,
        ),
        (
            WildValue("watch", "seen_utc_ms", "x", False, is_of_other_kind=True),
            "person forget --yes",
            ("watch", 1, "seen_utc_ms"),
            ALL,
        ),
    ],
    ids=str,
)
def test_what_cannot_be_deleted_is_named_and_can_be_after_a_copy(
    kept, tmp_path, wild, command, place, goes
):
    """Nothing is deleted until then, and nothing is lost in the copy but that row."""
    assert wild.put(kept)
    before = nights()
    said = failing(*command.split())
    table, row, column = place
    assert (
        f"the practice log {kept} is damaged: in row {row} of {table}, {column} is of another kind"
        " than belongs there\n"
    ) in said
    assert "loslaten log backup FILE, then: loslaten log restore FILE" in said
    assert nights() == before
    dutch = failing(*command.split(), "--lang", "nl")
    assert f"in rij {row} van {table} is {column} van een andere soort dan daar hoort" in dutch
    copy = str(tmp_path / "copy.jsonl")
    printed("log", "backup", copy)
    printed("log", "restore", copy, "--yes")
    if goes & set(nights()):
        printed(*command.split())
    assert not goes & set(nights())


@pytest.mark.parametrize("table", ["measure", "plan", "proposal"])
def test_a_person_is_not_forgotten_in_part(kept, table):
    """A row that does not say whose it is may be theirs."""
    assert WildValue(table, "person_id", "x", False, is_of_other_kind=True).put(kept)
    said = failing(*NAMELESS)
    assert f"in row 1 of {table}, person_id is of another kind" in said
    assert len(nights()) == 7


@pytest.mark.parametrize(
    "wild",
    [
        WildValue("note", "text", 7, False, is_of_other_kind=True),
        WildValue("measure", "answers", 7, False, is_of_other_kind=True),
        WildValue("session", "calmer", "x", False, is_of_other_kind=True),
    ],
    ids=str,
)
def test_a_row_that_cannot_be_read_is_forgotten_with_whom_it_is_of(kept, wild):
    assert wild.put(kept)
    printed(*NAMELESS)
    with PracticeLog(kept) as log:
        tables = ("session", "note", "measure")
        assert [log._all(f"SELECT count(*) FROM {one}")[0][0] for one in tables] == [0, 0, 0]


def test_a_row_of_one_that_is_not_there_is_damage_and_was_not_deleted_meanwhile(kept):
    assert WildValue("session", "journal_id", 0, False).put(kept)
    said = failing(*NAMELESS)
    assert f"the practice log {kept} is damaged: a row belongs to one that is not there" in said


@pytest.mark.parametrize("code", ["x", 7, 2.5])
def test_nobody_is_told_by_a_code_that_cannot_be_read(kept, monkeypatch, code):
    """An export leaves the person out and says so; a server would know them as somebody else."""
    assert WildValue("person", "code", code, False, is_of_other_kind=True).put(kept)
    done = CliRunner().invoke(main, ["log", "export", "--format", "fhir"])
    assert done.exit_code == 0
    assert "cannot be read, and was left out: 1 person\n" in done.stderr
    kinds = [one["resource"]["resourceType"] for one in json.loads(done.stdout)["entry"]]
    assert kinds.count("Patient") == 0
    assert kinds.count("Observation") == 7
    monkeypatch.setenv("LOSLATEN_FHIR_TOKEN", "secret")
    said = failing("nights", "send", "--fhir", "https://fhir.example.org/fhir/R4")
    assert "in row 1 of person, code is of another kind than belongs there" in said


@pytest.mark.parametrize("value", ["x", 1.5])
def test_a_damaged_person_who_has_no_code_is_given_none(kept, value):
    assert WildValue("person", "added_utc_ms", value, False, is_of_other_kind=True).put(kept)
    done = CliRunner().invoke(main, ["log", "export", "--format", "fhir"])
    assert done.exit_code == 0
    assert "cannot be read, and was left out: 1 person\n" in done.stderr
    kinds = [one["resource"]["resourceType"] for one in json.loads(done.stdout)["entry"]]
    assert (kinds.count("Patient"), kinds.count("Observation")) == (0, 7)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("SELECT 1", None),
        ("UPDATE record SET sequence = 900 WHERE sequence = 10", "record 900 has another number"),
        ("UPDATE record SET raw = CAST(x'00' || raw AS BLOB) WHERE sequence = 10", "record 10: "),
        ("UPDATE protocol SET packed = CAST(packed || x'00' AS BLOB)", " is not what it was"),
        (
            "UPDATE session SET pauses = pauses + 1 WHERE id = 7",
            "session 7 is not what its record",
        ),
    ],
)
def test_what_contradicts_the_rest_of_the_log_is_found(kept, change, said):
    with closing(sqlite3.connect(kept)) as other, other:
        other.execute(change)
    with closing(PracticeLog(kept)) as log:
        found = verify.damage(log._db)
    assert said in found if said else found is None
