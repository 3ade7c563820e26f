# SPDX-License-Identifier: MIT
"""docs/commands.md and the Dutch help have every command and flag."""

import inspect
import re
from collections.abc import Iterator

import click
import pytest

from loslaten.cli.group import CommandGroup
from loslaten.language.help_texts import dutch_help
from tests.cli import commands_page

REFRESH = ".venv/bin/python -m tests.cli.commands_page"
# Placeholders that are the same in both languages.
SAME = {"HOST", "ID", "MAH", "PROTOCOL", "URL"}
EXAMPLE = re.compile(r'loslaten log note 12 --text ".*"')


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


def carried() -> Iterator[str]:
    """Yield the English texts of every command, its options and the list it is in."""
    for _, command, _ in commands_page.commands():
        for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
            if not paragraph.startswith("\b"):
                yield paragraph
            yield from EXAMPLE.findall(paragraph)
        if isinstance(command, CommandGroup):
            yield from (summary for _, summary in command.later.values())
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                yield parameter.help or ""


def test_every_text_has_its_dutch_one():
    texts, dutch = {" ".join(text.split()) for text in carried()}, set(dutch_help().texts)
    where = "host/loslaten/language/help.toml"
    assert texts - dutch == set(), f"say it in Dutch, too, in {where}"
    assert dutch - texts == set(), f"no command says it any more: {where}"


def test_every_placeholder_has_its_dutch_one():
    typed: set[str] = set()
    for _, command, context in commands_page.commands():
        shown = command.collect_usage_pieces(context)
        shown += [name for name, _ in filter(None, map(_record(context), command.params))]
        typed.update(re.findall(r"\b[A-Z]{2,}(?: RANGE)?\b", " ".join(shown)))
    assert typed == set(dutch_help().placeholders) | SAME


def _record(context: click.Context):
    return lambda parameter: parameter.get_help_record(context)
