# SPDX-License-Identifier: MIT
"""C stack: how deep it is wherever a module is imported or a file is opened, the deepest there is.

A file is opened at the end of the longest chains of calls, and LittleFS goes on from there in C.
The functions in here are a link more in each chain, so what they tell is a little too much.
"""

import builtins

import micropython

deepest_bytes = 0


def watch():
    """Look at the stack from now on, whatever is imported or opened."""
    builtins.__import__ = _looking(builtins.__import__)
    builtins.open = _looking(builtins.open)


def _looking(call):
    def looked(*args, **options):
        global deepest_bytes
        deepest_bytes = max(deepest_bytes, micropython.stack_use())
        return call(*args, **options)

    return looked
