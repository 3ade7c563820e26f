# SPDX-License-Identifier: MIT
"""Makes a board of the interpreter before /main.py runs; executed in place, beside the heap."""

import builtins
import gc
import sys

import machine
import micropython
from micropython import const

# What LittleFS takes in one piece for each open file, with its cache of 1,024 bytes.
_OPEN_FILE_BYTES = const(1_148)
# In flash on a board, and loaded here from the ROM.
_IN_C = ("bluetooth", "cryptolib", "network")
_BUILT_IN = ("asyncio",) + _IN_C
_BEFORE_MAIN = const(1)

_import = builtins.__import__
_open = builtins.open
_modules = sys.modules


def _import_file(name, globals=None, locals=None, names=None, level=0):
    """Import; what comes from a file needs that file open."""
    if name not in _modules and name not in _BUILT_IN:
        bytearray(_OPEN_FILE_BYTES)
    return _import(name, globals, locals, names, level)


def _open_file(path, mode="r"):
    """Open a file, which takes a piece of the heap."""
    bytearray(_OPEN_FILE_BYTES)
    return _open(path, mode)


class _System:
    """`sys` as the board has it: the engine's, with the board's name for its platform."""

    def __init__(self, platform):
        self.platform = platform

    def __getattr__(self, name):
        return getattr(sys, name)


def prepare(platform, asked):
    """Install the hardware; `asked` is called whenever the test asks."""
    machine.when_asked(asked)
    sys.modules["sys"] = _System(platform)
    sys.path[:] = ["", "/rom"]
    # In C on a board, where they take nothing.
    for name in _IN_C:
        __import__(name)
    builtins.__import__ = _import_file
    builtins.open = _open_file
    gc.collect()
    micropython.mem_info(1)  # tells the host where the heap is
    machine.tell(_BEFORE_MAIN, gc.mem_free())
