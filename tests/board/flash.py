# SPDX-License-Identifier: MIT
"""A board's flash with LittleFS on it: files in memory, and the time that operations take.

The model is LittleFS as MicroPython sets it up on an RP2: blocks of 4,096 bytes, pages of 256.
A folder is a log of commits in a block, written anew when the block is full. A file of at most 512
bytes lies in its folder's log. A larger one has blocks of its own; appending to it copies the
block that it ends in to a new one.
"""

from dataclasses import dataclass, field
from pathlib import PurePosixPath

Files = dict[str, bytes]

BLOCK_BYTES = 4_096
PAGE_BYTES = 256
INLINE_BYTES = 512
# Name, size and place of a file, as tags in its folder's log, and the checksum of a commit.
_TAGS_BYTES = 48

# An RP2's, from the data sheet of its flash; finding and opening a file was fitted to the time
# that a start takes.
ERASE_MS = 45.0
PAGE_MS = 0.7
OPEN_MS = 7.0


class FullError(OSError):
    """There is no room left on the flash."""


@dataclass(kw_only=True)
class Flash:
    """Files by their absolute path.

    `fail_at` counts down with each change of the flash; the one at which it reaches 0 and all
    after it fail.
    """

    files: Files
    erases: int = 0
    pages: int = 0
    capacity_bytes: int = 848 * 1024
    _logs: dict[str, int] = field(default_factory=dict)
    _folders: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._folders.add("/")
        for path in self.files:
            self._folders |= {str(parent) for parent in PurePosixPath(path).parents}

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder of that name."""
        return path in self._folders

    def listing(self, folder: str) -> list[tuple[str, bool]]:
        """Return (name, whether it is a folder) of what is in a folder, in LittleFS's order."""
        inside = [path for path in (*self.files, *self._folders) if path != "/"]
        names = [PurePosixPath(path) for path in inside if parent_of(path) == folder]
        return sorted((path.name, self.is_folder(str(path))) for path in names)

    def change(self, path: str, data: bytes, kept_bytes: int) -> float:
        """Make `data` a file's content, of which the first `kept_bytes` were there before.

        Return how long that takes, in ms.
        """
        if sum(map(len, self.files.values())) + len(data) > self.capacity_bytes:
            raise FullError
        erases, pages = 0, 0
        if len(data) > INLINE_BYTES:
            copied_bytes = kept_bytes % BLOCK_BYTES if kept_bytes > INLINE_BYTES else kept_bytes
            written_bytes = copied_bytes + len(data) - kept_bytes
            erases, pages = _up(written_bytes, BLOCK_BYTES), _up(written_bytes, PAGE_BYTES)
        self.files[path] = data
        return self._pay(erases, pages) + self._commit(parent_of(path), self._inline_bytes(path))

    def make_folder(self, path: str) -> float:
        """Make a folder: a pair of blocks of its own."""
        self._folders.add(path)
        return self._pay(2, 1) + self._commit(parent_of(path), 0)

    def remove(self, path: str) -> float:
        """Remove a file or an empty folder."""
        self.files.pop(path, None)
        self._folders.discard(path)
        return self._commit(parent_of(path), 0)

    def rename(self, path: str, to: str) -> float:
        """Give a file another name in one step."""
        self.files[to] = self.files.pop(path)
        return self._commit(parent_of(to), self._inline_bytes(to))

    def _inline_bytes(self, path: str) -> int:
        size = len(self.files[path])
        return size if size <= INLINE_BYTES else 0

    def _commit(self, folder: str, data_bytes: int) -> float:
        """Append to a folder's log; when its block is full, write what counts into the other."""
        pages = _up(_TAGS_BYTES + data_bytes, PAGE_BYTES)
        used = self._logs.get(folder, 0) + pages
        if used * PAGE_BYTES <= BLOCK_BYTES:
            self._logs[folder] = used
            return self._pay(0, pages)
        inside = [path for path in self.files if parent_of(path) == folder]
        counts = sum(_TAGS_BYTES + self._inline_bytes(path) for path in inside)
        self._logs[folder] = _up(counts, PAGE_BYTES)
        return self._pay(1, self._logs[folder])

    def _pay(self, erases: int, pages: int) -> float:
        self.erases += erases
        self.pages += pages
        return erases * ERASE_MS + pages * PAGE_MS


def parent_of(path: str) -> str:
    """Return the folder that something is in."""
    return str(PurePosixPath(path).parent)


def _up(amount: int, step: int) -> int:
    return -(-amount // step)
