# SPDX-License-Identifier: MIT
"""Cost of an answer of the page's server, counted: it is the same on every computer.

It is the number of calls, of Python and of C, and so many steps of SQLite count as one.
"""

import asyncio
import sqlite3
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from loslaten.page.admission import COOKIE, Admission
from loslaten.page.app import application
from loslaten.page.world import World
from loslaten.watches.reach import air
from tests.rigs.raw_records import NOW_MS

_STEPS_A_CALL = 50


def count_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every connection to a database make a call after so many steps."""
    connect = sqlite3.connect

    def connected(*arguments: Any, **named: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **named)
        connection.set_progress_handler(lambda: 0, _STEPS_A_CALL)
        return connection

    monkeypatch.setattr(sqlite3, "connect", connected)


class Counted:
    """The server of a data folder, asked without a network; `now_ms` is its time."""

    def __init__(self, folder: Path, now_ms: int = NOW_MS) -> None:
        self.world = World(folder, air, lambda: (now_ms, 60), any_watch=True)
        admission = Admission(self.world.private)
        self._app = application(self.world, admission)
        self._headers = [
            (b"host", f"127.0.0.1:{admission.port}".encode()),
            (b"cookie", f"{COOKIE}={admission.cookie}".encode()),
            (b"accept-language", b"nl"),
        ]

    def cost(self, path: str) -> int:
        """Return what the page at a path costs; it has to be there."""
        calls = 0

        def count(_frame: FrameType, event: str, _argument: object) -> None:
            nonlocal calls
            calls += event in ("call", "c_call")

        statuses: list[int] = []

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, object]) -> None:
            statuses.append(int(message.get("status", 200)))  # type: ignore[call-overload]

        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": self._headers,
        }

        async def ask() -> None:
            threading.setprofile(count)
            sys.setprofile(count)
            try:
                await self._app(scope, receive, send)  # type: ignore[arg-type]
            finally:
                sys.setprofile(None)
                threading.setprofile(None)

        asyncio.run(ask())
        assert set(statuses) == {200}, (path, statuses)
        return calls
