# SPDX-License-Identifier: MIT
"""The feed of news to the open pages: something has changed, or something is felt now."""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

# More than a page can be behind: then it is shown anew as a whole.
_BEHIND_MAX = 200


class Listener:
    """One open page, and the news that it has not been told yet: (event, data)."""

    def __init__(self) -> None:
        self.news: deque[tuple[str, str]] = deque(maxlen=_BEHIND_MAX)
        self.awake = asyncio.Event()


class Feed:
    """Tells every listener of everything; `listeners` are the open pages."""

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()

    @contextmanager
    def listening(self) -> Iterator[Listener]:
        """Be told of news within the block."""
        listener = Listener()
        self.listeners.add(listener)
        try:
            yield listener
        finally:
            self.listeners.discard(listener)

    def changed(self) -> None:
        """Tell that what a page shows may have changed."""
        for listener in self.listeners:
            listener.awake.set()

    def tell(self, event: str, data: str) -> None:
        """Tell of an event with its data."""
        for listener in self.listeners:
            listener.news.append((event, data))
            listener.awake.set()
