# SPDX-License-Identifier: MIT
"""The linear memory of one life of the engine, read and written where it lies."""

from wasmtime import Memory, Store


class Linear:
    """All memory that the module has. It never moves (see `engine.engine`), but may grow."""

    def __init__(self, store: Store, memory: Memory) -> None:
        self._store = store
        self._memory = memory
        self._look()

    def _look(self) -> None:
        self._view = memoryview(self._memory.get_buffer_ptr(self._store)).cast("B")

    def read(self, begin: int, end: int) -> bytes:
        """Return what is from one address up to another one."""
        return self._up_to(end)[begin:end].tobytes()

    def write(self, data: bytes, at: int) -> None:
        """Change what is at an address and behind it."""
        end = at + len(data)
        self._up_to(end)[at:end] = data

    def grow(self, pages: int) -> int:
        """Make the memory larger; return how many pages it had."""
        return self._memory.grow(self._store, pages)

    def _up_to(self, end: int) -> memoryview:
        if end > len(self._view):
            self._look()
            if end > len(self._view):
                raise IndexError(f"address {end} is behind the end of the memory")
        return self._view
