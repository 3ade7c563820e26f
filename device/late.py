# SPDX-License-Identifier: MIT
"""Code that lies in memory only while it is needed, which is most of a watch's memory."""

import sys


def forget(name: str) -> None:
    """Let go of a module, which no object of its classes may be left of.

    The next collection takes it; the next import of it loads it again. Its names are taken from
    it, for a collection takes any old word on the C stack for a reference: to one of its functions
    perhaps, but no longer to all that this could have called.
    """
    module = sys.modules.pop(name, None)
    if module is not None:
        module.__dict__.clear()
    parent, _, child = name.rpartition(".")
    if hasattr(sys.modules.get(parent), child):
        delattr(sys.modules[parent], child)
