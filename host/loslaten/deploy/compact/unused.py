# SPDX-License-Identifier: MIT
"""Code that nothing in the program uses, left out: definitions, imports, whole modules.

A module's own name is used where it is read in the module, or where another module has it from
there. Any other name, and one of a module that is handled as an object, counts as used wherever it
is written, also on another object or in a text: only what nothing can possibly reach goes.
"""

import ast
from collections import Counter
from dataclasses import dataclass
from typing import Any

from loslaten.deploy.compact.program import Module, Program, names_in, walk


def drop(
    program: Program,
    roots: tuple[str, ...],
    readers: tuple[str, ...],
    objects: tuple[str, ...] = (),
) -> None:
    """Leave out what neither the roots nor the readers lead to; see `Compact`."""
    outside = Counter(name for reader in readers for name in names_in(ast.parse(reader)))
    for module in program.values():
        module.tree = _NeverRun().visit(module.tree)
        _fill(module.tree)
        _forget(module)
    counts = {name: _counts(module.tree) for name, module in program.items()}
    while _drop_names(program, counts, roots, outside, objects) or _drop_modules(program, roots):
        pass


def drop_imports(module: Module) -> None:
    """Leave out the imports of a module whose names it does not read."""
    module.tree = _Remover(None, _counts(module.tree), set()).visit(module.tree)
    _fill(module.tree)


def _drop_names(
    program: Program,
    counts: dict[str, "_Counts"],
    roots: tuple[str, ...],
    outside: Counter[str],
    objects: tuple[str, ...],
) -> bool:
    """Leave out definitions and imports that nothing uses; return whether there were any.

    `counts`, of each module, are kept up to date: to count all anew in each round would take most
    of the time of a deployment.
    """
    used = outside.copy()
    for name in program:
        used.update(counts[name].written)
    asked = _asked_of_modules(program)
    changed = False
    for module in program.values():
        own = counts[module.name]
        wanted = asked[module.name]
        if module.path in roots:
            # It is known to others only when it runs: what they ask of it may be what it imports.
            is_object = module.path in objects
            wanted |= set(used - (_assigned_at(module.tree) if is_object else own.written))
        remover = _Remover(used, own, wanted)
        module.tree = remover.visit(module.tree)
        if remover.has_changed:
            _fill(module.tree)
            counts[module.name] = _counts(module.tree)
            _forget(module)
            changed = True
    return changed


@dataclass(frozen=True)
class _Counts:
    """Number of times that each name is written in a module, as whatever, and read as a name."""

    written: Counter[str]
    read: Counter[str]


def _counts(tree: ast.Module) -> _Counts:
    return _Counts(Counter(names_in(tree)), _read_in(tree))


def _asked_of_modules(program: Program) -> dict[str, set[str]]:
    """Return of each module the names that the other modules use of it."""
    asked: dict[str, set[str]] = {name: set() for name in program}
    for module in program.values():
        for place, name in module.imported.values():
            asked[place].add(name)
        for node in walk(module.tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                there = module.modules.get(node.value.id)
                if there is not None:
                    asked[there].add(node.attr)
    return asked


def _assigned_at(tree: ast.Module) -> Counter[str]:
    """Return how often a module assigns to each name."""
    assigned: Counter[str] = Counter()
    for statement in tree.body:
        for target in statement.targets if isinstance(statement, ast.Assign) else ():
            if isinstance(target, ast.Name):
                assigned[target.id] += 1
    return assigned


def _read_in(tree: ast.AST) -> Counter[str]:
    """Return how often each name is read in there."""
    read: Counter[str] = Counter()
    for node in walk(tree):
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            read[node.target.id] += 1
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store):
            read[node.id] += 1
    return read


def _fill(tree: ast.Module) -> None:
    """Let no body be empty."""
    for node in walk(tree):
        if not isinstance(node, ast.Module) and getattr(node, "body", None) == []:
            node.body = [ast.Pass()]  # type: ignore[attr-defined]


def _forget(module: Module) -> None:
    """Let the module know only of the imports that it still has."""
    bound = {
        alias.asname or alias.name
        for node in walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    module.modules = {name: to for name, to in module.modules.items() if name in bound}
    module.imported = {name: to for name, to in module.imported.items() if name in bound}


def _drop_modules(program: Program, roots: tuple[str, ...]) -> bool:
    """Leave out modules that nothing imports; return whether there were any."""
    wanted: set[str] = set()
    ahead = [module.name for module in program.values() if module.path in roots]
    while ahead:
        name = ahead.pop()
        while name and name not in wanted:
            wanted.add(name)
            if name in program:
                ahead += _imports(program, program[name])
            name = name.rpartition(".")[0]
    unwanted = [name for name in program if name not in wanted]
    for name in unwanted:
        del program[name]
    return bool(unwanted)


def _imports(program: Program, module: Module) -> list[str]:
    found = []
    for node in walk(module.tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name in program]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
            targets = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [target for target in targets if target in program]
    return found


class _Statements(ast.NodeTransformer):
    """Walks the statements of a tree: in no expression is anything that could be left out."""

    def visit(self, node: ast.AST) -> Any:
        return node if isinstance(node, ast.expr) else super().visit(node)


class _NeverRun(_Statements):
    """Leaves out what stands behind `if False`, annotations and docstrings."""

    def visit_If(self, node: ast.If) -> ast.AST | list[ast.stmt]:
        self.generic_visit(node)
        if isinstance(node.test, ast.Constant) and not node.test.value:
            return node.orelse
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        return None if isinstance(node.value, ast.Constant) else node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        self.generic_visit(node)
        if node.value is None:
            return None
        return ast.Assign([node.target], node.value)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return _plain(self, node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return _plain(self, node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return _plain(self, node)


def _plain(
    transformer: _NeverRun, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
) -> ast.AST:
    """Return a definition without its annotations."""
    if not isinstance(node, ast.ClassDef):
        node.returns = None
        for argument in walk(node.args):
            if isinstance(argument, ast.arg):
                argument.annotation = None
    transformer.generic_visit(node)
    return node


class _Remover(_Statements):
    """Leaves out what is not used: `used` says how often each name is written in the program, None
    to leave out imports only; `own` the same of this module; `wanted` are the names that others
    have from it.
    """

    def __init__(self, used: Counter[str] | None, own: _Counts, wanted: set[str]) -> None:
        self.has_changed = False
        self._used = used
        self._own = own
        self._wanted = wanted
        self._classes: set[str] = set()
        # 0 outside of functions and classes.
        self._depth = 0

    def visit_Module(self, node: ast.Module) -> ast.Module:
        self._classes = {one.name for one in node.body if isinstance(one, ast.ClassDef)}
        self.generic_visit(node)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST | None:
        return self._definition(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST | None:
        return self._definition(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST | None:
        return self._definition(node)

    def visit_Assign(self, node: ast.Assign) -> ast.AST | None:
        target = node.targets[0]
        if len(node.targets) > 1 or not isinstance(target, ast.Name) or self._does(node.value):
            return node
        if self._is_used(target.id, node):
            return node
        self.has_changed = True
        return None

    def visit_Import(self, node: ast.Import) -> ast.AST | None:
        return self._import(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST | None:
        return self._import(node)

    def _definition(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    ) -> ast.AST | None:
        if not self._is_used(node.name, node):
            self.has_changed = True
            return None
        self._depth += 1
        self.generic_visit(node)
        self._depth -= 1
        return node

    def _is_used(self, name: str, definition: ast.AST) -> bool:
        """Whether a name is used outside of its definition."""
        if self._used is None or name.startswith("__") or name in self._wanted:
            return True
        if self._depth == 0:
            read = self._own.read[name]
            return read > 0 and read > _read_in(definition)[name]
        used = self._used[name]
        if used > self._own.written[name]:
            return True
        return used > sum(one == name for one in names_in(definition))

    def _does(self, value: ast.expr) -> bool:
        """Whether to evaluate an expression may do more than make an object."""
        return any(
            isinstance(node, ast.Await | ast.Yield)
            or (isinstance(node, ast.Call) and not self._is_a_class_here(node.func))
            for node in walk(value)
        )

    def _is_a_class_here(self, callee: ast.expr) -> bool:
        return isinstance(callee, ast.Name) and callee.id in self._classes

    def _import(self, node: ast.Import | ast.ImportFrom) -> ast.AST | None:
        kept = []
        for alias in node.names:
            bound = (alias.asname or alias.name).split(".")[0]
            if self._own.read[bound] or bound in self._wanted:
                kept.append(alias)
        if len(kept) == len(node.names):
            return node
        node.names = kept
        self.has_changed = True
        return node if kept else None
