# SPDX-License-Identifier: MIT
"""Small files on flash that are replaced whole: settings, protocols, the key.

LittleFS renames atomically, so a file is written beside the old one and put in its place; a power
cut leaves the old or the new one, never a piece. The journal has its own way (`flash`).
"""

import errno
import os


def read(path: str) -> bytes | None:
    """Return the file's bytes, or None where there is none."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        if error.args[0] != errno.ENOENT:
            raise
        return None


def write(path: str, data: bytes) -> None:
    """Put `data` at `path`, whole or not at all."""
    beside = path + ".new"
    with open(beside, "wb") as file:
        file.write(data)
    os.rename(beside, path)


def remove(path: str) -> None:
    """Remove the file; that there is none is fine."""
    try:
        os.remove(path)
    except OSError as error:
        if error.args[0] != errno.ENOENT:
            raise


def make_folder(path: str) -> None:
    """Make the folder; that it is there is fine."""
    try:
        os.mkdir(path)
    except OSError as error:
        if error.args[0] != errno.EEXIST:
            raise


def names(folder: str) -> list[str]:
    """Return the names of the finished files in `folder`, sorted."""
    return sorted([name for name in os.listdir(folder) if not name.endswith(".new")])
