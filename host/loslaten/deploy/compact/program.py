# SPDX-License-Identifier: MIT
"""A program of several modules as syntax trees, and what a name in one of them stands for."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

from loslaten.deploy.errors import DeployError
from loslaten.language.text import Text

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(kw_only=True)
class Module:
    """One module: its dotted `name`, its `path`, its `tree`.

    `modules` are the names in it that stand for another module of the program, `imported` those
    that stand for a name of another module: (module, name there).
    """

    name: str
    path: str
    tree: ast.Module
    modules: dict[str, str] = field(default_factory=dict)
    imported: dict[str, tuple[str, str]] = field(default_factory=dict)

    def source(self) -> str:
        """Return the source, without comments."""
        return ast.unparse(ast.fix_missing_locations(self.tree)) + "\n"


Program = dict[str, Module]
_Node = TypeVar("_Node", bound=ast.AST)

# Of a node: what holds no other nodes, or only such as nobody looks for.
_LEAVES = frozenset(("arg", "attr", "ctx", "id", "kind", "name", "op", "ops"))


def walk(tree: ast.AST) -> list[ast.AST]:
    """Return all nodes of a tree, operators and contexts aside, in the order of `ast.walk`.

    A deployment looks at two million nodes, and would do little else but find them.
    """
    nodes = [tree]
    for node in nodes:
        nodes += _children(node)
    return nodes


def copied(tree: _Node) -> _Node:
    """Return a copy of a tree, down to its names; `copy.deepcopy` takes twice as long."""
    copy = type(tree).__new__(type(tree))
    for name, value in vars(tree).items():
        if isinstance(value, list):
            value = [copied(one) if isinstance(one, ast.AST) else one for one in value]
        elif isinstance(value, ast.AST):
            value = copied(value)
        setattr(copy, name, value)
    return copy


def _children(node: ast.AST) -> list[ast.AST]:
    children: list[ast.AST] = []
    for name in _branches(type(node).__name__):
        value = getattr(node, name, None)
        if isinstance(value, list):
            children += [one for one in value if isinstance(one, ast.AST)]
        elif isinstance(value, ast.AST):
            children.append(value)
    return children


@cache
def _branches(kind: str) -> tuple[str, ...]:
    fields: tuple[str, ...] = getattr(ast, kind)._fields
    return tuple([name for name in fields if name not in _LEAVES])


def parse(sources: dict[str, str]) -> Program:
    """Return the program in `sources`, by dotted names; their keys are paths."""
    program = {}
    for path, source in sorted(sources.items()):
        name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        try:
            tree = ast.parse(source)
        except SyntaxError as error:
            raise DeployError(
                Text(f"{path} kan niet vertaald worden", f"{path} cannot be compiled"),
                None,
                (f"SyntaxError: {error}",),
            ) from error
        program[name] = Module(name=name, path=path, tree=tree)
    for module in program.values():
        for statement in walk(module.tree):
            if isinstance(statement, ast.ImportFrom) and statement.module:
                _note_import(program, module, statement)
    return program


def _note_import(program: Program, module: Module, statement: ast.ImportFrom) -> None:
    for alias in statement.names:
        bound = alias.asname or alias.name
        target = f"{statement.module}.{alias.name}"
        if target in program:
            module.modules[bound] = target
        elif statement.module in program:
            module.imported[bound] = (statement.module, alias.name)


def names_in(node: ast.AST) -> Iterator[str]:
    """Return every identifier and every text in a tree, as often as it occurs."""
    for one in walk(node):
        if isinstance(one, ast.Name):
            yield one.id
        elif isinstance(one, ast.Attribute):
            yield one.attr
        elif isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value
        elif isinstance(one, ast.keyword) and one.arg:
            yield one.arg


def bound_in(scope: Function | ast.ClassDef) -> set[str]:
    """Return the names that are local to a function or to the body of a class.

    An import in there is no such name: it stands for the same thing as at the module's top.
    """
    bound = set()
    if isinstance(scope, _FUNCTIONS):
        bound |= {argument.arg for argument in arguments_of(scope)}
    for node in walk(scope):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
            bound.add(node.id)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            bound.add(node.name)
    return bound


def arguments_of(function: Function) -> list[ast.arg]:
    """Return all arguments of a function."""
    arguments = function.args
    every = arguments.posonlyargs + arguments.args + arguments.kwonlyargs
    return every + [one for one in (arguments.vararg, arguments.kwarg) if one is not None]


def own_names(module: Module) -> Iterator[str]:
    """Return the names that a module defines or has from other modules of the program."""
    yield from bound_at(module.tree)
    yield from module.modules
    yield from module.imported


def bound_at(scope: ast.Module | ast.ClassDef) -> Iterator[str]:
    """Return the names that are bound in a module or a class, outside of its functions."""
    yield from _bound([*scope.body])


def bound_inside(function: Function) -> set[str]:
    """Return the variables of a function, but for its arguments and what it imports."""
    body: list[ast.AST]
    body = [function.body] if isinstance(function, ast.Lambda) else [*function.body]
    elsewhere = set()
    for node in _without_inner(body):
        if isinstance(node, ast.Global | ast.Nonlocal):
            elsewhere |= set(node.names)
    return set(_bound(body)) - elsewhere


def imported_inside(function: Function) -> set[str]:
    """Return the names that a function binds by importing."""
    return {
        alias.asname or alias.name.split(".")[0]
        for node in _without_inner(_children(function))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }


def _bound(nodes: list[ast.AST]) -> Iterator[str]:
    for node in _without_inner(nodes):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
            yield node.id
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name


def _without_inner(nodes: list[ast.AST]) -> Iterator[ast.AST]:
    """Return all nodes in there, but not those inside of functions and classes."""
    ahead = list(nodes)
    while ahead:
        node = ahead.pop()
        yield node
        if not isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            ahead += _children(node)


class ScopedTransformer(ast.NodeTransformer):
    """Walks a tree and knows which names are local where it is, so that they are left alone."""

    def __init__(self) -> None:
        self._local: list[set[str]] = []

    def is_local(self, name: str) -> bool:
        """Whether `name` is not the module's here."""
        return any(name in names for names in self._local)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """Visit a function."""
        return self._scope(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        """Visit a coroutine."""
        return self._scope(node)

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        """Visit a lambda."""
        return self._scope(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        """Visit a class: names stored in it hide the module's from its body and its methods."""
        return self._scope(node)

    def _scope(self, node: Function | ast.ClassDef) -> ast.AST:
        self._local.append(bound_in(node))
        self.generic_visit(node)
        self._local.pop()
        return node
