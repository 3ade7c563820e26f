# SPDX-License-Identifier: MIT
"""Names made short, and modules laid flat: a board keeps each different name in RAM for good.

Three kinds of names are there at run time, and each has its own rule:

- a module's own (functions, classes, variables): known to the modules that import them;
- attributes, and arguments that are given by name: the same name means the same thing wherever it
  is written, unless it is private to modules whose classes inherit from one another;
- arguments that are never given by name, and variables of a function: known to it alone.

What MicroPython has a name for stays, and so does what is looked up by a text, what the programs
beside the firmware ask for, and the names of errors, which a watch tells and keeps.
"""

import ast
import builtins
import itertools
import keyword
import string
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from loslaten.deploy.compact import joining, mentions
from loslaten.deploy.compact.micropython_names import MICROPYTHON, MODULES
from loslaten.deploy.compact.program import Module, Program, bound_at, own_names, walk
from loslaten.deploy.compact.tracebacks import Names

Mapping = dict[str, str]
# Stands for all that a unit has, beside the names in it.
_WHOLE: Final = "*"


@dataclass(kw_only=True)
class Plan:
    """The short names: of `files`, of `modules` that need no longer one, of each module's `own`
    names, of `attributes` everywhere and, private ones, in each module.

    `units`: the unit that each module is a part of. `is_open`: modules that are handled as
    objects, whose own names are attributes. `given`: names of arguments that are given by name.
    """

    files: Mapping
    modules: Mapping
    units: Mapping
    own: dict[str, Mapping]
    attributes: Mapping
    private: dict[str, Mapping]
    is_open: set[str]
    given: set[str]

    def of_module(self, name: str) -> Mapping:
        """Return the short names of what a module defines."""
        return self.attributes if name in self.is_open else self.own.get(name, {})

    def are_one(self, module: str, other: str) -> bool:
        """Whether two modules are joined."""
        return self.units.get(module, module) == self.units.get(other, other)

    def attribute(self, name: str, module: str) -> str:
        """Return an attribute's short name, as it is written in a module."""
        short = self.private.get(module, {}).get(name)
        return short or self.attributes.get(name, name)


def readable(program: Program, plan: Plan) -> Names:
    """Return what makes the program's tracebacks readable. Ask it before names are replaced."""
    names = {}
    for module in program.values():
        names[module.path] = dict(_functions(module.tree, plan.of_module(module.name)))
        private = plan.attributes | plan.private.get(module.name, {})
        for node in walk(module.tree):
            if isinstance(node, ast.ClassDef):
                names[module.path] |= _functions(node, private)
    files = {module.path: plan.files[module.name] for module in program.values()}
    return Names(names, files)


def _functions(scope: ast.Module | ast.ClassDef, short: Mapping) -> Iterator[tuple[str, str]]:
    """Return (short name, name) of each function of a module or a class."""
    for node in scope.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield short.get(node.name, node.name), node.name


def plan_names(
    program: Program,
    roots: tuple[str, ...],
    readers: tuple[str, ...],
    objects: tuple[str, ...],
) -> Plan:
    """Return the short names for a program.

    roots, readers, objects: see `Compact`.
    """
    kept = _kept(program, readers)
    is_open = {module.name for module in program.values() if module.path in objects}
    for name in is_open:
        # A program beside it may look for them by texts.
        kept |= {one for one in bound_at(program[name].tree) if not one.startswith("_")}
    for module in program.values():
        is_open |= mentions.handled_as_objects(module)
    groups = _groups(program)
    counts: Counter[str] = Counter()
    places: dict[str, set[str]] = {}
    for module in program.values():
        for name in mentions.attributes_in(module.tree):
            counts[name] += 1
            places.setdefault(name, set()).add(groups[module.name])
    candidates = mentions.attributes_made(program, is_open) - kept
    private = {n for n in candidates if n.startswith("_") and len(places.get(n, ())) == 1}
    fresh = list(_fresh(program))
    ordered = sorted(candidates - private, key=lambda name: (-counts[name], name))
    stay = _known_outside(program, roots, readers)
    units = joining.units(program, stay, is_open)
    shorts = _files(sorted(set(units.values())))
    files = {name: shorts[unit] for name, unit in units.items()}
    plan = Plan(
        files=files,
        modules={name: short for name, short in files.items() if name not in stay},
        units=units,
        own={},
        attributes=dict(zip(ordered, fresh, strict=False)),
        private={},
        is_open=is_open,
        given=mentions.arguments_given(program),
    )
    for group in sorted(set(groups.values())):
        members = [program[name] for name in sorted(program) if groups[name] == group]
        _plan_group(members, private, fresh, plan)
    for unit in sorted(set(units.values())):
        # A module that others know by its name is asked for what it has.
        keeps = kept if unit in stay else set()
        _plan_unit([name for name in program if units[name] == unit], program, fresh, keeps, plan)
    return plan


def _plan_group(members: list[Module], private: set[str], fresh: list[str], plan: Plan) -> None:
    """Give the private names of a group of modules short ones that are not taken there."""
    mentioned = {name for module in members for name in mentions.attributes_in(module.tree)}
    taken = {plan.attributes[name] for name in mentioned if name in plan.attributes}
    free = [name for name in fresh if name not in taken]
    shorts = dict(zip(sorted(mentioned & private), free, strict=False))
    for module in members:
        plan.private[module.name] = shorts


def _plan_unit(
    members: list[str], program: Program, fresh: list[str], keeps: set[str], plan: Plan
) -> None:
    """Give what the modules of a unit define and import short names; `keeps` stay as they are.

    They may be those of attributes, but not where one could hide the other: among the arguments
    that are given by name, and for what is read in the body of a class, where attributes are made.
    """
    shadows = {plan.attributes.get(name, name) for name in plan.given}
    attributes = {
        *plan.attributes.values(),
        *itertools.chain(*map(dict.values, plan.private.values())),
    }
    free = [name for name in fresh if name not in shadows]
    apart = iter([name for name in free if name not in attributes])
    beside = iter(free)
    exposed = {
        name for module in members for name in mentions.read_in_classes(program[module].tree)
    }
    taken: set[str] = set()
    shorts: dict[tuple[str, str], str] = {}
    for module in members:
        if module in plan.is_open:
            continue
        own = plan.own[module] = {}
        for name in dict.fromkeys(own_names(program[module])):
            origin = _origin(program, plan, module, name)
            if origin[1] in keeps or mentions.stays(origin[1]):
                own[name] = origin[1]
            else:
                if origin not in shorts:
                    names = apart if name in exposed else beside
                    shorts[origin] = next(one for one in names if one not in taken)
                    taken.add(shorts[origin])
                own[name] = shorts[origin]


def _origin(program: Program, plan: Plan, module: str, name: str) -> tuple[str, str]:
    """Return what a name of a module is: (module, name there), or (unit, _WHOLE)."""
    there = program[module].modules.get(name)
    if there is not None:
        return plan.units[there], _WHOLE
    place, original = program[module].imported.get(name, (module, name))
    if place != module and plan.are_one(place, module):
        return _origin(program, plan, place, original)
    return place, original


def _kept(program: Program, readers: tuple[str, ...]) -> set[str]:
    """Return the names that have to stay."""
    kept = set(MICROPYTHON)
    for module in program.values():
        kept |= set(mentions.texts(module.tree))
    for reader in readers:
        tree = ast.parse(reader)
        kept |= (
            set(mentions.attributes_in(tree))
            | set(mentions.texts(tree))
            | mentions.imported_names(tree)
        )
    return kept


def _groups(program: Program) -> dict[str, str]:
    """Return the group of each module: those whose classes inherit from one another are one."""
    group = {name: name for name in program}
    for module in program.values():
        for node in walk(module.tree):
            for base in node.bases if isinstance(node, ast.ClassDef) else ():
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


def _files(units: list[str]) -> Mapping:
    """Return a short name for each unit."""
    fresh = (name for name in _letters() if name not in MODULES and not keyword.iskeyword(name))
    return {name: next(fresh) for name in units}


def _known_outside(program: Program, roots: tuple[str, ...], readers: tuple[str, ...]) -> set[str]:
    """Return the modules that are asked for by their names, and the packages they are in."""
    known = {module.name for module in program.values() if module.path in roots}
    for reader in readers:
        for node in walk(ast.parse(reader)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                known.add(node.value)
            elif isinstance(node, ast.ImportFrom) and node.module:
                known |= {f"{node.module}.{alias.name}" for alias in node.names}
    for name in set(known):
        while name := name.rpartition(".")[0]:
            known.add(name)
    return known


def _fresh(program: Program) -> Iterator[str]:
    """Return short names that are written nowhere in the program."""
    written = set(MICROPYTHON) | set(dir(builtins)) | set(keyword.kwlist)
    for module in program.values():
        for node in walk(module.tree):
            if isinstance(node, ast.Name):
                written.add(node.id)
            elif isinstance(node, ast.arg):
                written.add(node.arg)
            elif isinstance(node, ast.Attribute):
                written.add(node.attr)
    names = (name for name in _letters() if name not in written)
    return itertools.islice(names, 4_096)


def _letters() -> Iterator[str]:
    """Return a, b ... z, aa, ab ..."""
    for length in itertools.count(1):
        for letters in itertools.product(string.ascii_lowercase, repeat=length):
            yield "".join(letters)
