# SPDX-License-Identifier: MIT
"""Heap of a watch in a session, by kind of content: `make bench ARGS=contents`.

Objects are told by their first word, which is their type; pieces without a type by who points at
them. "Frozen" is what a MicroPython of one's own would have in flash instead of RAM, with the
firmware frozen into it: bytecode, the tables of names and constants, and the names themselves.
"""

from array import array
from collections import Counter

from tests.board import deployed, scenarios
from tests.board.hardware import Board

SESSION_MS = 100_000
# Tells the address of each type; it runs when it is asked.
_TYPES = """lambda: print("<|", *["%s=%d" % (n, id(t)) for n, t in dict(
dict=dict, list=list, tuple=tuple, str=str, bytes=bytes, bytearray=bytearray, type=type,
property=property, function=type(lambda: 0), module=type(__import__("sys").modules["machine"]),
generator=type((lambda: (yield))), task=type((lambda: (yield))()),
bound=type([].append), closure=type((lambda x: lambda: x)(0))).items()], "|>")"""
# How many words behind the first each kind of object points at its own pieces.
_PARTS = {
    "dict": {3: "tables of dicts"},
    "instance": {3: "attributes of objects"},
    "list": {3: "lists and tuples"},
    "str": {3: "texts"},
    "bytes": {3: "texts"},
    "bytearray": {3: "buffers"},
    "module": {2: "tables of names", 3: "tables of constants"},
    "function": {2: "functions", 3: "bytecode"},
}
_KINDS = {
    "dict": "tables of dicts",
    "list": "lists and tuples",
    "tuple": "lists and tuples",
    "str": "texts",
    "bytes": "texts",
    "bytearray": "buffers",
    "type": "classes",
    "property": "functions",
    "function": "functions",
    "generator": "functions",
    "closure": "functions",
    "bound": "functions",
    "module": "modules",
    "task": "tasks",
    "instance": "objects",
}
FROZEN = ("bytecode", "names", "tables of names", "tables of constants")


def by_kind() -> dict[str, int]:
    """Return the bytes in use of each kind, the most first, in a session with one protocol."""
    board = Board(
        flash=deployed.flash(deployed.SHIPPED[:1], nights=scenarios.ORDINARY_NIGHTS),
        asked=_TYPES.replace("\n", " "),
    )
    board.press(*scenarios.PRESSES[0])
    found: list[dict[str, int]] = []
    board.ask(SESSION_MS)
    board.at(SESSION_MS + 1_000, lambda: found.append(_Contents(board).by_kind()))
    ended = board.run(SESSION_MS + 2_000)
    assert not ended, ended
    return found[0]


class _Contents:
    """The live pieces of a board's heap at this moment."""

    def __init__(self, board: Board) -> None:
        told = board.printed.partition("<|")[2].partition("|>")[0]
        self._types = {int(at): name for name, at in (one.split("=") for one in told.split())}
        image = board.memory.image()
        self._begin, self._end = image.begin, image.begin + len(image.blocks)
        self._words = array("I", image.blocks)
        self._sizes = image.live_sizes()

    def by_kind(self) -> dict[str, int]:
        """Return the bytes of each kind, the most first."""
        kinds = {at: self._types[word] for at, word in self._heads() if word in self._types}
        for at, word in self._heads():
            if at not in kinds and kinds.get(word) == "type":
                kinds[at] = "instance"
        named = {at: _KINDS[kind] for at, kind in kinds.items()}
        for at, kind in kinds.items():
            for word, part in _PARTS.get(kind, {}).items():
                piece = self._word(at, word)
                if piece in self._sizes:
                    named.setdefault(piece, part)
        for piece in self._names():
            named.setdefault(piece, "names")
        total: Counter[str] = Counter()
        for at, size in self._sizes.items():
            total[named.get(at, "else")] += size
        return dict(total.most_common())

    def _heads(self) -> list[tuple[int, int]]:
        return [(at, self._word(at, 0)) for at in self._sizes]

    def _word(self, at: int, number: int) -> int:
        """Return one of a piece's words, 0 behind its end."""
        if 4 * number >= self._sizes.get(at, 0):
            return 0
        return self._words[(at - self._begin) // 4 + number]

    def _names(self) -> set[int]:
        """Return the pools of names: (pool before, count before, room, count, two tables, ...)."""
        pieces = set()
        for at, size in self._sizes.items():
            room, count, table = (self._word(at, number) for number in (2, 3, 4))
            if 0 < count <= room < size and table == at + 4 * (6 + room):
                pieces.add(at)
                chars = {self._word(at, 6 + number) for number in range(count)}
                pieces |= {one for one in chars if one in self._sizes}
        return pieces
