# SPDX-License-Identifier: MIT
"""docs/commands.md has every command and flag, and what the docs tell to type is understood."""

import re
import shlex
from pathlib import Path

import click
import pytest

from tests.cli import commands_page

REPOSITORY = Path(__file__).parents[2]
PAGES = (REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md")))
REFRESH = ".venv/bin/python -m tests.cli.commands_page"


def test_the_reference_is_that_of_the_commands():
    told = commands_page.PAGE.read_text("utf-8")
    assert told == commands_page.written(), f"write it anew: {REFRESH}"


@pytest.mark.parametrize(
    ("words", "command"),
    [pytest.param(words, command, id=words) for words, command, _ in commands_page.commands()],
)
def test_every_command_and_flag_is_there(words: str, command: click.Command):
    page = commands_page.PAGE.read_text("utf-8")
    section = re.split(r"\n##", page.partition(f"# {words}\n")[2])[0]
    assert section, f"{words} is not in docs/commands.md; {REFRESH}"
    for option in command.params:
        if isinstance(option, click.Option) and option.name not in ("help", "version"):
            for flag in (*option.opts, *option.secondary_opts):
                assert f"`{flag}" in section or f" {flag}" in section


def typed() -> list[tuple[str, str]]:
    """Every line of the docs that begins with `loslaten`, and where it stands."""
    found = []
    for page in PAGES:
        for block in re.findall(r"^```\w*\n(.*?)^```", page.read_text("utf-8"), re.S | re.M):
            found += [
                (page.name, re.sub(r"\s*(#|>|\|).*", "", line))
                for line in block.splitlines()
                if re.match(r"loslaten [a-z-]", line) and "[OPTIONS]" not in line
            ]
    return found


@pytest.mark.parametrize(("page", "line"), typed())
def test_what_the_docs_tell_to_type_is_understood(page: str, line: str):
    commands_page.understood(shlex.split(line)[1:])
