# SPDX-License-Identifier: MIT
"""The journal's files on the board's own file system.

LittleFS keeps what was written once the file is closed, so every method that writes opens, acts
and closes. To open a file takes 7 ms, more than to read it: one that is read stays open up to its
end, or until anything else is done.
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
        # The name, the file and the offset of what is being read.
        self._reading: tuple | None = None

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
            file = self._opened(name, offset)
            data = file.read(count)
        except OSError as error:
            self._close()
            if error.args[0] != errno.ENOENT:
                raise
            return b""
        self._reading = name, file, offset + len(data)
        if len(data) < count:
            self._close()
        return data

    def rest(self) -> None:
        """Close what is being read."""
        try:
            self._close()
        except OSError:
            # It was only read.
            return

    def append(self, name: str, data: bytes) -> None:
        """Add `data` to the end."""
        self._write(name, "ab", data)

    def replace(self, name: str, data: bytes) -> None:
        """Make `data` the whole content."""
        self._write(name, "wb", data)

    def remove(self, name: str) -> None:
        """Remove the file."""
        self._close()
        os.remove(self._path(name))

    def _path(self, name: str) -> str:
        return self._folder + "/" + name

    def _opened(self, name: str, offset: int):
        """Return the file to read at an offset: the one under way, or another."""
        if self._reading is not None and self._reading[0] == name and self._reading[2] == offset:
            return self._reading[1]
        self._close()
        file = files.opened(self._path(name), "rb")
        self._reading = name, file, offset
        file.seek(offset)
        return file

    def _close(self) -> None:
        reading, self._reading = self._reading, None
        if reading is not None:
            reading[1].close()

    def _write(self, name: str, mode: str, data: bytes) -> None:
        self._close()
        with files.opened(self._path(name), mode) as file:
            if file.write(data) != len(data):
                raise OSError(errno.EIO)
        files.restore_room()
