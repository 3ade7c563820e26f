# SPDX-License-Identifier: MIT
"""Value classes of more than four fields are written by name, so that no two can be swapped."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOST = Path(__file__).parents[1] / "host" / "loslaten"
# Stands in for a board's modules, inside MicroPython.
FILES = sorted(path for path in HOST.rglob("*.py") if "hardware" not in path.parts)
FIELDS_MAX = 4


def positional(tree: ast.Module) -> Iterator[str]:
    """Yield the value classes that are large and can be made without naming their fields."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        made = [ast.unparse(one) for one in node.decorator_list if "dataclass" in ast.unparse(one)]
        if any(ast.unparse(base) == "msgspec.Struct" for base in node.bases):
            made.append(", ".join(f"{one.arg}={ast.unparse(one.value)}" for one in node.keywords))
        fields = [one for one in node.body if isinstance(one, ast.AnnAssign)]
        if made and len(fields) > FIELDS_MAX and "kw_only=True" not in made[0]:
            yield node.name


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOST)))
def test_large_values_are_made_by_name(path: Path):
    assert list(positional(ast.parse(path.read_text("utf-8")))) == []


def test_a_large_value_made_by_place_is_found():
    fields = "\n".join(f"    {name}: int" for name in "abcde")
    for head in ("@dataclass(frozen=True)\nclass Five:", "class Five(msgspec.Struct):"):
        assert list(positional(ast.parse(f"{head}\n{fields}\n"))) == ["Five"]
