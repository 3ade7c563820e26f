# SPDX-License-Identifier: MIT
"""Notes that an interrupt leaves for a task."""


class Inbox:
    """Notes of the interrupt, as (kind, connection, payload). Bounded, made beforehand."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kinds = bytearray(size)
        self._connections = [0] * size
        self._payloads: list = [None] * size
        self._put = 0
        self._got = 0
        self.overflown = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to get."""
        return self._got == self._put

    def put(self, kind: int, connection: int, payload) -> None:
        """Note something; called from the interrupt."""
        at = self._put
        following = (at + 1) % self._size
        if following == self._got:
            self.overflown = True
            return
        self._kinds[at] = kind
        self._connections[at] = connection
        self._payloads[at] = payload
        self._put = following

    def get(self):
        """Return the oldest note, or None; called from the task."""
        at = self._got
        if at == self._put:
            return None
        note = self._kinds[at], self._connections[at], self._payloads[at]
        self._payloads[at] = None
        self._got = (at + 1) % self._size
        return note
