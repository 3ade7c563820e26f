"""The house style, as far as it can be counted: lengths of files, beginnings of docstrings."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = ("device", "host", "shared", "tests", "tools")
LINES_MAX = 400
# A riddle tells neither what a thing is nor what it does; "Whether" is right for a yes or no.
RIDDLE = re.compile(r"(What|Who|Whose|Whom|Where|When|How|Which|Why)\b")
DEFINITIONS = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def sources() -> list[Path]:
    """Return every Python file of the repository."""
    return sorted(path for folder in SOURCES for path in (ROOT / folder).rglob("*.py"))


def test_no_file_is_longer_than_a_reader_can_keep_in_mind():
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in sources()
        if (lines := path.read_text("utf-8").count("\n")) > LINES_MAX
    }
    assert long == {}, "cut it by the nouns it holds"


def test_a_docstring_begins_with_a_noun_or_a_verb():
    riddles = [
        f"{path.relative_to(ROOT)}: {text.splitlines()[0]}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, DEFINITIONS) and RIDDLE.match(text := ast.get_docstring(node) or "")
    ]
    assert riddles == []
