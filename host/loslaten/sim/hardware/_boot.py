# SPDX-License-Identifier: MIT
"""Turns a fresh engine into a board, before any firmware runs: executed once, in `__main__`."""


def _boot(root, hardware, host):
    """Mount `root` as the flash and install the simulated hardware.

    The engine freezes a CPython-like standard library that no board has. Its asyncio stays (a
    board has that); the rest is forgotten, so that an import which a board refuses fails here.
    """
    import sys

    sys.path[:] = [".frozen", "/sim"]
    import _asyncio_run

    for name in list(sys.modules):
        if name != "_sim" and not name.startswith("asyncio"):
            del sys.modules[name]
    # A function of JavaScript's is one object from here on, and not a new one at each look.
    host_calls = {name: getattr(sys.modules["_sim"], name) for name in host.split()}
    sys.modules["_sim"] = type("_sim", (), host_calls)
    sys.path[:] = ["/sim"]
    import _start
    import uos
    import vfs

    _asyncio_run.install(_start)
    _start.prepare(globals(), hardware)
    vfs.umount("/")
    vfs.mount(vfs.VfsPosix(root), "/")
    uos.chdir("/")
    sys.path[:] = ["", "/lib"]
