# SPDX-License-Identifier: MIT
"""Deeds with one place: SQL in the practice log's room, users' files in `files`, words in two."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

HOST = Path(__file__).parents[1] / "host" / "loslaten"
LOG_ROOM = HOST / "practice_log"
SQL = re.compile(
    r"\s*(SELECT\s.*\sFROM|INSERT\s+(OR|INTO)|UPDATE\s+\w+\s+SET|DELETE\s+FROM|PRAGMA\s|"
    r"CREATE\s+(TEMP\s+)?(TABLE|INDEX)|ALTER\s+TABLE|DROP\s+TABLE)",
    re.DOTALL,
)
# What else writes: secrets that never leave the laptop, the page that a browser is to print within
# its temporary folder, firmware on its way through the compiler and onto a board, the
# package that fetches MicroPython, and click's layout of a help page, which is no file.
OTHER_WRITERS = {
    "cli/dutch_help.py",
    "report/page/pdf.py",
    "deploy/flashing.py",
    "deploy/image.py",
    "deploy/onboard.py",
    "sim/micropython/fetch.py",
}
WRITING_CALLS = {"write_text", "write_bytes", "mkstemp", "NamedTemporaryFile"}


def trees(*excluded: Path) -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(HOST.rglob("*.py")):
        if not any(path.is_relative_to(one) for one in excluded):
            yield str(path.relative_to(HOST)), ast.parse(path.read_text("utf-8"))


def sql_in(tree: ast.AST) -> Iterator[str]:
    """Yield what in a module knows of the database: imports, statements, the connection."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
            yield from (f"imports {name}" for name in names if name.split(".")[0] == "sqlite3")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if SQL.match(node.value):
                yield f"line {node.lineno}: {node.value[:40]!r}"
        elif isinstance(node, ast.Attribute) and node.attr == "_db":
            yield f"line {node.lineno}: _db"


def writing_in(tree: ast.AST) -> Iterator[str]:
    """Yield the calls in a module that write files; what goes to nowhere is in none."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or "os.devnull" in ast.unparse(node.func):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        modes = [*node.args, *(one.value for one in node.keywords if one.arg == "mode")]
        writes = any(
            isinstance(one, ast.Constant) and re.fullmatch(r"[wxa]b?\+?", str(one.value))
            for one in modes
        )
        if name in WRITING_CALLS or (name in ("open", "fdopen") and writes):
            yield f"line {node.lineno}: {name}"


def test_only_the_room_of_the_practice_log_speaks_sql():
    assert {name: told for name, tree in trees(LOG_ROOM) if (told := list(sql_in(tree)))} == {}
    inside = (ast.parse(path.read_text("utf-8")) for path in LOG_ROOM.rglob("*.py"))
    assert sum(len(list(sql_in(tree))) for tree in inside) > 50


def test_every_insert_names_its_columns():
    unnamed = re.compile(r"INSERT\s+(OR\s+\w+\s+)?INTO\s+[\w.]+\s+(VALUES|SELECT)", re.DOTALL)
    released = LOG_ROOM / "first_versions.py"  # what has been released is never changed
    for path in LOG_ROOM.rglob("*.py"):
        if path != released:
            assert not unnamed.search(path.read_text("utf-8")), path


def test_only_one_module_writes_the_users_files():
    found = {name for name, tree in trees() if list(writing_in(tree))}
    assert found - OTHER_WRITERS == {"files.py"}


def test_every_failure_is_told_in_both_languages():
    """A message is a `Text`; a plain string is a name or a number, without words."""
    bases = {
        node.name: {named(base) for base in node.bases}
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    failures = {"LoslatenError"}
    while more := {name for name, of in bases.items() if of & failures} - failures:
        failures |= more
    # Why a watch refuses it says itself, in English; the code says it in Dutch.
    failures -= {"DeviceRefusedError"}
    assert len(failures) > 50
    plain = [
        f"{path}:{call.lineno}: {said}"
        for path, tree in trees()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and named(call.func) in failures
        for said in map(constant, call.args)
        if re.search("[a-z]{2,} [a-z]{2,}", said)
    ]
    assert plain == []


def named(node: ast.expr) -> str:
    return str(getattr(node, "id", getattr(node, "attr", "")))


def constant(argument: ast.expr) -> str:
    """Return what is always the same in a plain string or an f-string, "" of anything else."""
    parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
    values = [part.value for part in parts if isinstance(part, ast.Constant)]
    return "".join(value for value in values if isinstance(value, str))
