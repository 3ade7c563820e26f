# SPDX-License-Identifier: MIT
"""Storage contract of the journal; a board keeps it on flash, tests in RAM.

File names are short ASCII without folders. Every method may raise OSError. A file that is not
there reads as empty, because after a power cut "not yet there" and "there but empty" are the same
to the journal.
"""


class Storage:
    """A few small files that outlive a power cut.

    What a method has written is there for good once it has returned. If the power goes before, an
    append may have left any part of its bytes and a replacement may have left the old content, the
    new one, or any part of the new one; other files are not touched.
    """

    def names(self) -> list[str]:
        """Return the names of all files, in any order."""
        raise NotImplementedError

    def size(self, name: str) -> int:
        """Return the size of a file in bytes, 0 when it is not there."""
        raise NotImplementedError

    def read(self, name: str, offset: int, count: int) -> bytes:
        """Return up to `count` bytes from `offset` on; fewer only at the end of the file."""
        raise NotImplementedError

    def rest(self) -> None:
        """Let go of what is being read: nothing more of it is wanted for now."""

    def append(self, name: str, data: bytes) -> None:
        """Add `data` to the end of a file, making it if need be."""
        raise NotImplementedError

    def replace(self, name: str, data: bytes) -> None:
        """Make `data` the whole content of a file."""
        raise NotImplementedError

    def remove(self, name: str) -> None:
        """Remove a file that is there."""
        raise NotImplementedError
