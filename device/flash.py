"""The journal's files on the board's own file system.

LittleFS keeps what was written once the file is closed, so every method opens, acts and closes.
"""

import errno
import os

from device import files
from loslaten_core.journal.storage import Storage

_STAT_SIZE = 6


class Flash(Storage):
    """The files of one folder, which is made if need be."""

    def __init__(self, folder: str) -> None:
        files.make_folder(folder)
        self._folder = folder

    def names(self) -> list[str]:
        """Return the names of all files."""
        return os.listdir(self._folder)

    def size(self, name: str) -> int:
        """Return the size in bytes, 0 when there is no such file."""
        try:
            return os.stat(self._path(name))[_STAT_SIZE]
        except OSError as error:
            if error.args[0] != errno.ENOENT:
                raise
            return 0

    def read(self, name: str, offset: int, count: int) -> bytes:
        """Return up to `count` bytes from `offset` on, none when there is no such file."""
        try:
            with open(self._path(name), "rb") as file:
                file.seek(offset)
                return file.read(count)
        except OSError as error:
            if error.args[0] != errno.ENOENT:
                raise
            return b""

    def append(self, name: str, data: bytes) -> None:
        """Add `data` to the end."""
        self._write(name, "ab", data)

    def replace(self, name: str, data: bytes) -> None:
        """Make `data` the whole content."""
        self._write(name, "wb", data)

    def remove(self, name: str) -> None:
        """Remove the file."""
        os.remove(self._path(name))

    def _path(self, name: str) -> str:
        return self._folder + "/" + name

    def _write(self, name: str, mode: str, data: bytes) -> None:
        with open(self._path(name), mode) as file:
            if file.write(data) != len(data):
                raise OSError(errno.EIO)
