# SPDX-License-Identifier: MIT
"""The command line as a whole: quick help, errors as advice, and no command without examples."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from loslaten import cli
from loslaten.cli import options
from loslaten.errors import LoslatenError
from loslaten.protocols.file import find
from loslaten.protocols.writer import render

ENTRY_POINT = Path(sys.executable).with_name("loslaten")


def commands() -> list[tuple[str, click.Command]]:
    """Every command and subcommand, by the words that run it."""
    found: list[tuple[str, click.Command]] = []
    waiting: list[tuple[str, click.Command]] = [("loslaten", cli.main)]
    while waiting:
        words, command = waiting.pop()
        found.append((words, command))
        if isinstance(command, click.Group):
            context = click.Context(command, **cli.main.context_settings)
            for name in command.list_commands(context):
                below = command.get_command(context, name)
                assert below is not None
                waiting.append((f"{words} {name}", below))
    return sorted(found, key=lambda one: one[0])


def test_help_imports_no_command():
    heavy = (
        "rich",
        "msgspec",
        "bleak",
        "bumble",
        "jinja2",
        "sqlite3",
        "asyncio",
        "loslaten.cli.protocol.commands",
    )
    code = (
        "import sys, loslaten.cli\n"
        "try: loslaten.cli.main(['--help'])\n"
        f"finally: print('heavy:', *set({heavy}) & set(sys.modules))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300)
    assert run.stdout.endswith("\nheavy:\n")
    assert run.returncode == 0


def test_the_entry_point_runs():
    run = subprocess.run(
        [ENTRY_POINT, "protocol", "plan", "onderweg"], capture_output=True, text=True, timeout=300
    )
    assert run.returncode == 0
    assert run.stderr == ""
    assert "without a press" in run.stdout


def test_a_terminal_that_cannot_show_a_character_shows_another(tmp_path: Path):
    path = tmp_path / "mine.toml"
    path.write_text(render(find("counting"), "mine"), "utf-8")
    path.write_text(path.read_text("utf-8").replace('"Counting"', '"数"'), "utf-8")
    run = subprocess.run(
        [ENTRY_POINT, "protocol", "show", path, "--lang", "en"],
        capture_output=True,
        text=True,
        timeout=300,
        env=os.environ | {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
    )
    assert run.returncode == 0
    assert run.stderr == ""
    assert run.stdout.startswith("mine: ?\n")


def test_a_reader_that_goes_away_is_no_error():
    run = subprocess.run(
        f"{ENTRY_POINT} protocol plan handout --longest | head -1",
        shell=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.stderr == ""


@pytest.mark.parametrize(("words", "command"), commands())
def test_every_command_has_help_with_an_example(words: str, command: click.Command):
    # With the settings of the whole: a command remembers how its help was asked for first.
    settings = cli.main.context_settings
    result = CliRunner().invoke(command, ["--help"], prog_name=words, **settings)
    assert result.exit_code == 0
    assert command.help
    if not isinstance(command, click.Group):
        assert f"\n    {words}" in result.output
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help or parameter.name in ("help", "version")


@pytest.mark.parametrize(("name", "place", "summary"), cli.COMMANDS)
def test_every_line_of_the_table_is_a_command(name: str, place: str, summary: str):
    command = cli.main.get_command(click.Context(cli.main), name)
    assert command is not None
    assert command.name == name
    assert summary.endswith(".")
    assert len(summary) <= 60


def test_an_unknown_command_is_a_usage_error():
    result = CliRunner().invoke(cli.main, ["nonsense"])
    assert result.exit_code == 2
    assert "No such command" in result.stderr


class BrokenError(LoslatenError):
    exit_code = 3


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (
            LoslatenError("it broke", "mend it", ("one", "two")),
            1,
            "it broke\n  one\n  two\n  -> me",
        ),
        (BrokenError("it broke"), 3, "loslaten: it broke\n"),
        (OSError(28, "No space left on device", "x.toml"), 1, "x.toml: No space left on device\n"),
        (KeyError("x"), 1, "loslaten: KeyError: 'x'\n  -> this is a mistake in loslaten"),
    ],
)
def test_an_error_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, error: Exception, code: int, told: str
):
    @click.command()
    def broken() -> None:
        raise error

    monkeypatch.delenv(cli.DEBUG_VARIABLE, raising=False)
    monkeypatch.setattr(cli.Commands, "get_command", lambda self, ctx, name: broken)
    result = CliRunner().invoke(cli.main, ["broken"])
    assert result.exit_code == code
    assert told in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"LC_ALL": "nl_NL.UTF-8", "LANG": "en_GB.UTF-8"}, "nl"),
        ({"LC_ALL": "", "LANG": "nl_BE"}, "nl"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LC_MESSAGES": "de_DE", "LANG": "nl_NL"}, "en"),
    ],
)
def test_the_locale_chooses_the_language(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str
):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert options.language() == expected
