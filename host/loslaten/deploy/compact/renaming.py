# SPDX-License-Identifier: MIT
"""A module written with other names: each name is replaced by what stands for it in its scope."""

import ast

from loslaten.deploy.compact.names import Mapping, Plan
from loslaten.deploy.compact.program import (
    Function,
    Module,
    Program,
    arguments_of,
    bound_at,
    bound_inside,
    copied,
    imported_inside,
    own_names,
)

_Definition = ast.FunctionDef | ast.AsyncFunctionDef


def renamed(module: Module, program: Program, plan: Plan) -> ast.Module:
    """Return the tree of a module, of the program or beside it, with the names of `plan`."""
    tree: ast.Module = _Renaming(module, program, plan).visit(copied(module.tree))
    return tree


class _Renaming(ast.NodeTransformer):
    def __init__(self, module: Module, program: Program, plan: Plan) -> None:
        self._module = module
        self._program = program
        self._plan = plan
        self._is_beside = module.name not in program
        self._own = plan.attributes if self._is_beside else plan.of_module(module.name)
        self._top = set(own_names(module))
        # What is local in the functions around: its new name.
        self._local: list[Mapping] = []
        # What is bound in the class whose body this is, outside of its functions.
        self._in_class: set[str] = set()

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self._renamed(node.id)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        target = None
        if isinstance(node.value, ast.Name):
            target = self._module.modules.get(node.value.id)
        if target is None:
            node.attr = self._attribute(node.attr)
        elif self._is_here(target):
            return ast.Name(self._plan.of_module(target).get(node.attr, node.attr), node.ctx)
        else:
            node.attr = self._plan.of_module(target).get(node.attr, node.attr)
        node.value = self.visit(node.value)
        return node

    def visit_keyword(self, node: ast.keyword) -> ast.AST:
        if node.arg is not None:
            node.arg = self._plan.attributes.get(node.arg, node.arg)
        node.value = self.visit(node.value)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.bases = [self.visit(base) for base in node.bases]
        node.keywords = [self.visit(one) for one in node.keywords]
        node.decorator_list = [self.visit(one) for one in node.decorator_list]
        node.name = self._renamed(node.name)
        around, self._in_class = self._in_class, set(bound_at(node))
        node.body = [self.visit(statement) for statement in node.body]
        self._in_class = around
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._definition(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._definition(node)

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        self._defaults(node.args)
        self._inside(node)
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        if node.name:
            node.name = self._renamed(node.name)
        self.generic_visit(node)
        return node

    def visit_Global(self, node: ast.Global) -> ast.AST:
        node.names = [self._own.get(name, name) for name in node.names]
        return node

    def visit_Nonlocal(self, node: ast.Nonlocal) -> ast.AST:
        node.names = [self._renamed(name) for name in node.names]
        return node

    def visit_Import(self, node: ast.Import) -> ast.AST:
        return node

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST | list[ast.stmt]:
        there = node.module or ""
        if there not in self._program:
            return node
        modules: list[ast.stmt] = []
        names = []
        for alias in node.names:
            bound = self._renamed(alias.asname or alias.name)
            target = f"{there}.{alias.name}"
            flat = self._plan.modules.get(target)
            if self._is_here(target if target in self._program else there):
                continue
            if flat is not None:
                modules.append(ast.Import([_alias(flat, bound)]))
            elif target in self._program:
                names.append(_alias(alias.name, bound))
            else:
                name = self._plan.of_module(there).get(alias.name, alias.name)
                names.append(_alias(name, bound))
        if names:
            place = self._plan.modules.get(there, there)
            modules.append(ast.ImportFrom(place, names, 0))
        return modules

    def _is_here(self, module: str) -> bool:
        """Whether a module is a part of this one's unit."""
        return not self._is_beside and self._plan.are_one(module, self._module.name)

    def _definition(self, node: _Definition) -> ast.AST:
        node.decorator_list = [self.visit(one) for one in node.decorator_list]
        self._defaults(node.args)
        node.name = self._renamed(node.name)
        self._inside(node)
        return node

    def _defaults(self, arguments: ast.arguments) -> None:
        """Rename in the arguments' defaults, which belong to the scope around."""
        arguments.defaults = [self.visit(one) for one in arguments.defaults]
        arguments.kw_defaults = [one and self.visit(one) for one in arguments.kw_defaults]

    def _inside(self, node: Function) -> None:
        """Rename in a function's arguments and body."""
        around, self._in_class = self._in_class, set()
        self._local.append({name: name for name in imported_inside(node)})
        for argument in arguments_of(node):
            self._local[-1][argument.arg] = self._argument(argument.arg)
            argument.arg = self._local[-1][argument.arg]
        for name in sorted(bound_inside(node) - set(self._local[-1])):
            self._local[-1][name] = name if self._is_beside else self._fresh()
        if isinstance(node, ast.Lambda):
            node.body = self.visit(node.body)
        else:
            body: list[ast.stmt] = []
            for statement in node.body:
                new_statements = self.visit(statement)
                body += new_statements if isinstance(new_statements, list) else [new_statements]
            node.body = body
        self._local.pop()
        self._in_class = around

    def _argument(self, name: str) -> str:
        """Return what an argument is called from now on."""
        if self._is_beside:
            # Its functions are called from outside, by the names of their arguments.
            return name
        if name in self._plan.given:
            return self._plan.attributes.get(name, name)
        return self._fresh()

    def _fresh(self) -> str:
        """Return a name that is not taken in the functions around."""
        count = sum(new != old for scope in self._local for old, new in scope.items())
        return f"a{count}"

    def _renamed(self, name: str) -> str:
        """Return what a name stands as from now on, where it is written now."""
        if name in self._in_class:
            return self._attribute(name)
        for scope in reversed(self._local):
            if name in scope:
                return scope[name]
        return self._own.get(name, name) if name in self._top else name

    def _attribute(self, name: str) -> str:
        return self._plan.attribute(name, self._module.name)


def _alias(name: str, bound: str) -> ast.alias:
    return ast.alias(name, None if bound == name else bound)
