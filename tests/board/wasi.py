# SPDX-License-Identifier: MIT
"""The system that the interpreter runs on: WASI's calls, on a `Flash` and a clock of the test's.

None of it is the computer's: no file, no time, no random number. Two runs see the same.
"""

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from wasmtime import Func, FuncType, Linker, Store, Val, ValType

from tests.board.flash import OPEN_MS, Flash, FullError
from tests.board.linear import Linear

_EBADF, _EEXIST, _EINVAL, _EISDIR, _ENOENT, _ENOSPC, _ENOTDIR, _ENOTEMPTY = (
    *(8, 20, 28, 31, 44, 51, 54, 55),
)
_FOLDER, _FILE = 3, 4
_ROOT_FD = 3
_CREATE, _EXCLUSIVE, _TRUNCATE = 1, 4, 8
_APPEND = 1
_RIGHT_TO_WRITE = 1 << 6
_ALL_RIGHTS = (1 << 64) - 1
# A subscription: its mark, and behind the kind and the number of the clock the time to wait.
_WISH = struct.Struct("<Q16xQ16x")
_TIME = struct.Struct("<Q")
# Made once: most calls ask for the time, and making it of a number takes long beside them.
_SUCCESS = Val.i32(0)
_RANDOM = "/dev/random"

# The parameters of each call; all answer an errno. Those left out have no use on a board.
_CALLS = {
    "args_get": "ii",
    "args_sizes_get": "ii",
    "environ_get": "ii",
    "environ_sizes_get": "ii",
    "clock_time_get": "iIi",
    "fd_close": "i",
    "fd_fdstat_get": "ii",
    "fd_prestat_get": "ii",
    "fd_prestat_dir_name": "iii",
    "fd_read": "iiii",
    "fd_readdir": "iiiIi",
    "fd_seek": "iIii",
    "fd_sync": "i",
    "fd_write": "iiii",
    "path_create_directory": "iii",
    "path_filestat_get": "iiiii",
    "path_open": "iiiiiIIii",
    "path_readlink": "iiiiii",
    "path_remove_directory": "iii",
    "path_rename": "iiiiii",
    "path_unlink_file": "iii",
    "poll_oneoff": "iiii",
    "sched_yield": "",
}
_TYPES = {"i": ValType.i32, "I": ValType.i64}


@dataclass(kw_only=True)
class _Open:
    """An open file or folder."""

    path: str
    data: bytearray
    at: int = 0
    appends: bool = False
    # How much of what is on the flash is still as it was; None while nothing was changed.
    kept_bytes: int | None = None
    # What is in it, of a folder.
    names: list[tuple[str, bool]] | None = None


class Wasi:
    """The calls of one run.

    `clock_ms()` is asked for the time, `sleep(ms)` lets some pass, `spend(ms)` is told what an
    operation took, `heard(text)` what the interpreter prints.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        flash: Flash,
        clock_ms: Callable[[], float],
        sleep: Callable[[float], None],
        spend: Callable[[float], None],
        heard: Callable[[bytes], None],
    ) -> None:
        self._arguments = [argument.encode() + b"\0" for argument in arguments]
        self._flash = flash
        self._clock_ms = clock_ms
        self._sleep = sleep
        self._spend = spend
        self._heard = heard
        self._open: dict[int, _Open] = {}
        self._random = 0

    def define(self, linker: Linker, store: Store) -> None:
        """Give the calls to a linker; `start` has to follow once the module is there."""
        for name, takes in _CALLS.items():
            kind = FuncType([_TYPES[letter]() for letter in takes], [ValType.i32()])
            function = Func(store, kind, getattr(self, "_" + name))
            linker.define(store, "wasi_snapshot_preview1", name, function)
        exits = Func(store, FuncType([ValType.i32()], []), self._proc_exit)
        linker.define(store, "wasi_snapshot_preview1", "proc_exit", exits)

    def start(self, memory: Linear) -> None:
        """Take the memory of the module that makes the calls."""
        self._memory = memory

    # Memory.

    def _put(self, at: int, layout: str, *values: int) -> int:
        self._memory.write(struct.pack("<" + layout, *values), at)
        return 0

    def _text(self, at: int, size: int) -> str:
        return self._memory.read(at, at + size).decode()

    def _path(self, at: int, size: int) -> str:
        return "/" + self._text(at, size).strip("/").removeprefix("./")

    def _pieces(self, at: int, count: int) -> list[tuple[int, int]]:
        raw = self._memory.read(at, at + 8 * count)
        return list(struct.iter_unpack("<II", raw))

    # Around the program.

    def _args_sizes_get(self, count: int, size: int) -> int:
        self._put(count, "I", len(self._arguments))
        return self._put(size, "I", sum(map(len, self._arguments)))

    def _args_get(self, table: int, text: int) -> int:
        for number, argument in enumerate(self._arguments):
            self._put(table + 4 * number, "I", text)
            self._memory.write(argument, text)
            text += len(argument)
        return 0

    def _environ_sizes_get(self, count: int, size: int) -> int:
        self._put(count, "I", 0)
        return self._put(size, "I", 0)

    def _environ_get(self, _table: int, _text: int) -> int:
        return 0

    def _clock_time_get(self, _which: int, _precision: int, result: int) -> Val:
        self._memory.write(_TIME.pack(int(self._clock_ms() * 1e6)), result)
        return _SUCCESS

    def _poll_oneoff(self, wishes: int, events: int, count: int, result: int) -> int:
        """Sleep: the one wish that there is, a clock's, is for so many nanoseconds from now."""
        raw = self._memory.read(wishes, wishes + _WISH.size)
        mark, timeout_ns = _WISH.unpack(raw)
        self._sleep(timeout_ns / 1e6)
        self._put(events, "QHB", mark, 0, 0)
        return self._put(result, "I", count)

    def _sched_yield(self) -> int:
        return 0

    def _proc_exit(self, code: int) -> None:
        raise SystemExit(code)

    # Open files.

    def _fd_prestat_get(self, fd: int, result: int) -> int:
        return self._put(result, "II", 0, 1) if fd == _ROOT_FD else _EBADF

    def _fd_prestat_dir_name(self, _fd: int, text: int, _size: int) -> int:
        self._memory.write(b"/", text)
        return 0

    def _fd_fdstat_get(self, fd: int, result: int) -> int:
        is_folder = fd == _ROOT_FD or (fd in self._open and self._open[fd].names is not None)
        kind = _FOLDER if is_folder else _FILE
        return self._put(result, "BxHxxxxQQ", kind, 0, _ALL_RIGHTS, _ALL_RIGHTS)

    def _path_open(
        self,
        _fd: int,
        _follow: int,
        name: int,
        size: int,
        how: int,
        rights: int,
        _inherited: int,
        flags: int,
        result: int,
    ) -> int:
        path, files = self._path(name, size), self._flash.files
        if self._flash.is_folder(path):
            opened = _Open(path=path, data=bytearray(), names=self._flash.listing(path))
        elif path == _RANDOM:
            opened = _Open(path=path, data=bytearray())
        else:
            if path not in files and not how & _CREATE:
                return _ENOENT
            if path in files and how & _EXCLUSIVE:
                return _EEXIST
            self._spend(OPEN_MS)
            old = b"" if how & _TRUNCATE else files.get(path, b"")
            opened = _Open(path=path, data=bytearray(old), appends=bool(flags & _APPEND))
            if path not in files or how & _TRUNCATE:
                opened.kept_bytes = 0
        fd = next(fd for fd in range(_ROOT_FD + 1, 1_000) if fd not in self._open)
        self._open[fd] = opened
        return self._put(result, "I", fd)

    def _fd_read(self, fd: int, pieces: int, count: int, result: int) -> int:
        if fd not in self._open:
            return _EBADF
        opened, total = self._open[fd], 0
        for at, size in self._pieces(pieces, count):
            data = self._next_random(size) if opened.path == _RANDOM else opened.data
            start = 0 if opened.path == _RANDOM else opened.at
            taken = bytes(data[start : start + size])
            self._memory.write(taken, at)
            opened.at += len(taken)
            total += len(taken)
        return self._put(result, "I", total)

    def _next_random(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            self._random += 1
            data += sha256(self._random.to_bytes(8, "little")).digest()
        return data[:size]

    def _fd_write(self, fd: int, pieces: int, count: int, result: int) -> int:
        raw = [self._memory.read(at, at + size) for at, size in self._pieces(pieces, count)]
        data = b"".join(raw)
        if fd in (1, 2):
            self._heard(data)
        elif fd in self._open:
            self._write(self._open[fd], data)
        else:
            return _EBADF
        return self._put(result, "I", len(data))

    def _write(self, opened: _Open, data: bytes) -> None:
        if opened.appends:
            opened.at = len(opened.data)
        kept_bytes = len(opened.data) if opened.kept_bytes is None else opened.kept_bytes
        opened.kept_bytes = min(kept_bytes, opened.at)
        opened.data[opened.at : opened.at + len(data)] = data
        opened.at += len(data)

    def _fd_seek(self, fd: int, offset: int, whence: int, result: int) -> int:
        if fd not in self._open:
            return _EBADF
        opened = self._open[fd]
        opened.at = offset + (0, opened.at, len(opened.data))[whence]
        return self._put(result, "Q", opened.at)

    def _fd_sync(self, fd: int) -> int:
        return self._keep(self._open[fd]) if fd in self._open else _EBADF

    def _fd_close(self, fd: int) -> int:
        return self._keep(self._open.pop(fd)) if fd in self._open else _EBADF

    def _keep(self, opened: _Open) -> int:
        """Bring onto the flash what was written."""
        if opened.kept_bytes is None:
            return 0
        try:
            self._spend(self._flash.change(opened.path, bytes(opened.data), opened.kept_bytes))
        except FullError:
            return _ENOSPC
        opened.kept_bytes = None
        return 0

    # Names.

    def _fd_readdir(self, fd: int, buffer: int, size: int, cookie: int, result: int) -> int:
        raw = b""
        names = self._open[fd].names or []
        for number, (name, is_folder) in enumerate(names[cookie:], cookie + 1):
            encoded = name.encode()
            kind = _FOLDER if is_folder else _FILE
            raw += struct.pack("<QQIBxxx", number, number, len(encoded), kind) + encoded
        self._memory.write(raw[:size], buffer)
        return self._put(result, "I", min(len(raw), size))

    def _path_filestat_get(self, _fd: int, _follow: int, name: int, size: int, out: int) -> int:
        path = self._path(name, size)
        if self._flash.is_folder(path):
            kind, file_bytes = _FOLDER, 0
        elif path in self._flash.files:
            kind, file_bytes = _FILE, len(self._flash.files[path])
        else:
            return _ENOENT
        return self._put(out, "QQB7xQQQQQ", 1, 1, kind, 1, file_bytes, 0, 0, 0)

    def _path_create_directory(self, _fd: int, name: int, size: int) -> int:
        path = self._path(name, size)
        if self._flash.is_folder(path) or path in self._flash.files:
            return _EEXIST
        self._spend(self._flash.make_folder(path))
        return 0

    def _path_remove_directory(self, _fd: int, name: int, size: int) -> int:
        path = self._path(name, size)
        if not self._flash.is_folder(path):
            return _ENOTDIR
        if self._flash.listing(path):
            return _ENOTEMPTY
        self._spend(self._flash.remove(path))
        return 0

    def _path_unlink_file(self, _fd: int, name: int, size: int) -> int:
        path = self._path(name, size)
        if self._flash.is_folder(path):
            return _EISDIR
        if path not in self._flash.files:
            return _ENOENT
        self._spend(self._flash.remove(path))
        return 0

    def _path_rename(
        self, _fd: int, old: int, old_size: int, _to_fd: int, new: int, new_size: int
    ) -> int:
        path, to = self._path(old, old_size), self._path(new, new_size)
        if path not in self._flash.files:
            return _ENOENT
        self._spend(self._flash.rename(path, to))
        return 0

    def _path_readlink(self, *_arguments: int) -> int:
        return _EINVAL
