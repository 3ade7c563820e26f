# SPDX-License-Identifier: MIT
"""Cost of a page on a log of ten years: the server's processor time.

It is a multiple of a bare request; the dearest page, whose goal is 100 ms, is held against a bare
Python that does nothing, which takes 10 ms where the goal is 0.1 s.
"""

import os
import tempfile
from pathlib import Path

from loslaten.practice_log.folder import FILE_NAME
from tests.bench import Row, bare
from tests.bench import report as ten_years
from tests.page.served import Served, served

PAGES = ("/today", "/exercise", "/feel", "/watch", "/wrist", "/together")
ASKED = 40
RUNS = 9
# 100 ms where a bare Python takes 10 ms.
TIMES_MOST = 10
# A token that was used up: answered with a redirection and nothing else.
BARE = "/enter?token=x"
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
            bare_ms = _cpu_ms(server, BARE)
            costs_ms = {path: _cpu_ms(server, path) for path in PAGES}
            rows = [
                Row(f"{path}, ten years", cost_ms / bare_ms, "x a bare request")
                for path, cost_ms in costs_ms.items()
            ]
            dearest = max(costs_ms, key=lambda path: costs_ms[path])
            environment = bare.installed(os.environ, str(Path(name) / "bytecode"))
            python_ms = 1000 * min(bare.cost(bare.NOTHING, environment)[0] for _ in range(RUNS))
            note = f"{dearest}, the dearest; {costs_ms[dearest]:.0f} ms here"
            times = costs_ms[dearest] / python_ms
            return [*rows, Row("a page", times, "x Python", note, at_most=TIMES_MOST)]


def _cpu_ms(server: Served, path: str) -> float:
    """Return the server's CPU time in ms for one request, after the first."""
    assert server.ask("GET", path).status < 400
    before = _ticks(server.process.pid)
    for _ in range(ASKED):
        server.ask("GET", path)
    return (_ticks(server.process.pid) - before) * 1000 / _TICKS_PER_S / ASKED


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
