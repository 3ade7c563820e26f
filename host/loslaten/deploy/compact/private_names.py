# SPDX-License-Identifier: MIT
"""Private names made short, and the same short names used again in every module.

A board keeps each different name in RAM. A private name (`_such`) is known to its own module alone
or to few, so another module can use the same short one; so can the arguments of functions that
are never given by name. Public names stay: some of them are MicroPython's.
"""

import ast
import builtins
import itertools
from collections import defaultdict
from collections.abc import Iterator

from loslaten.deploy.compact.program import Module, Program, names_in
from loslaten.deploy.compact.tracebacks import Names

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def shorten(program: Program) -> Names:
    """Give private names and arguments short ones; return what they stand for."""
    places = defaultdict(set)
    for module in program.values():
        for name in _private(module.tree):
            places[name].add(module.name)
    defined = {name for module in program.values() for name in _defined(module.tree)}
    texts = {
        node.value
        for module in program.values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    groups = _groups(program)
    # A name that MicroPython has, or that is looked up by a text, has to stay.
    names = [name for name in sorted(places) if name in defined and name not in texts]
    shared = [name for name in names if len({groups[place] for place in places[name]}) > 1]
    fresh = _short_names()
    short = {name: next(fresh) for name in shared}
    every: dict[str, dict[str, str]] = {}
    for group in sorted(set(groups.values())):
        own = [name for name in names if {groups[place] for place in places[name]} == {group}]
        rest = itertools.islice(_short_names(), len(shared), None)
        every[group] = short | dict(zip(own, rest, strict=False))
    arguments = _argument_names(program)
    for module in program.values():
        mapping = every[groups[module.name]]
        _Rename(mapping).visit(module.tree)
        for node in _outermost(module.tree):
            _rename_arguments(node, arguments)
    return Names(
        {
            module.path: {new: old for old, new in every[groups[module.name]].items()}
            for module in program.values()
        }
    )


def _is_private(name: str) -> bool:
    return len(name) > 1 and name[0] == "_" and name[1] != "_"


def _private(tree: ast.Module) -> set[str]:
    return {name for name in _identifiers(tree) if _is_private(name)}


def _identifiers(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield node.asname or node.name


def _defined(tree: ast.Module) -> Iterator[str]:
    """Return the names that the program itself makes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name


def _groups(program: Program) -> dict[str, str]:
    """Return the group of each module: those whose classes inherit from one another are one.

    An object of such a class has the private names of all of them.
    """
    group = {name: name for name in program}
    for module in program.values():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                for base in node.bases:
                    there = _module_of(base, module)
                    if there in program:
                        old, new = group[module.name], group[there]
                        group = {name: new if at == old else at for name, at in group.items()}
    return group


def _module_of(base: ast.expr, module: Module) -> str:
    if isinstance(base, ast.Name):
        return module.imported.get(base.id, (module.name, ""))[0]
    if isinstance(base, ast.Attribute) and isinstance(base.value, ast.Name):
        return module.modules.get(base.value.id, "")
    return ""


def _short_names() -> Iterator[str]:
    """Return _a, _b ... _z, _aa, _ab ..."""
    for length in itertools.count(1):
        for letters in itertools.product(_LETTERS, repeat=length):
            yield "_" + "".join(letters)


def _argument_names(program: Program) -> set[str]:
    """Return the names that are arguments and nothing else, never given by name."""
    arguments: set[str] = set()
    others: set[str] = set(dir(builtins))
    for module in program.values():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.arg):
                arguments.add(node.arg)
            elif isinstance(node, ast.keyword) and node.arg:
                others.add(node.arg)
            elif isinstance(node, ast.Attribute):
                others.add(node.attr)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                others.add(node.name)
            elif isinstance(node, ast.alias):
                others.add(node.asname or node.name)
        for statement in module.tree.body:
            if isinstance(statement, ast.Assign):
                others |= set(names_in(statement))
    return {name for name in arguments - others if not name.startswith("_")}


def _outermost(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return the functions and methods that are in no other."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
        elif isinstance(node, ast.ClassDef):
            for one in node.body:
                if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield one


def _rename_arguments(
    function: ast.FunctionDef | ast.AsyncFunctionDef, arguments: set[str]
) -> None:
    names: dict[str, str] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.arg) and node.arg in arguments:
            names.setdefault(node.arg, f"a{len(names)}")
    _Rename(names).visit(function)


class _Rename(ast.NodeTransformer):
    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self._names.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.arg = self._names.get(node.arg, node.arg)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        node.attr = self._names.get(node.attr, node.attr)
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        self.generic_visit(node)
        if node.name:
            node.name = self._names.get(node.name, node.name)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._named(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._named(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self._named(node)

    def visit_Nonlocal(self, node: ast.Nonlocal) -> ast.AST:
        node.names = [self._names.get(name, name) for name in node.names]
        return node

    def visit_Global(self, node: ast.Global) -> ast.AST:
        node.names = [self._names.get(name, name) for name in node.names]
        return node

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST:
        for alias in node.names:
            alias.name = self._names.get(alias.name, alias.name)
            if alias.asname:
                alias.asname = self._names.get(alias.asname, alias.asname)
        return node

    def _named(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> ast.AST:
        node.name = self._names.get(node.name, node.name)
        self.generic_visit(node)
        return node
