# SPDX-License-Identifier: MIT
"""Arguments that nobody means, and a terminal that is not there: words for each, and no harm."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.practice_log.log import PracticeLog
from tests.cli.test_cli import commands
from tests.rigs.kept_log import fill

HUGE = str(10**30)
# Numbers of sessions: of the log, and not of the command line, to say which there are.
SESSIONS = {"session_id", "session_ids"}


@pytest.fixture(autouse=True)
def kept(home: Path) -> Path:
    with PracticeLog.in_folder() as log:
        fill(log)
    return home


@pytest.fixture
def here(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The empty folder one is in."""
    folder = home / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(("words", "command"), commands())
def test_every_number_has_a_most(words: str, command: click.Command):
    for parameter in command.params:
        if isinstance(parameter.type, click.types.IntParamType | click.types.FloatParamType):
            is_bounded = getattr(parameter.type, "max", None) is not None
            assert is_bounded or parameter.name in SESSIONS, f"{words} {parameter.name}"


@pytest.mark.parametrize(("words", "command"), commands())
def test_what_is_no_number_is_within_no_bounds(words: str, command: click.Command):
    context = click.Context(command)
    for parameter in command.params:
        if isinstance(parameter.type, click.types.FloatParamType):
            with pytest.raises(click.BadParameter):
                parameter.type.convert("nan", parameter, context)


@pytest.mark.parametrize("number", [HUGE, "-1", "0", str((1 << 63) - 1), str(1 << 63)])
@pytest.mark.parametrize(
    "words",
    [
        ("log", "show"),
        ("log", "note", "--before", "3"),
        ("log", "delete", "--yes"),
        ("report", "--html", "x.html", "--session"),
    ],
    ids=" ".join,
)
def test_a_session_that_cannot_be_is_not_there(words, number, here):
    # A number below 0 looks like an option.
    told = CliRunner().invoke(main, [*words, *(["--"] if "--html" not in words else []), number])
    assert told.exit_code == 1
    assert f"there is no session {number}" in told.stderr
    assert not list(here.iterdir())


@pytest.mark.parametrize("words", [("log", "list"), ("log", "events")], ids=" ".join)
def test_more_than_there_can_be_are_not_listed(words):
    told = CliRunner().invoke(main, [*words, "--last", HUGE])
    assert told.exit_code == 2
    assert "1<=x<=1000000" in told.stderr


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "a name without characters is none"), ("nl", "een naam zonder tekens is er geen")],
)
@pytest.mark.parametrize(
    "arguments", [("list", "--data", ""), ("export", "--format", "csv", "-o", "")], ids=" ".join
)
def test_an_empty_name_is_not_the_folder_one_is_in(arguments, lang, words, here):
    told = CliRunner().invoke(main, ["log", *arguments, "--lang", lang])
    assert told.exit_code == 2
    assert words in told.stderr
    assert not list(here.iterdir())


def test_which_watch_is_asked_for_in_the_language_that_is_spoken(kept):
    CliRunner().invoke(main, ["person", "rename", "Anna"])
    asked = ["person", "hand-over", "Anna", "--only-here"]
    assert "zeg welk horloge" in CliRunner().invoke(main, [*asked, "--lang", "nl"]).stderr
    assert "say which watch" in CliRunner().invoke(main, [*asked, "--lang", "en"]).stderr


@pytest.mark.skipif(os.name != "posix", reason="a shell that closes what it hands over")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
@pytest.mark.parametrize("words", ["log list", "log export --format csv", "report --json"])
def test_a_closed_output_is_no_mistake(closed, words):
    tool = f"{sys.executable} -c 'from loslaten.cli import main; main()' {words} {closed}"
    ran = subprocess.run(["sh", "-c", tool], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
