# SPDX-License-Identifier: MIT
"""Code that nothing in the program uses, left out: definitions, imports, whole modules.

A name counts as used wherever it is written, also on another object or in a text, so only what
nothing can possibly reach goes.
"""

import ast
from collections import Counter

from loslaten.deploy.compact.program import Module, Program, names_in


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
    written = {name: Counter(names_in(module.tree)) for name, module in program.items()}
    while _drop_names(program, written, roots, outside, objects) or _drop_modules(program, roots):
        pass


def drop_imports(module: Module, used: set[str]) -> None:
    """Leave out the imports of a module that bind none of the names used."""
    module.tree = _Remover(None, used, set()).visit(module.tree)
    _fill(module.tree)


def _drop_names(
    program: Program,
    written: dict[str, Counter[str]],
    roots: tuple[str, ...],
    outside: Counter[str],
    objects: tuple[str, ...],
) -> bool:
    """Leave out definitions and imports whose names occur nowhere; return whether any did.

    `written`: how often each name is written in each module. It is kept up to date: to count
    all of them anew in each round would take most of the time of a deployment.
    """
    used = outside.copy()
    for name in program:
        used.update(written[name])
    changed = False
    for module in program.values():
        here = {node.id for node in ast.walk(module.tree) if isinstance(node, ast.Name)}
        wanted = {
            name
            for other in program.values()
            for place, name in other.imported.values()
            if place == module.name
        }
        own = written[module.name]
        if module.path in roots:
            # It is known to others only when it runs: what they ask of it may be what it imports.
            wanted |= set(used if module.path in objects else used - own)
        remover = _Remover(used, here, wanted, own)
        module.tree = remover.visit(module.tree)
        if remover.has_changed:
            _fill(module.tree)
            written[module.name] = Counter(names_in(module.tree))
            _forget(module)
            changed = True
    return changed


def _fill(tree: ast.Module) -> None:
    """Let no body be empty."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module) and getattr(node, "body", None) == []:
            node.body = [ast.Pass()]  # type: ignore[attr-defined]


def _forget(module: Module) -> None:
    """Let the module know only of the imports that it still has."""
    bound = {
        alias.asname or alias.name
        for node in ast.walk(module.tree)
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
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name in program]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
            targets = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [target for target in targets if target in program]
    return found


class _NeverRun(ast.NodeTransformer):
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
        for argument in ast.walk(node.args):
            if isinstance(argument, ast.arg):
                argument.annotation = None
    transformer.generic_visit(node)
    return node


class _Remover(ast.NodeTransformer):
    def __init__(
        self,
        used: Counter[str] | None,
        here: set[str],
        wanted: set[str],
        own: Counter[str] | None = None,
    ) -> None:
        self.has_changed = False
        self._used = used
        self._here = here
        self._wanted = wanted
        self._own = own or Counter()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST | None:
        return self._definition(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST | None:
        return self._definition(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST | None:
        return self._definition(node)

    def visit_Assign(self, node: ast.Assign) -> ast.AST | None:
        target = node.targets[0]
        if len(node.targets) > 1 or not isinstance(target, ast.Name) or _does(node.value):
            return node
        if self._used is None or target.id.startswith("__"):
            return node
        # The definition itself is one of the places where the name is written.
        if self._used[target.id] > 1 or target.id in self._wanted:
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
        if self._used is not None and self._is_unused(node, self._used[node.name]):
            self.has_changed = True
            return None
        self.generic_visit(node)
        return node

    def _is_unused(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, used: int
    ) -> bool:
        """Whether a definition's name is written nowhere but within itself."""
        if node.name.startswith("__") or node.name in self._wanted or used > self._own[node.name]:
            return False
        return used <= sum(name == node.name for name in names_in(node))

    def _import(self, node: ast.Import | ast.ImportFrom) -> ast.AST | None:
        kept = []
        for alias in node.names:
            bound = (alias.asname or alias.name).split(".")[0]
            if bound in self._here or bound in self._wanted:
                kept.append(alias)
        if len(kept) == len(node.names):
            return node
        node.names = kept
        if kept:
            self.has_changed = True
            return node
        self.has_changed = True
        return None


def _does(value: ast.expr) -> bool:
    """Whether to evaluate an expression may do something."""
    return any(isinstance(node, ast.Call | ast.Await | ast.Yield) for node in ast.walk(value))
