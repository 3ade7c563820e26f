# SPDX-License-Identifier: MIT
"""Runs Python source on MicroPython, to compare with what CPython makes of it."""

from loslaten.firmware import tree
from loslaten.sim.micropython import engine


class ScriptError(Exception):
    """The script raised; the message is MicroPython's traceback."""


def run_script(
    source: str, files: tree.Files | None = None, *, within_s: float = engine.ANSWER_TIMEOUT_S
) -> str:
    """Run source as main.py of a MicroPython without hardware; return what it printed.

    `files` lies beside it (default: `/loslaten_core`, the shared core). The standard library is
    a stock board's, asyncio runs in virtual time. About 20 ms each once the first has run.

    Raises:
        ScriptError: the script raised.
        SimulatorError: there is no engine to run it, or it has not ended after `within_s`.
    """
    files = tree.core_tree() if files is None else files
    process = engine.borrow()
    name = tree.name_of(files)
    process.put_tree(name, tree.encoded(files))
    result = process.ask("script", trees=[name], source=source, within_s=within_s)["result"]
    engine.give_back(process)
    if result["error"] is not None:
        raise ScriptError(result["stdout"] + result["error"])
    stdout: str = result["stdout"]
    return stdout
