# SPDX-License-Identifier: MIT
"""The firmware's source made smaller before it is compiled: code on the board lies in its RAM."""

import ast

from loslaten.deploy.compact import constants, joining, mentions, names, unused
from loslaten.deploy.compact.program import Module, parse
from loslaten.deploy.compact.renaming import renamed
from loslaten.deploy.compact.tracebacks import Names

__all__ = ["Compact", "Names"]

_BESIDE = "beside.py"


class Compact:
    """A program of several modules, made smaller: what it does stays the same.

    Integer constants stand where they are used, what nothing uses is gone, names are short, and
    modules that are loaded together are one; all lie beside each other without packages.

    `sources`: (what it calls itself, source) of each module that is left, by its path from now on.
    `names`: how to read tracebacks.
    """

    def __init__(
        self,
        sources: dict[str, str],
        roots: tuple[str, ...],
        readers: tuple[str, ...] = (),
        objects: tuple[str, ...] = (),
    ) -> None:
        """Make `sources` smaller: the whole program, by path, such as "device/radio.py".

        roots: the paths of what is imported by a name that is known only at run time. readers:
        sources beside the program that use it as it is. objects: those of the roots that the
        program handles as objects.
        """
        self._sources = sources
        program = parse(sources)
        constants.inline(program)
        unused.drop(program, roots, readers, objects)
        self._program = program
        self._plan = names.plan_names(program, roots, readers, objects)
        self.names = names.readable(program, self._plan)
        self.sources: dict[str, tuple[str, str]] = {}
        units: dict[str, list[Module]] = {}
        for name in joining.in_order(program):
            units.setdefault(self._plan.units[name], []).append(program[name])
        for members in units.values():
            tree = joining.joined([self._renamed(module) for module in members])
            first = members[0]
            if tree.body or first.name not in self._plan.modules:
                source = Module(name=first.name, path=first.path, tree=tree).source()
                self.sources[self._path(first)] = self.names.file(first.path), source

    @property
    def attributes(self) -> set[str]:
        """The attributes that the program makes itself, and arguments that it gives by name."""
        return mentions.attributes_made(self._program, self._plan.is_open)

    def fitted(self, source: str) -> str:
        """Return a source beside the program that uses its modules as they are now.

        What it uses has to be used by the program, too; the rest was left out.
        """
        program = parse({**self._sources, _BESIDE: source})
        constants.inline(program)
        module = program["beside"]
        unused.drop_imports(module)
        tree = self._renamed(module)
        return Module(name=module.name, path=module.path, tree=tree).source()

    def _renamed(self, module: Module) -> ast.Module:
        return renamed(module, self._program, self._plan)

    def _path(self, module: Module) -> str:
        short = self._plan.modules.get(module.name)
        return module.path if short is None else short + ".py"
