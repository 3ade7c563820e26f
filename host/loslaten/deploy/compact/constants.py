# SPDX-License-Identifier: MIT
"""Integers and short texts put where they are used, also in other modules.

On a board a constant is an entry in a table that lies in RAM, in the module that has it and in
each that imports it, beside its name; as a number in the bytecode it is a byte or two.
"""

import ast
import operator
from collections.abc import Callable
from typing import Final

from loslaten.deploy.compact.program import Module, Program, ScopedTransformer, walk

# Larger ones are objects of their own on a 32-bit board.
_LARGEST: Final = (1 << 30) - 1
# Paths and the like; longer texts are better there once.
_LONGEST: Final = 24
Value = int | str
_Fold = Callable[[int, int], int]
_OPERATORS: Final[dict[type[ast.operator], _Fold]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitOr: operator.or_,
    ast.BitAnd: operator.and_,
    ast.BitXor: operator.xor,
}
Constants = dict[tuple[str, str], Value]


def inline(program: Program) -> None:
    """Put constants where they are used; their definitions stay."""
    constants = _constants(program)
    for module in program.values():
        module.tree = _Inline(module, constants).visit(module.tree)


def _constants(program: Program) -> Constants:
    """Return the values of all module-level names that are the same for good."""
    candidates = {}
    for module in program.values():
        stored = _stores(module.tree)
        for statement in module.tree.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                name = statement.targets[0].id
                if len(statement.targets) == 1 and stored.count(name) == 1:
                    candidates[module.name, name] = statement.value
    constants: Constants = {}
    while True:
        fresh = {}
        for (place, name), value in candidates.items():
            found = _value(value, program[place], constants)
            if found is not None and _is_small(found):
                fresh[place, name] = found
        if fresh == constants:
            return constants
        constants = fresh


def _stores(tree: ast.Module) -> list[str]:
    """Return the names that are stored at module level or declared global, once for each."""
    found = []
    for node in walk(tree):
        if isinstance(node, ast.Global):
            found += node.names * 2
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.append(statement.name)
            continue
        for node in walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.append(node.id)
    return found


def _is_small(value: Value) -> bool:
    return len(value) <= _LONGEST if isinstance(value, str) else abs(value) <= _LARGEST


def _value(value: ast.expr, module: Module, constants: Constants) -> Value | None:
    """Return what an expression at module level stands for: an integer or a text, or None."""
    if isinstance(value, ast.Constant):
        return value.value if isinstance(value.value, int | str) else None
    if isinstance(value, ast.Name | ast.Attribute):
        return constants.get(meant(value, module) or ("", ""))
    if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.USub):
        number = _value(value.operand, module, constants)
        return -number if isinstance(number, int) else None
    if isinstance(value, ast.BinOp) and type(value.op) in _OPERATORS:
        left = _value(value.left, module, constants)
        right = _value(value.right, module, constants)
        if isinstance(left, str) and isinstance(right, str) and isinstance(value.op, ast.Add):
            return left + right
        if isinstance(left, int) and isinstance(right, int):
            return _OPERATORS[type(value.op)](left, right)
    return None


def meant(node: ast.expr, module: Module) -> tuple[str, str] | None:
    """Return the (module, name) that a name or an attribute at module level stands for."""
    if isinstance(node, ast.Name):
        return module.imported.get(node.id, (module.name, node.id))
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        there = module.modules.get(node.value.id)
        return None if there is None else (there, node.attr)
    return None


class _Inline(ScopedTransformer, ast.NodeTransformer):
    def __init__(self, module: Module, constants: Constants) -> None:
        super().__init__()
        self._module = module
        self._constants = constants

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._put(node, node.id)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        if isinstance(node.value, ast.Name):
            return self._put(node, node.value.id)
        self.generic_visit(node)
        return node

    def _put(self, node: ast.Name | ast.Attribute, first: str) -> ast.expr:
        if not isinstance(node.ctx, ast.Load) or self.is_local(first):
            return node
        value = self._constants.get(meant(node, self._module) or ("", ""))
        return node if value is None else ast.Constant(value)
