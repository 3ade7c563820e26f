# SPDX-License-Identifier: MIT
"""Small files on flash that are replaced whole: settings, protocols, the key.

LittleFS renames atomically, so a file is written beside the old one and put in its place; a power
cut leaves the old or the new one, never a piece. The journal has its own way (`flash`).
"""

import errno
import io
import os

# An open file takes 1,148 bytes in one piece, on LittleFS with its cache; and a few small ones.
_ROOM_BYTES = 1_408
_room: io.BytesIO | None = None
_is_given_up = False


def keep_room() -> None:
    """Keep room for an open file, so that one can be opened when the heap is full or in pieces."""
    global _room, _is_given_up
    try:
        # What it holds is free as soon as it is closed, without a collection.
        _room = io.BytesIO(_ROOM_BYTES)
        _is_given_up = False
    except MemoryError:
        return


def restore_room() -> None:
    """Keep room again once a file is closed that took it, before anything else takes that."""
    if _is_given_up:
        keep_room()


def opened(path: str, mode: str):
    """Return a file like `open`; where there is no room for it, in the room that is kept."""
    global _is_given_up
    restore_room()
    try:
        return open(path, mode)
    except MemoryError:
        if _room is None or _is_given_up:
            raise
        _room.close()  # pyright: ignore[reportAttributeAccessIssue] - missing in the stubs
        _is_given_up = True
        return open(path, mode)


def read(path: str) -> bytes | None:
    """Return the file's bytes, or None where there is none."""
    try:
        with opened(path, "rb") as file:
            return file.read()
    except OSError as error:
        if error.args[0] != errno.ENOENT:
            raise
        return None


def write(path: str, data: bytes) -> None:
    """Put `data` at `path`, whole or not at all."""
    beside = path + ".new"
    with opened(beside, "wb") as file:
        file.write(data)
    restore_room()
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
