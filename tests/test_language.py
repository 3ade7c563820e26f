"""Which language is spoken is asked in one room; elsewhere a text says itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOST = Path(__file__).parents[1] / "host" / "loslaten"
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
