# SPDX-License-Identifier: MIT
"""Dutch help: a text for every text that a command carries, and none that is left over."""

import inspect
import re
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.cli.group import CommandGroup
from loslaten.language.help_texts import dutch_help
from tests.cli.commands_page import commands

# Placeholders that are the same in both languages.
SAME = {"HOST", "ID", "MAH", "PROTOCOL", "URL"}
EXAMPLE = re.compile(r'loslaten log note 12 --text ".*"')
PAGES = [pytest.param(words.split()[1:], id=words) for words, *_ in commands()]


def carried() -> Iterator[str]:
    """Yield the English texts of every command, its options and the list it is in."""
    for _, command, _ in commands():
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
    assert {" ".join(text.split()) for text in carried()} == set(dutch_help().texts)


def test_every_placeholder_has_its_dutch_one():
    typed: set[str] = set()
    for _, command, context in commands():
        shown = command.collect_usage_pieces(context)
        shown += [name for name, _ in filter(None, map(_record(context), command.params))]
        typed.update(re.findall(r"\b[A-Z]{2,}(?: RANGE)?\b", " ".join(shown)))
    assert typed == set(dutch_help().placeholders) | SAME


def _record(context: click.Context):
    return lambda parameter: parameter.get_help_record(context)


def help_page(words: list[str], lang: str, *more: str) -> str:
    locale = {"nl": "nl_NL.UTF-8", "en": "C.UTF-8"}[lang]
    result = CliRunner().invoke(
        main, [*words, *more], env={"LC_ALL": locale}, prog_name="loslaten"
    )
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("words", PAGES)
def test_help_is_in_the_language_that_is_asked_for(words: list[str]):
    dutch = help_page(words, "nl", "--help")
    assert help_page(words, "en", "--help", "--lang", "nl") == dutch
    assert help_page(words, "en", "--lang", "nl", "-h") == dutch
    assert help_page(words, "nl", "--lang=en", "--help") == help_page(words, "en", "--help")


def test_a_language_before_the_command_is_that_of_the_command():
    told = help_page(["--lang", "nl", "protocol", "list"], "en")
    assert told == help_page(["protocol", "list"], "nl") != help_page(["protocol", "list"], "en")


@pytest.mark.parametrize("words", [[], ["log"], ["protocol"]])
def test_a_group_without_a_command_tells_its_help(words: list[str]):
    result = CliRunner().invoke(main, words, env={"LC_ALL": "nl_NL.UTF-8"}, prog_name="loslaten")
    assert result.output.rstrip() == help_page(words, "nl", "--help").rstrip()


def test_remarks_on_an_option_are_dutch():
    page = " ".join(help_page(["log", "export"], "nl", "--help").split())
    assert "[verplicht]" in page
    page = " ".join(help_page(["scan"], "nl", "--help").split())
    assert "Hoe lang er wordt geluisterd. [standaard: 8.0; 0.5<=x<=120]" in page
