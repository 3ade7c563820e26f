# SPDX-License-Identifier: MIT
"""`os` as boards have it, on the simulated flash."""

import json
from binascii import unhexlify

import _bus
import _sim
import uos
from uos import chdir, getcwd, ilistdir, listdir, mkdir, remove, rmdir, stat, unlink

sep = "/"


def rename(old_path, new_path):
    """Rename, replacing what is there. The engine does it right for relative paths alone."""
    here = getcwd()
    paths = [path if path[0] == "/" else here + "/" + path for path in (old_path, new_path)]
    chdir("/")
    try:
        uos.rename(paths[0][1:], paths[1][1:])
    finally:
        chdir(here)


def urandom(count):
    """Random bytes: the same ones for the same seed of the simulated watch."""
    return unhexlify(_sim.random(count))


def sync():
    """Do nothing: only what open files hold is held back."""


def statvfs(path):
    """The size of the simulated flash, whatever the path."""
    block_bytes, blocks, free = json.loads(_sim.blocks())
    return (block_bytes, block_bytes, blocks, free, free, 0, 0, 0, 0, 255)


def uname():
    """Names of system, node, release, version and machine."""
    port = _bus.config("port")
    return (port, port, "1.27.0", "v1.27.0", _bus.config("machine"))
