# SPDX-License-Identifier: MIT
"""Cost of a page on a log of ten years: server CPU, as a multiple of a bare request."""

import os
import tempfile
from pathlib import Path

from loslaten.practice_log.folder import FILE_NAME
from tests.bench import Row
from tests.bench import report as ten_years
from tests.page.served import Served, served

PAGES = ("/today", "/exercise", "/feel", "/watch", "/wrist", "/together")
ASKED = 40
GOAL_MS = 100.0
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


def run() -> list[Row]:
    """Measure and return the rows."""
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "data"
        data.mkdir()
        raws = list(ten_years._records())
        ten_years._import(data / FILE_NAME, raws, ten_years.PAGE)
        with served(data) as server:
            server.enter()
            bare_ms = _cpu_ms(server, "/alive?challenge=x")
            costs_ms = {path: _cpu_ms(server, path) for path in PAGES}
            rows = [
                Row(f"{path}, ten years", cost_ms / bare_ms, "x a bare request")
                for path, cost_ms in costs_ms.items()
            ]
            dearest = max(costs_ms, key=lambda path: costs_ms[path])
            note = f"of the server's CPU: {dearest}, the dearest"
            return [*rows, Row("a page", costs_ms[dearest], "ms", note, at_most=GOAL_MS)]


def _cpu_ms(server: Served, path: str) -> float:
    """Return the server's CPU time for one request, after the first."""
    assert server.ask("GET", path).status == 200
    before = _ticks(server.process.pid)
    for _ in range(ASKED):
        server.ask("GET", path)
    return (_ticks(server.process.pid) - before) * 1000 / _TICKS_PER_S / ASKED


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
