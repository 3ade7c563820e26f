# SPDX-License-Identifier: MIT
"""A simulated watch as a user runs it: `loslaten sim`, its button at the end of a pipe."""

import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.page.served import LOSLATEN, environment

_END_S = 120
_FELT_S = 60


class Simulated:
    """A running simulated watch at `address`; `told` is every line that it has printed."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        assert process.stdout is not None
        first = process.stdout.readline()
        found = re.search(r"at (127\.0\.0\.1:\d+)", first)
        assert found, first
        self.address = found[1]
        self.told: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.told.append(line)

    def say(self, line: str) -> None:
        """Type a line: press, d, h, l, or a speed such as `x60`."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def wait_for(self, told: str, since: int = 0, within_s: float = _FELT_S) -> bool:
        """Whether a line with `told` in it comes, after the first `since` lines."""
        until_s = time.monotonic() + within_s
        while time.monotonic() < until_s:
            if any(told in line for line in self.told[since:]):
                return True
            time.sleep(0.02)
        return False

    def pace(self, speed: float) -> float:
        """Let its time go at another speed; return that time, in s."""
        since = len(self.told)
        self.say(f"x{speed:g}")
        assert self.wait_for("x life", since), self.told
        return next(float(line.split()[0]) for line in self.told[since:] if "x life" in line)

    def kill(self) -> None:
        """Take the watch away in the middle of whatever it does."""
        self.process.kill()
        self.process.wait(_END_S)


@contextmanager
def simulated(home: Path, *options: str) -> Iterator[Simulated]:
    """Run `loslaten sim` within the block."""
    command = [*LOSLATEN, "sim", "--port", "0", *options]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(home),
    ) as process:
        try:
            yield Simulated(process)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                try:
                    process.wait(_END_S)
                except subprocess.TimeoutExpired:
                    process.kill()
