# SPDX-License-Identifier: MIT
"""Code that lies in memory only while it is needed, which is most of a watch's memory."""

import sys


def forget(name: str) -> None:
    """Let go of a module, which no object of its classes may be left of.

    The next collection takes it; the next import of it loads it again.
    """
    if name in sys.modules:
        del sys.modules[name]
    parent, _, child = name.rpartition(".")
    if hasattr(sys.modules.get(parent), child):
        delattr(sys.modules[parent], child)
