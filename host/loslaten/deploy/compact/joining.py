# SPDX-License-Identifier: MIT
"""Modules joined into units: on a board each module costs a table of its own names and a dict.

A unit is loaded in one go, so it may hold only what is always loaded together: modules of one room
that the same entries lead to. Entries are what is asked for by its name, and what is imported
inside a function, which is loaded when it is needed.
"""

import ast
import builtins
import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Final

from loslaten.deploy.compact.program import Module, Program, bound_at, walk

Units = dict[str, str]
# As a number in bytecode: 0 is the file's own name.
NUMBERS_OF_ONE_BYTE: Final = 127


def units(program: Program, known: set[str], alone: set[str]) -> Units:
    """Return the unit of each module: the name of the first of its modules.

    known: the modules that are asked for by their names. alone: those that stay by themselves.
    """
    early = _entries(program, known & program.keys())
    late = _entries(program, _imported_late(program))
    firsts: dict[tuple[str, frozenset[str]], str] = {}
    found: Units = {}
    for name in in_order(program):
        if name in alone or name in known or _hides_something(program[name]):
            found[name] = name
        else:
            # What is there from the start on is there, whoever asks for it later.
            entries = frozenset(early[name] or late[name])
            found[name] = firsts.setdefault((_room(name), entries), name)
    return found


def in_order(program: Program) -> list[str]:
    """Return the modules, each behind those that it imports when it is loaded."""
    ordered: dict[str, None] = {}

    def put(name: str) -> None:
        if name not in ordered:
            for other in _imported_at_once(program, program[name]):
                put(other)
            ordered[name] = None

    for name in sorted(program):
        put(name)
    return list(ordered)


def joined(trees: list[ast.Module]) -> ast.Module:
    """Return one tree of those of a unit's modules, in their order; each import stands once."""
    bound: set[str] = set()
    body: list[ast.stmt] = []
    for tree in trees:
        for statement in tree.body:
            if isinstance(statement, ast.Import | ast.ImportFrom):
                names = [one for one in statement.names if (one.asname or one.name) not in bound]
                bound |= {one.asname or one.name for one in names}
                statement.names = names
                if not names:
                    continue
            body.append(statement)
    return ast.Module([*_names_first(body), *body], [])


def _names_first(body: list[ast.stmt]) -> list[ast.stmt]:
    """Return a statement that does nothing, but has the names that are written most often.

    In bytecode a name is its number in the module's table, in the order in which they occur. Of
    many names the first have numbers of one byte, the others of two.
    """
    counts: Counter[str] = Counter()
    for node in itertools.chain.from_iterable(map(walk, body)):
        if isinstance(node, ast.Attribute):
            counts[node.attr] += 1
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            counts[node.name] += 1
        elif isinstance(node, ast.keyword | ast.arg) and node.arg:
            counts[node.arg] += 1
        elif isinstance(node, ast.Name) and not _is_a_variable(node.id):
            counts[node.id] += 1
    if len(counts) <= NUMBERS_OF_ONE_BYTE:
        return []
    often = sorted(counts, key=lambda name: (-counts[name], name))[:NUMBERS_OF_ONE_BYTE]
    written: ast.expr = ast.List([], ast.Load())
    for name in often:
        written = ast.Attribute(written, name, ast.Load())
    # A list without anything in it is false, which the compiler does not know.
    return [ast.Expr(ast.BoolOp(ast.And(), [ast.List([], ast.Load()), written]))]


def _is_a_variable(name: str) -> bool:
    """Whether a name is one of a function's, which has no number: see `renaming`."""
    return name[0] == "a" and name[1:].isdigit()


def _room(name: str) -> str:
    """Return the room of a module: its package, a subpackage of the firmware's own included."""
    return name.rpartition(".")[0]


def _hides_something(module: Module) -> bool:
    """Whether a module has a name of its own that means something else to its neighbours."""
    return any(hasattr(builtins, name) for name in bound_at(module.tree))


def _imported_at_once(program: Program, module: Module) -> Iterator[str]:
    """Return the modules of the program that a module imports when it is loaded."""
    for statement in module.tree.body:
        if isinstance(statement, ast.ImportFrom):
            for alias in statement.names:
                target = f"{statement.module}.{alias.name}"
                if target in program:
                    yield target
                elif statement.module in program:
                    yield statement.module


def _imported_late(program: Program) -> set[str]:
    """Return the modules that a function imports."""
    late = set()
    for module in program.values():
        at_once = Counter(id(statement) for statement in module.tree.body)
        for node in walk(module.tree):
            if isinstance(node, ast.ImportFrom) and id(node) not in at_once:
                targets = {f"{node.module}.{alias.name}" for alias in node.names}
                late |= targets & program.keys() or {node.module or ""} & program.keys()
    return late


def _entries(program: Program, entries: set[str]) -> dict[str, set[str]]:
    """Return of each module which entries lead to it."""
    lead: dict[str, set[str]] = {name: set() for name in program}
    for entry in entries:
        for name in _reached(program, entry):
            lead[name].add(entry)
    return lead


def _reached(program: Program, entry: str) -> set[str]:
    """Return what is loaded with a module, itself included."""
    reached: set[str] = set()
    ahead = [entry]
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead += _imported_at_once(program, program[name])
    return reached
