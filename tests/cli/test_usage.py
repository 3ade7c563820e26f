# SPDX-License-Identifier: MIT
"""Errors in how a command was typed: in the language that was asked for, and all of click's."""

import ast
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.cli.usage import DUTCH, in_dutch

# Told to programmers, or by what loslaten does not use.
NOT_FOR_US = (
    "Aborted!",
    "Argument",
    "Boolean option",
    "Choice(",
    "Could not determine",
    "Deprecat",
    "Error: {message}",
    "Invalid start",
    "Missing {param_type}",
    "Name ",
    "No options defined",
    "Try ",
    "Value must be",
    "default:",
    "deprecated",
    "directory",
    "env var",
    "file",
    "path",
    "unknown error",
    "(dynamic)",
    "Options",
    "Positional",
    "Commands",
    "{len_type}",
    "{value!r} does not match",
    "{value!r} is not a valid UUID",
)


def messages_of_click() -> set[str]:
    found = set()
    for name in ("core", "exceptions", "parser", "types"):
        tree = ast.parse(Path(click.__file__).with_name(f"{name}.py").read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "ngettext"):
                texts = (one for one in node.args if isinstance(one, ast.Constant))
                found |= {one.value for one in texts if isinstance(one.value, str)}
    return {text for text in found if not text.startswith(NOT_FOR_US)}


def test_every_message_of_click_is_known():
    assert messages_of_click() <= set(DUTCH)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("log", "lst"), "Er is geen opdracht 'lst'. (Bedoelt u een van: list?)"),
        (("log", "list", "--lst"), "Er is geen optie '--lst'."),
        (("log", "list", "--last", "x"), "Dat kan niet bij '--last': 'x' is geen geheel getal."),
        (
            ("log", "list", "--last", "0"),
            "Dat kan niet bij '--last': 0 ligt niet in 1<=x<=1000000.",
        ),
        (("log", "list", "--last"), "De optie '--last' vraagt een waarde."),
        (("log", "note", "1", "2"), "Er staat een waarde te veel (2)"),
        (("log", "export"), "Er ontbreekt een optie '--format'. Kies uit:"),
        (("protocol", "show"), "Er ontbreekt een waarde 'NAAM|BESTAND'."),
        (("demo", "--board", "x"), "Dat kan niet bij '--board': 'x' is geen van 'pico2_w', "),
        (("report", "--since", "x"), "Dat kan niet bij '--since': 'x' is geen dag; schrijf"),
    ],
)
def test_what_was_typed_wrong_is_told_in_dutch(arguments, told):
    result = CliRunner().invoke(main, arguments, env={"LC_ALL": "nl_NL.UTF-8"})
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Usage" not in result.stderr


@pytest.mark.parametrize("asked", [("--lang", "nl"), ("--lang=nl",)])
def test_what_was_typed_wrong_is_told_in_the_language_asked_for(asked):
    result = CliRunner().invoke(main, ["log", "list", *asked, "--lst"], prog_name="loslaten")
    assert result.stderr.startswith("Gebruik: loslaten log list [OPTIES]\nZie 'loslaten log ")
    assert result.stderr.endswith(
        "\n\nFout: Er is geen optie '--lst'. (Bedoelt u een van: --last, --all?)\n"
    )


def test_in_english_it_is_as_click_tells_it():
    result = CliRunner().invoke(main, ["log", "list", "--last", "x"])
    assert result.stderr.startswith("Usage: ")
    assert result.stderr.endswith("'x' is not a valid integer range.\n")


def test_a_message_of_our_own_stays_as_it_is():
    assert in_dutch("zeg wat: nummers van oefeningen, of --watch") == (
        "zeg wat: nummers van oefeningen, of --watch"
    )


@pytest.mark.parametrize(("said", "code"), [("j", 0), ("ja", 0), ("y", 0), ("n", 1), ("", 1)])
def test_a_question_takes_yes_in_both_languages(home, said, code):
    """Ask whether to restore; what is asked about comes after it, and is not there."""
    result = CliRunner().invoke(
        main, ["log", "restore", "geen", "--lang", "nl"], input=f"misschien\n{said}\n"
    )
    assert "[j/N]" in result.stderr
    assert "antwoord met j of n" in result.stderr
    assert ("geen: " in result.stderr) == (code == 0)
    assert ("loslaten: gestopt" in result.stderr) == (code == 1)


def test_a_setting_that_is_given_twice_is_refused(home):
    result = CliRunner().invoke(
        main, ["settings", "set", "theme=soft", "theme=strong", "--lang", "nl"]
    )
    assert result.exit_code == 2
    assert "theme staat er meer dan eens" in result.stderr


def test_doctor_makes_no_log_where_there_is_none(home, tmp_path):
    folder = tmp_path / "mistyped"
    result = CliRunner().invoke(main, ["doctor", "--lang", "nl", "--data", str(folder)])
    assert "nog geen logboek" in result.stdout
    assert not folder.exists()
