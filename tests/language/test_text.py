# SPDX-License-Identifier: MIT
"""The question of the language is asked in one room; elsewhere a text says itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from loslaten.errors import LoslatenError
from loslaten.language import numbers
from loslaten.language.text import Text

HOST = Path(__file__).parents[2] / "host" / "loslaten"
ELSEWHERE = sorted(path for path in HOST.rglob("*.py") if "language" not in path.parts)
LANGUAGES = {"nl", "en"}


def asked(tree: ast.AST) -> Iterator[int]:
    """Yield the lines that compare something with a language, or look up by one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(isinstance(side, ast.Constant) and side.value in LANGUAGES for side in sides):
                yield node.lineno
        elif isinstance(node, ast.Dict):
            keys = {key.value for key in node.keys if isinstance(key, ast.Constant)}
            if keys == LANGUAGES and all(isinstance(value, ast.Tuple) for value in node.values):
                yield node.lineno


@pytest.mark.parametrize("path", ELSEWHERE, ids=lambda path: str(path.relative_to(HOST)))
def test_only_the_room_of_languages_asks_which_one_is_spoken(path: Path):
    assert list(asked(ast.parse(path.read_text("utf-8")))) == []


@pytest.mark.parametrize(
    "source",
    ['"van" if lang == "nl" else "of"', '"en" != lang', 'WORDS = {"nl": ("ma",), "en": ("Mon",)}'],
)
def test_a_language_that_is_asked_is_found(source: str):
    assert list(asked(ast.parse(source))) == [1]


def test_a_failure_is_told_in_the_language_of_the_command():
    error = LoslatenError(Text("er is niets", "there is nothing"), "loslaten sync", ("a", "b"))
    assert str(error) == error.message == "there is nothing"
    assert error.told("nl") == ("er is niets", ("a", "b"), "loslaten sync")
    assert error.told("en") == ("there is nothing", ("a", "b"), "loslaten sync")


def test_a_text_is_filled_in_by_both_languages():
    name = Text("rechtervoet", "right foot")
    text = Text("{}: {count} keer", "{}: {count} times").format(name, count=2)
    assert (text.nl, text.en) == ("rechtervoet: 2 keer", "right foot: 2 times")


def test_one_thing_and_several_are_told_apart():
    assert numbers.DAYS.say(1, "nl") == "1 dag"
    assert numbers.DAYS.say(3, "en") == "3 days"
    assert numbers.decimal(2.5, "nl") == "2,5"
