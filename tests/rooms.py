# SPDX-License-Identifier: MIT
"""The rooms of the code: who imports whom, and the table of them in docs/architecture.md.

Run as a module it writes that table anew: `.venv/bin/python -m tests.rooms`.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- Made from the tree: tests/rooms.py -->\n", "<!-- Up to here -->\n"

# The packages that are divided into rooms, from the ground floor up. Rooms on one floor do not
# import each other; a room imports from lower floors only.
FLOORS = {
    "loslaten": (
        ("language", "system", "templates", "waiting"),
        ("errors", "extras"),
        ("files", "firmware"),
        ("keychain",),
        ("link",),
        ("protocols", "cues", "measures"),
        ("practice_log",),
        ("sim",),
        ("watches", "pictures"),
        ("report", "export", "deploy", "battery_life", "sheet"),
        ("programme", "exchange", "desk", "doctor", "sending"),
        ("page",),
        ("demo",),
        ("cli",),
    ),
    "loslaten_core": (
        ("ticks", "flash_layout"),
        ("haptics", "link", "power"),
        ("practice",),
        ("journal",),
        ("day",),
    ),
}
FOLDERS = {"loslaten": ROOT / "host" / "loslaten", "loslaten_core": ROOT / "shared/loslaten_core"}
# Runs inside MicroPython, where it stands in for a board's own modules.
APART = FOLDERS["loslaten"] / "sim" / "hardware"


class Import(NamedTuple):
    """One module's import of another."""

    importer: str
    imported: str


def modules(package: str) -> dict[str, Path]:
    """Return the modules of a package by their dotted names."""
    folder = FOLDERS[package]
    paths = sorted(path for path in folder.rglob("*.py") if APART not in path.parents)
    return {_dotted(package, path.relative_to(folder)): path for path in paths}


def _dotted(package: str, path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join((package, *(parts[:-1] if parts[-1] == "__init__" else parts)))


def imports(package: str) -> Iterator[Import]:
    """Yield what the modules of a package import from it, wherever in a module that stands.

    What only type checkers see is left out.
    """
    known = modules(package)
    for name, path in known.items():
        for node in _running(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    inner = f"{node.module}.{alias.name}"
                    if inner in known or node.module in known:
                        yield Import(name, inner if inner in known else node.module)


def _running(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that run: those that only type checkers see are left out."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        yield node
        yield from _running(node)


def room_of(module: str) -> str:
    """Return the room that a module is in; "" for the package's own `__init__`."""
    return module.split(".")[1] if "." in module else ""


def rooms(package: str) -> list[str]:
    """Return the rooms that the tree has, in the order of its names."""
    return sorted({room_of(name) for name in modules(package)} - {""})


def floor_of(package: str) -> dict[str, int]:
    """Return on which floor each room is, counted from the ground."""
    return {room: floor for floor, row in enumerate(FLOORS[package]) for room in row}


def broken(package: str, found: Iterable[Import]) -> list[str]:
    """Return a line for each import that does not lead to a lower floor."""
    floors = floor_of(package)
    lines = []
    for one in found:
        above, below = room_of(one.importer), room_of(one.imported)
        if below in ("", above):
            continue
        if above and floors[below] >= floors[above]:
            lines.append(f"{one.importer} imports {one.imported}: {below} is not below {above}")
    return lines


def circles(found: Iterable[Import]) -> list[str]:
    """Return a line for each circle of modules that import each other."""
    followed: dict[str, set[str]] = {}
    for one in found:
        if one.importer != one.imported:
            followed.setdefault(one.importer, set()).add(one.imported)
    lines = []
    done: set[str] = set()

    def visit(module: str, way: list[str]) -> None:
        if module in way:
            lines.append(" > ".join([*way[way.index(module) :], module]))
        elif module not in done:
            for following in sorted(followed.get(module, ())):
                visit(following, [*way, module])
            done.add(module)

    for module in sorted(followed):
        visit(module, [])
    return lines


def unreached() -> list[str]:
    """Return the modules of the shared core that the firmware does not reach."""
    core = modules("loslaten_core")
    device = {f"device.{path.stem}": path for path in (ROOT / "device").rglob("*.py")}
    reached: set[str] = set()
    waiting = [name for path in device.values() for name in _core_imports(path, core)]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += _core_imports(core[name], core)
            waiting += [parent for parent in (name.rpartition(".")[0],) if parent in core]
    return sorted(set(core) - reached)


def _core_imports(path: Path, core: dict[str, Path]) -> list[str]:
    names = []
    for node in _running(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            names += [name for name in (node.module, *inner) if name in core]
    return names


def table() -> str:
    """Return the table of the rooms: each with the first line of its docstring and its imports."""
    lines = ["| room | what it holds | uses |\n|---|---|---|\n"]
    for package in reversed(FLOORS):
        used: dict[str, set[str]] = {room: set() for room in rooms(package)}
        for one in imports(package):
            if room_of(one.importer):
                used[room_of(one.importer)].add(room_of(one.imported))
        if package == "loslaten":
            for room in used:
                used[room] |= {"shared"} if _uses_core(room) else set()
        floors = floor_of(package)
        upwards = sorted(used, key=lambda room: (floors[room], room))
        lines += [_row(package, room, used[room] - {"", room}) for room in upwards]
    return "".join(lines)


def _uses_core(room: str) -> bool:
    return any(
        "loslaten_core" in path.read_text("utf-8")
        for name, path in modules("loslaten").items()
        if room_of(name) == room
    )


def _row(package: str, room: str, used: set[str]) -> str:
    folder = FOLDERS[package] / room
    path = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    place = path.parent if folder.is_dir() else path
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    first = docstring.partition("\n")[0]
    return f"| `{place.relative_to(ROOT)}` | {first} | {', '.join(sorted(used)) or 'nothing'} |\n"


def written() -> str:
    """Return the page as it has to be."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    return before + BEGIN + "\n" + table() + "\n" + END + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(written(), "utf-8")
