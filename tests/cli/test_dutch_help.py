# SPDX-License-Identifier: MIT
"""Help in Dutch: where it is asked for, on every page. `test_commands_page.py` sees it whole."""

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from tests.cli.commands_page import commands

PAGES = [pytest.param(words.split()[1:], id=words) for words, *_ in commands()]


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


def test_a_completed_command_is_described_in_dutch():
    asked = {
        "_LOSLATEN_COMPLETE": "zsh_complete",
        "COMP_WORDS": "loslaten log n",
        "COMP_CWORD": "2",
    }
    env = asked | {"LC_ALL": "nl_NL.UTF-8"}
    result = CliRunner().invoke(main, prog_name="loslaten", env=env)
    note = "Noteer wat u van een oefening merkte; zonder ID van de nieuwste."
    assert result.stdout.splitlines() == ["plain", "note", note]


@pytest.mark.parametrize(
    ("words", "described"),
    [
        ("loslaten sheet --mir", "Verwissel links en rechts: links eerst."),
        ("loslaten --vers", "Toon de versie."),
    ],
)
def test_a_completed_option_is_described_in_dutch(words: str, described: str):
    asked = {
        "_LOSLATEN_COMPLETE": "zsh_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
        "LC_ALL": "nl_NL.UTF-8",
    }
    result = CliRunner().invoke(main, prog_name="loslaten", env=asked)
    assert result.stdout.splitlines()[2] == described
    assert help_page(["sheet"], "en", "--help").count("Exchange") == 1
