# SPDX-License-Identifier: MIT
"""Names as a program mentions them: as attributes, as arguments given by name, in texts."""

import ast
import builtins
from collections.abc import Iterator

from loslaten.deploy.compact.program import Module, Program, bound_at, own_names, walk


def attributes_made(program: Program, is_open: set[str]) -> set[str]:
    """Return the attributes that the program itself makes, and what it gives by name."""
    made = arguments_given(program)
    for module in program.values():
        if module.name in is_open:
            made |= set(own_names(module))
        for node in walk(module.tree):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                if not _is_of_a_module(node, module):
                    made.add(node.attr)
            elif isinstance(node, ast.ClassDef):
                made |= set(bound_at(node))
    return {name for name in made if not stays(name)}


def arguments_given(program: Program) -> set[str]:
    """Return the names of arguments that are given by name."""
    arguments: set[str] = set()
    given: set[str] = set()
    for module in program.values():
        for node in walk(module.tree):
            if isinstance(node, ast.arg):
                arguments.add(node.arg)
            elif isinstance(node, ast.keyword) and node.arg:
                given.add(node.arg)
    return arguments & given


def attributes_in(tree: ast.AST) -> Iterator[str]:
    """Return what is written as an attribute: behind a dot, in a class, or to give by name."""
    for node in walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg
        elif isinstance(node, ast.ClassDef):
            yield from bound_at(node)


def read_in_classes(tree: ast.Module) -> Iterator[str]:
    """Return the names that the bodies of classes read, outside of their functions."""
    for node in walk(tree):
        for statement in node.body if isinstance(node, ast.ClassDef) else ():
            parts: list[ast.AST] = [statement]
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
                defaults = [one for one in statement.args.kw_defaults if one is not None]
                parts = [*statement.decorator_list, *statement.args.defaults, *defaults]
            for part in parts:
                yield from (one.id for one in walk(part) if isinstance(one, ast.Name))


def texts(tree: ast.AST) -> Iterator[str]:
    """Yield the texts that are written in a program."""
    for node in walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def imported_names(tree: ast.AST) -> set[str]:
    """Return the names that are imported from a module."""
    return {
        alias.name
        for node in walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def handled_as_objects(module: Module) -> set[str]:
    """Return the modules that are more than the left side of a dot here."""
    left = {
        id(node.value)
        for node in walk(module.tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    return {
        module.modules[node.id]
        for node in walk(module.tree)
        if isinstance(node, ast.Name) and node.id in module.modules and id(node) not in left
    }


def _is_of_a_module(node: ast.Attribute, module: Module) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in module.modules


def stays(name: str) -> bool:
    """Whether a name means something to MicroPython, or is that of an error."""
    return name.startswith("__") or name.endswith("Error") or hasattr(builtins, name)
