# SPDX-License-Identifier: MIT
"""The heap, seen from outside, which disturbs nothing: the collector's table and what it is of."""

import re
from array import array
from dataclasses import dataclass

BLOCK_BYTES = 16
# A file's buffer and what belongs to it, in one piece.
FILE_BYTES = 72 * BLOCK_BYTES
_WORDS = BLOCK_BYTES // 4
# Two bits a block in the table, the lowest first.
_HEAD, _TAIL = "1", "2"
_KINDS = ["".join(str(byte >> shift & 3) for shift in (0, 2, 4, 6)) for byte in range(256)]


@dataclass(frozen=True, slots=True)
class Heap:
    """The bytes of the heap that are in use, and the sizes of its free pieces."""

    used: int
    pieces: tuple[int, ...]

    @property
    def free(self) -> int:
        """The bytes that are free."""
        return sum(self.pieces)

    @property
    def largest(self) -> int:
        """The largest free piece."""
        return max(self.pieces, default=0)

    @property
    def free_pct(self) -> float:
        """The share of the heap that is free."""
        return 100 * self.free / (self.used + self.free)

    @property
    def files(self) -> int:
        """Number of files that could be open at once."""
        return sum(piece // FILE_BYTES for piece in self.pieces)


def present(table: bytes) -> Heap:
    """Return what the table says: what is in use, and what no collection has taken yet."""
    return _heap(_kinds(table))


def live(table: bytes, blocks: bytes, begin: int, roots: bytes) -> Heap:
    """Return what a collection would leave at this moment.

    `blocks` is the heap, which begins at the address `begin`; `roots` is all other memory that may
    hold pointers into it.
    """
    kinds = _kinds(table)
    words = array("I", blocks)
    end = begin + BLOCK_BYTES * len(kinds)
    is_live = bytearray(len(kinds))
    wanted = [word for word in array("I", roots) if begin <= word < end]
    while wanted:
        word = wanted.pop()
        if word % BLOCK_BYTES:
            continue
        block = (word - begin) // BLOCK_BYTES
        if kinds[block] != _HEAD or is_live[block]:
            continue
        after = block + 1
        while after < len(kinds) and kinds[after] == _TAIL:
            after += 1
        is_live[block:after] = b"\1" * (after - block)
        wanted += [one for one in words[block * _WORDS : after * _WORDS] if begin <= one < end]
    return _heap("".join([str(byte) for byte in is_live]))


def _kinds(table: bytes) -> str:
    return "".join([_KINDS[byte] for byte in table])


def _heap(kinds: str) -> Heap:
    pieces = tuple(len(run) * BLOCK_BYTES for run in re.findall("0+", kinds))
    return Heap(len(kinds) * BLOCK_BYTES - sum(pieces), pieces)
