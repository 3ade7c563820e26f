# SPDX-License-Identifier: MIT
"""The house style, as far as it can be counted: lengths of files, beginnings of docstrings."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tools import spdx

ROOT = Path(__file__).parents[1]
SOURCES = ("device", "host", "shared", "tests", "tools")
# Each module more costs a board memory: firmware is cut by what it takes there.
LINES_MAX, FIRMWARE_LINES_MAX = 350, 375
FIRMWARE = ("device", "shared")
# A riddle tells neither what a thing is nor what it does; "Whether" is right for a yes or no, and
# says itself what a question leaves to the reader.
RIDDLE = re.compile(r"(What|Who|Whose|Whom|Where|When|How|Which|Why)\b|.*\?")
DEFINITIONS = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def sources() -> list[Path]:
    """Return every Python file of the repository."""
    return sorted(path for folder in SOURCES for path in (ROOT / folder).rglob("*.py"))


def value_classes() -> Iterator[tuple[Path, ast.ClassDef, bool]]:
    """Yield the host's value classes, and whether their fields are given by name alone."""
    for path in (ROOT / "host").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.ClassDef):
                told = " ".join(map(ast.unparse, (*node.decorator_list, *node.bases)))
                keywords = {one.arg: ast.unparse(one.value) for one in node.keywords}
                if "dataclass" in told or "Struct" in told or "NamedTuple" in told:
                    named = "kw_only=True" in told or keywords.get("kw_only") == "True"
                    yield path, node, named


def test_two_numbers_of_a_value_class_cannot_be_swapped_unseen():
    """Numbers are given by name, where a class has several; mypy sees all other mistakes."""
    unnamed = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path, node, named in value_classes()
        if not named
        and sum(
            isinstance(field, ast.AnnAssign)
            and re.match(r"(int|float)\b", ast.unparse(field.annotation)) is not None
            for field in node.body
        )
        > 1
    ]
    assert unnamed == [], "give it kw_only=True"


def lines_max(path: Path) -> int:
    is_firmware = path.relative_to(ROOT).parts[0] in FIRMWARE
    return FIRMWARE_LINES_MAX if is_firmware else LINES_MAX


def test_no_file_is_longer_than_a_reader_can_keep_in_mind():
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in sources()
        if (lines := path.read_text("utf-8").count("\n")) > lines_max(path)
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


def test_every_source_names_its_licence():
    assert spdx.missing() == [], "make format writes it"
    kinds = Counter(path.suffix for path in spdx.sources())
    assert kinds[".py"] > 1000
    assert {".css", ".j2", ".js", ".mjs", ".pyi", ".sh", ".toml", ".yml", ""} < set(kinds)


def test_a_licence_line_is_written_once_below_the_line_that_names_an_interpreter(
    tmp_path, monkeypatch
):
    folder = tmp_path / "host"
    folder.mkdir()
    files = {
        "run.sh": "#!/bin/sh\n# SPDX-License-Identifier: MIT\nexit\n",
        "page.css": "/* SPDX-License-Identifier: MIT */\nbody {}\n",
        "page.html.j2": "{# SPDX-License-Identifier: MIT -#}\n<!doctype html>\n",
        "empty.py": "",
    }
    for name, text in files.items():
        lines = text.splitlines(keepends=True)
        (folder / name).write_text("".join(one for one in lines if "SPDX" not in one), "utf-8")
    monkeypatch.setattr(spdx, "ROOT", tmp_path)
    monkeypatch.setattr(spdx, "_BESIDES", ())
    for _ in range(2):
        spdx.write()
        assert {path.name: path.read_text("utf-8") for path in folder.iterdir()} == files
