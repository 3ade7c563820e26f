"""How long `loslaten demo` takes, and how much faster than life that is."""

import tempfile
import time
from pathlib import Path

from loslaten import demo
from loslaten.practice_log.log import PracticeLog
from loslaten.protocols import file as protocol_file
from tests.bench import Row

RUNS = 3


def run() -> list[Row]:
    file = protocol_file.find("handout")
    took_s = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "practice.db"
            began_s = time.perf_counter()
            demo.play(file, path, lambda _line: None)
            took_s.append(time.perf_counter() - began_s)
            with PracticeLog(path) as log:
                (session,) = log.sessions()
    night_s = session.duration_ms / 1000
    best_s = min(took_s)
    return [
        ("a whole night, simulated", best_s, "s", f"best of {RUNS}"),
        ("faster than the session it holds", night_s / best_s, "times", f"{night_s:.0f} s"),
    ]
