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


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """All of the memory that matters: the collector's `table`; the heap's `blocks`, which begin at
    the address `begin`; `roots`, all other memory that may hold pointers into it.
    """

    table: bytes
    blocks: bytes
    begin: int
    roots: bytes

    def live(self) -> Heap:
        """Return what a collection would leave at this moment."""
        is_live = _live(self)
        return _heap("".join([str(byte) for byte in is_live]))

    def live_sizes(self) -> dict[int, int]:
        """Return the size of each piece that a collection would leave, by its address."""
        kinds, is_live = _kinds(self.table), _live(self)
        heads = [at for at in range(len(kinds)) if kinds[at] == _HEAD and is_live[at]]
        return {self.begin + BLOCK_BYTES * at: BLOCK_BYTES * _length(kinds, at) for at in heads}


def _length(kinds: str, head: int) -> int:
    """Return how many blocks a piece has."""
    after = head + 1
    while after < len(kinds) and kinds[after] == _TAIL:
        after += 1
    return after - head


def _live(image: Image) -> bytearray:
    """Return of each block whether it can be reached."""
    kinds = _kinds(image.table)
    begin, blocks, roots = image.begin, image.blocks, image.roots
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
        after = block + _length(kinds, block)
        is_live[block:after] = b"\1" * (after - block)
        wanted += [one for one in words[block * _WORDS : after * _WORDS] if begin <= one < end]
    return is_live


def _kinds(table: bytes) -> str:
    return "".join([_KINDS[byte] for byte in table])


def _heap(kinds: str) -> Heap:
    pieces = tuple(len(run) * BLOCK_BYTES for run in re.findall("0+", kinds))
    return Heap(len(kinds) * BLOCK_BYTES - sum(pieces), pieces)
