# SPDX-License-Identifier: MIT
"""The firmware's source made smaller before it is compiled: code on the board lies in its RAM."""

import ast

from loslaten.deploy.compact import constants, private_names, unused
from loslaten.deploy.compact.program import parse
from loslaten.deploy.compact.tracebacks import Names

__all__ = ["Names", "compact", "fitted"]


def compact(
    sources: dict[str, str], roots: tuple[str, ...], readers: tuple[str, ...] = ()
) -> tuple[dict[str, str], Names]:
    """Return the sources that are still needed, each smaller, and how to read their tracebacks.

    Integer constants stand where they are used, what nothing uses is gone, and private names are
    short. What the firmware does stays the same.

    sources: the whole program, by path, such as "device/radio.py". roots: the paths of what is
    imported by a name that is known only at run time. readers: sources beside the program that
    use it.
    """
    program = parse(sources)
    constants.inline(program)
    unused.drop(program, roots, readers)
    names = private_names.shorten(program)
    return {module.path: module.source() for module in program.values()}, names


def fitted(source: str, sources: dict[str, str]) -> str:
    """Return a source that uses a compacted program's public names, with its constants put in."""
    path = "beside.py"
    program = parse({**sources, path: source})
    constants.inline(program)
    module = program["beside"]
    used = {node.id for node in ast.walk(module.tree) if isinstance(node, ast.Name)}
    unused.drop_imports(module, used)
    return module.source()
