# SPDX-License-Identifier: MIT
"""`loslaten log export` and `log import`: files whole or not at all, and never over another."""

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from loslaten import cli
from loslaten.practice_log.log import PracticeLog
from tests.rigs.bedroom import failure
from tests.rigs.kept_log import made

FORMATS = ("csv", "jsonl", "ical", "fhir")


@pytest.fixture(autouse=True)
def data(home) -> Path:
    with made(home / "data"):
        return home / "data"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["log", *arguments])


def printed(*arguments: str) -> str:
    done = run(*arguments)
    assert done.exit_code == 0, done.output
    return done.stdout_bytes.decode()


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_printed_is_what_is_written(home, kind):
    told = printed("export", "--format", kind)
    assert told
    file = home / "practice.out"
    assert printed("export", "--format", kind, "-o", str(file)) == ""
    assert file.read_bytes() == told.encode()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not [path for path in home.iterdir() if path.name.startswith(".")]


def test_an_export_is_imported_again(home):
    file, other = str(home / "backup.jsonl"), str(home / "other")
    printed("export", "--format", "jsonl", "-o", file)
    assert printed("import", file, "--data", other) == (
        "imported 2 watches, 1 protocol, 11 records, 7 sessions, 3 notes, 2 quizzes\n"
    )
    assert printed("import", file, "--data", other) == "everything in it was there already\n"
    assert printed("list", "--json", "--data", other) == printed("list", "--json")
    told = json.loads(printed("import", file, "--data", other, "--json"))
    assert told == {
        "watches": 0, "protocols": 0, "records": 0, "sessions": 0, "notes": 0,
        "quizzes": 0, "persons": 0, "told_sessions": 7,
    }  # fmt: skip


def test_only_what_is_asked_for_is_exported():
    def sessions(*period: str) -> list[str]:
        told = printed("export", "--format", "csv", *period)
        return [line.split(",")[0] for line in told.splitlines() if ",sensed," in line]

    assert len(sessions()) == 7
    assert sessions("--until", "2026-12-31") == ["1", "7"]
    assert sessions("--since", "2026-11-22", "--until", "2026-11-22") == ["1", "7"]
    # Whose time is not known may be of any day; whose bounds allow it is in it too.
    assert sessions("--since", "2027-01-15") == ["4", "5", "6", "7"]


def test_groups_have_rows_of_their_own():
    told = printed("export", "--format", "csv", "--groups", "--lang", "nl")
    assert "rechteronderbeen" in told


def test_sessions_without_a_place_in_the_calendar_are_said():
    done = run("export", "--format", "ical")
    assert done.stderr == "not in the calendar, their time being unknown: 3\n"
    assert done.stdout.count("BEGIN:VEVENT") == 4


def test_a_calendar_of_nothing_is_none(home):
    for period in (("--data", str(home / "empty")), ("--since", "2027-02-01")):
        done = run("export", "--format", "ical", "-o", str(home / "x.ics"), *period)
        assert "no session of which it is known when it was" in failure(done)
        assert not (home / "x.ics").exists()


def test_a_file_that_is_there_stays_unless_forced(home):
    file = home / "practice.csv"
    file.write_text("mine")
    refused = failure(run("export", "--format", "csv", "-o", str(file)))
    assert f"{file} exists already" in refused
    assert "--force" in refused
    assert file.read_text() == "mine"
    printed("export", "--format", "csv", "-o", str(file), "--force")
    assert file.read_text().startswith("session,")


def test_what_is_no_file_is_never_written_over(home):
    for place in (home, Path("/dev/null")):
        done = run("export", "--format", "csv", "-o", str(place), "--force")
        assert f"{place} is not a file" in failure(done)
    assert Path("/dev/null").is_char_device()


def test_a_folder_that_is_not_there_is_said(home):
    done = run("export", "--format", "csv", "-o", str(home / "none" / "x.csv"))
    assert "x.csv cannot be written: No such file or directory" in failure(done)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export",), "--format"),
        (("export", "--format", "xml"), "'xml' is not one of"),
        (("export", "--format", "fhir", "--groups"), "--groups is for --format csv"),
        (("export", "--format", "csv", "--since", "tomorrow"), "tomorrow"),
        (
            ("export", "--format", "csv", "--since", "2026-11-02", "--until", "2026-11-01"),
            "--since is later than --until",
        ),
        (("import",), "FILE"),
    ],
)
def test_what_cannot_be_is_refused(arguments, said):
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr


def test_what_cannot_be_imported_is_said_and_nothing_is(home):
    file = home / "backup.jsonl"
    printed("export", "--format", "jsonl", "-o", str(file))
    text = file.read_text()
    file.write_text(text[: len(text) // 2])
    told = failure(run("import", str(file), "--data", str(home / "other")))
    assert "the file is cut off" in told
    assert "nothing was imported" in told
    with PracticeLog.in_folder(home / "other") as log:
        assert log.watches() == []
        assert log.sessions() == []
    told = failure(run("import", str(home / "nowhere.jsonl")))
    assert "nowhere.jsonl: No such file or directory" in told


def test_a_night_on_the_watch_reaches_every_format(home, bedroom):
    bedroom.practise()
    bedroom.printed("sync", "--data", str(home / "night"))
    night, copy = ("--data", str(home / "night")), ("--data", str(home / "copy"))
    (session,) = json.loads(printed("list", "--json", *night))
    began = session["began"]["utc"]
    assert began in printed("export", "--format", "csv", *night)
    assert began[:16].replace("-", "").replace(":", "") in printed(
        "export", "--format", "ical", *night
    )
    assert session["watch"]["serial"] in printed("export", "--format", "fhir", *night)
    printed("export", "--format", "jsonl", "-o", str(home / "night.jsonl"), *night)
    printed("import", str(home / "night.jsonl"), *copy)
    for kind in FORMATS:
        told = printed("export", "--format", kind, *night)
        assert printed("export", "--format", kind, *copy) == told
