# SPDX-License-Identifier: MIT
"""Cost of an answer of the page's server, counted: it is the same on every computer.

It is the number of calls, of Python and of C, and so many steps of SQLite count as one.
"""

import sqlite3
import sys
import threading
from types import FrameType
from typing import Any

import pytest

from tests.page.in_process import InProcess

_STEPS_A_CALL = 50


def count_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every connection to a database make a call after so many steps."""
    connect = sqlite3.connect

    def connected(*arguments: Any, **named: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **named)
        connection.set_progress_handler(lambda: 0, _STEPS_A_CALL)
        return connection

    monkeypatch.setattr(sqlite3, "connect", connected)


class Counted(InProcess):
    """The page's server, whose answers are counted."""

    def cost(self, path: str) -> int:
        """Return what the page at a path costs; it has to be there."""
        calls = 0

        def count(_frame: FrameType, event: str, _argument: object) -> None:
            nonlocal calls
            calls += event in ("call", "c_call")

        threading.setprofile(count)
        sys.setprofile(count)
        try:
            status, _ = self.ask(path)
        finally:
            sys.setprofile(None)
            threading.setprofile(None)
        assert status == 200, (path, status)
        return calls
