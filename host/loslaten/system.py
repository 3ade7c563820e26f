# SPDX-License-Identifier: MIT
"""Differences between computers: what only POSIX systems have, with the other way beside it."""

import contextlib
import os
import sys
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import socket

CHUNK_BYTES = 1 << 16
# How SQLite opens a file for the connections of one process, which then share nothing on the disk.
LONE_VFS = None if sys.platform == "win32" else "unix-excl"
_LISTENS_ON_PIPES = sys.platform != "win32"


def is_administrator() -> bool:
    """Whether the program runs as the one who may do all; False where that is no user."""
    return sys.platform != "win32" and os.geteuid() == 0


def is_mine(path: Path) -> bool:
    """Whether a file belongs to who runs the program; True where files have no such owners."""
    return sys.platform == "win32" or path.stat().st_uid == os.getuid()


def owner(path: Path) -> str:
    """Return who a file belongs to: a name where the system knows one, else a number."""
    if sys.platform != "win32":
        with contextlib.suppress(KeyError):
            return path.owner()
    return str(path.stat().st_uid)


def expanded(path: str | Path) -> Path:
    """Return a path with the home folder in the place of `~`, or as it is where none is known."""
    # That of pathlib raises RuntimeError there.
    return Path(os.path.expanduser(path))  # noqa: PTH111


class ReadablePipe:
    """Output of another process, for a loop that waits for several things at once.

    Windows cannot wait for a pipe and something else: there a thread passes on what comes to a
    socket. `passed_on` None: as this system needs it.
    """

    def __init__(self, pipe: IO[bytes], passed_on: bool | None = None) -> None:
        self._pipe = pipe
        self._socket: socket.socket | None = None
        if not _LISTENS_ON_PIPES if passed_on is None else passed_on:
            from socket import socketpair

            self._socket, entrance = socketpair()
            arguments = (pipe.fileno(), entrance)
            threading.Thread(target=_pass_on, args=arguments, daemon=True).start()

    def fileno(self) -> int:
        """Return what to wait for."""
        return self._pipe.fileno() if self._socket is None else self._socket.fileno()

    def wait(self, timeout_s: float) -> bool:
        """Wait until there is something to read, or the end of it; False when nothing came."""
        import select

        return bool(select.select([self.fileno()], [], [], timeout_s)[0])

    def read(self) -> bytes:
        """Return what is there, b"" at the end."""
        if self._socket is None:
            return os.read(self.fileno(), CHUNK_BYTES)
        return self._socket.recv(CHUNK_BYTES)

    def close(self) -> None:
        """Let both go. May be called twice."""
        if self._socket is not None:
            self._socket.close()
        with contextlib.suppress(OSError):
            self._pipe.close()


def _pass_on(source: int, entrance: "socket.socket") -> None:
    with entrance, contextlib.suppress(OSError):
        while chunk := os.read(source, CHUNK_BYTES):
            entrance.sendall(chunk)
