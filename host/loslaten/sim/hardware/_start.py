# SPDX-License-Identifier: MIT
"""Runs main.py as a board does after power-on, and says how that ended."""

import asyncio
import builtins
import gc
import sys

import _sim
import uos
from _traceback import traceback

_hidden = {"js", "jsffi", "_sim"}
_globals = {}


class Parked(BaseException):
    """Ends main.py at asyncio.run(): the engine's loop goes on from timers outside of it."""


def prepare(main_globals, hardware):
    """Load the simulated hardware, which on a board is there before the heap is used."""
    global _globals
    _globals = main_globals
    names = sorted([name.split(".")[0] for name in uos.listdir("/sim")])
    _hidden.update([name for name in names if name[0] == "_"])
    if hardware:
        for name in names:
            if name[0] != "_" and name not in _lacking():
                __import__(name)
        for name in ("micropython", "sys"):  # built in, so a file cannot take their place
            sys.modules[name] = __import__("_" + name)
    for name in ("vfs", "uos"):
        sys.modules.pop(name, None)


def _lacking():
    """Modules that the board's port lacks."""
    import _bus

    return () if _bus.config("port") == "esp32" else ("esp32",)


def hide():
    """Let only the hardware's own files reach the simulator from now on."""
    original = builtins.__import__

    def guarded(name, importer=None, local=None, names=None, level=0):
        if name in _hidden and not (importer or {}).get("__file__", "").startswith("/sim/"):
            raise ImportError(f"no module named '{name}'")
        return original(name, importer, local, names, level)

    builtins.__import__ = guarded


def live():
    """Bytes of heap in use."""
    return gc.mem_alloc()


def collect():
    """Ask for a collection; the engine does it when control leaves it."""
    gc.collect()


def main(path):
    """Run a file and say how it ended.

    "parked" (asyncio goes on), "ended", "exit", or "crash " and the traceback.
    """
    try:
        with open(path) as file:
            source = file.read()
        exec(compile(source, path[1:], "exec"), _globals)
        return "ended"
    except Parked:
        _sim.parked()
        return "parked"
    except SystemExit:
        return "exit"
    except BaseException as error:
        return "crash " + traceback(error)


async def _watched(coroutine):
    outcome = "ended"
    try:
        await coroutine
    except SystemExit:
        outcome = "exit"
    except BaseException as error:
        outcome = "crash " + traceback(error)
    asyncio.new_event_loop()
    _sim.finished(outcome)


def run(coroutine):
    """`asyncio.run()`. It has to be the last thing that main.py does."""
    asyncio.create_task(_watched(coroutine))
    _sim.park()
    raise Parked
