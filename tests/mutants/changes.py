# SPDX-License-Identifier: MIT
"""The changes that are tried on a module, one at a time."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARISONS = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_OPERATORS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}


@dataclass(frozen=True)
class Mutant:
    """A changed module: `line` and `told` say where and what, `source` is all of it."""

    line: int
    told: str
    source: str


# A node of a module, by its place in a walk, and which of its variants.
Place = tuple[int, int]


def places(source: str) -> list[Place]:
    """Return where a module can be changed."""
    tree = ast.parse(source)
    quiet = _unheard(tree)
    return [
        (index, number)
        for index, node in enumerate(_nodes(tree))
        if id(node) not in quiet
        for number in range(len(list(_variants(node))))
    ]


def mutant(source: str, place: Place) -> Mutant:
    """Return the module changed at one place."""
    index, number = place
    tree = ast.parse(source)
    node = _nodes(tree)[index]
    line: int = node.lineno  # type: ignore[attr-defined]
    told = _apply(tree, node, number)
    return Mutant(line, told, ast.unparse(ast.fix_missing_locations(tree)))


def _nodes(tree: ast.AST) -> list[ast.AST]:
    return [node for node in ast.walk(tree) if hasattr(node, "lineno")]


def _unheard(tree: ast.AST) -> set[int]:
    """Return what no test can notice: docstrings, annotations, words of errors, type checking."""
    quiet: set[int] = set()

    def hush(node: ast.AST) -> None:
        quiet.update(id(one) for one in ast.walk(node))

    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            hush(node)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            hush(node)
        if isinstance(node, ast.JoinedStr | ast.Import | ast.ImportFrom):
            hush(node)
        for annotation in ("annotation", "returns"):
            if getattr(node, annotation, None) is not None:
                hush(getattr(node, annotation))
        for decorator in getattr(node, "decorator_list", []):
            hush(decorator)
    return quiet


def _variants(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what may stand in the place of a node."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield _with(node, ops=[_COMPARISONS[type(node.ops[0])]()])
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield _with(node, op=other)
        for left_out in range(len(node.values)):
            rest = node.values[:left_out] + node.values[left_out + 1 :]
            yield rest[0] if len(rest) == 1 else _with(node, values=rest)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        yield _with(node, op=_OPERATORS[type(node.op)]())
    elif isinstance(node, ast.Constant) and type(node.value) in (int, bool):
        yield _with(node, value=node.value + 1 if type(node.value) is int else not node.value)
    elif isinstance(node, ast.IfExp):
        yield node.body
        yield node.orelse
    else:
        yield from _without(node)


def _without(node: ast.AST) -> Iterator[ast.AST]:
    """Yield nothing in the place of a statement that does something."""
    is_call = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Await)
    is_kept = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute)
    if (
        is_call
        or is_kept
        or isinstance(node, ast.Raise | ast.AugAssign | ast.Break | ast.Continue)
    ):
        yield ast.Pass()


def _with(node: ast.AST, **fields: object) -> ast.AST:
    twin = copy.copy(node)
    for name, value in fields.items():
        setattr(twin, name, value)
    return twin


def _apply(tree: ast.AST, node: ast.AST, number: int) -> str:
    """Put the variant of that number in the place of a node; return what that was."""
    variant = list(_variants(node))[number]
    before = ast.unparse(node)
    ast.copy_location(variant, node)
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is node:
                setattr(parent, name, variant)
            elif isinstance(value, list):
                value[:] = [variant if one is node else one for one in value]
    return f"{before}  ->  {ast.unparse(variant)}"
