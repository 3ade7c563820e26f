# SPDX-License-Identifier: MIT
"""A count of one is told in the singular: "1 nacht", not "1 nachten"."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HOST = Path(__file__).parents[2] / "host" / "loslaten"
SOURCES = sorted(HOST.rglob("*.py"))
# Texts whose count is never one.
NEVER_ONE = {
    "{} bytes": "limits, or the size of a protocol or of memory",
    "{} dagen": "fewer are told in hours",
    "{} gegevens": "the demonstration's night has dozens",
    "{days} dagen": "a gap in the practice lasts three weeks",
    "{nights} nachten": "a battery for one night is none that anybody would build in",
    "{of} nachten": "as many as a rule looks at",
    "{count} nachten": "three or more, as a rule asks for",
    "{} spiergroepen": "in one group a number cannot have gone apart",
    "{} oefeningen": "a look takes three or more",
    "{of} oefeningen": "a look takes three or more",
    "{of} beoordeelde oefeningen": "of one there is nothing to look at",
    "{count} beoordeelde oefeningen": "of one there is nothing to look at",
}


def texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the Dutch of each Text that is not one of a Counted, with its line."""
    counted = {
        id(part) for node in ast.walk(tree) if is_call(node, "Counted") for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        if is_call(node, "Text") and id(node) not in counted:
            yield from ((node.lineno, dutch) for dutch in dutch_of(node))


def plurals(tree: ast.AST) -> Iterator[str]:
    """Yield the word that is counted in each Counted that has a plural."""
    for node in ast.walk(tree):
        if is_call(node, "Counted") and isinstance(node, ast.Call) and len(node.args) > 1:
            for dutch in dutch_of(node.args[1]):
                yield from re.findall(r"[a-z]{3,}(?:en|s)\b", dutch)[:1]


def is_call(node: ast.AST, name: str) -> bool:
    """Whether the node makes something of this class."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def dutch_of(node: ast.AST) -> Iterator[str]:
    """Yield the Dutch of a Text that is written out."""
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        yield str(node.args[0].value)


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    """The host's sources by where they stand; read here, for every process collects all tests."""
    return {
        str(source.relative_to(HOST)): ast.parse(source.read_text("utf-8")) for source in SOURCES
    }


@pytest.fixture(scope="module")
def counted(trees: dict[str, ast.Module]) -> set[str]:
    """The words that are counted."""
    return {word for tree in trees.values() for word in plurals(tree)}


@pytest.fixture(scope="module")
def found(trees: dict[str, ast.Module], counted: set[str]) -> set[tuple[str, str]]:
    """Places of a word that is counted and stands as several, whatever the count."""
    as_several = re.compile(rf"\{{[^}}]*\}} (?:(?!zonder)\w+ )?(?:{'|'.join(sorted(counted))})\b")
    return {
        (f"{source}:{line}", match.group())
        for source, tree in trees.items()
        for line, dutch in texts(tree)
        for match in as_several.finditer(dutch)
    }


def test_words_that_are_counted_are_known(counted: set[str]) -> None:
    assert {"nachten", "oefeningen", "spiergroepen", "tikken", "notities"} <= counted


def test_one_is_not_told_as_several(found: set[tuple[str, str]]) -> None:
    assert {one for one in found if one[1] not in NEVER_ONE} == set(), "Counted knows both"


def test_each_exception_is_in_use(found: set[tuple[str, str]]) -> None:
    assert set(NEVER_ONE) == {words for _, words in found}
