# SPDX-License-Identifier: MIT
"""The memory of a board while it runs: the engine's own, and the registers behind it."""

import re
from collections.abc import Mapping

from wasmtime import Global, Store
from wasmtime import Memory as Exported

from tests.board import heap
from tests.board.linear import Linear

_PAGE_BYTES = 65_536
# The module's memory: static data, then the C stack, which grows downwards.
_STATIC, _STACK, _STACK_TOP = 1_024, 71_040, 136_576
# Registers, then a buffer, then the ROM, as in rom/machine.py.
BUFFER, ROM = 256, 4_096


class Memory:
    """The memory of one life of the engine; `linear` is all of it, as WebAssembly has it."""

    def __init__(self, store: Store, exports: Mapping[str, object]) -> None:
        exported = exports["memory"]
        assert isinstance(exported, Exported)
        self.linear = Linear(store, exported)
        self._store = store
        self._exports = exports
        self._base = 0

    @property
    def is_mounted(self) -> bool:
        """Whether there are registers and a ROM."""
        return self._base > 0

    def mount(self, rom: bytes, answer_at: int) -> int:
        """Put the ROM into memory of its own, behind the registers; answer where, and how long."""
        pages = -(-(ROM + len(rom)) // _PAGE_BYTES)
        self._base = self.linear.grow(pages) * _PAGE_BYTES
        self.write(ROM, rom)
        answer = f"{self._base},{len(rom)}".encode()
        self.linear.write(answer, answer_at)
        return len(answer)

    def read(self, at: int, size: int) -> bytes:
        """Return what is in the registers and behind them."""
        return self.linear.read(self._base + at, self._base + at + size)

    def write(self, at: int, data: bytes) -> None:
        """Change what is in the registers and behind them."""
        self.linear.write(data, self._base + at)

    # The heap.

    def find_heap(self, printed: str, heap_bytes: int) -> None:
        """Take from what MicroPython prints of it where the heap is.

        The table is at its very beginning, and the blocks follow it.
        """
        total = re.search(r"GC: total: (\d+)", printed)
        pool = re.search(r"layout; from (\w+):", printed)
        assert total, printed
        assert pool, printed
        self._blocks = int(total[1]) // heap.BLOCK_BYTES
        self._pool = int(pool[1], 16)
        self._table = self._pool + int(total[1]) - heap_bytes

    def present(self) -> heap.Heap:
        """Return the heap with what is in use and what was not collected yet."""
        return heap.present(self.linear.read(self._table, self._table + self._blocks // 4))

    def live(self) -> heap.Heap:
        """Return the heap as a collection would leave it at this moment."""
        return self.image().live()

    def image(self) -> heap.Image:
        """Return all of the memory that matters to a collection."""
        stack = self._global("stack_pointer").value(self._store) & ~3
        roots = self.linear.read(_STATIC, _STACK) + self.linear.read(stack, _STACK_TOP)
        blocks = self.linear.read(self._pool, self._pool + self._blocks * heap.BLOCK_BYTES)
        table = self.linear.read(self._table, self._table + self._blocks // 4)
        return heap.Image(table=table, blocks=blocks, begin=self._pool, roots=roots)

    # What the module `engine.failing` has besides.

    @property
    def allocations(self) -> int:
        """The number of pieces of the heap asked for so far."""
        return self._global("allocations").value(self._store)

    def ask_from(self, number: int) -> None:
        """Ask `does_fail` at the allocation of this number and at later ones."""
        self._global("asked_from").set_value(self._store, number)

    def _global(self, name: str) -> Global:
        exported = self._exports[name]
        assert isinstance(exported, Global), "not of the packaged module"
        return exported
