# SPDX-License-Identifier: MIT
"""A simulated watch as a user runs it: `loslaten sim`, its button at the end of a pipe.

Its time goes as on the wall, so that a laptop has as long as it has with a real watch; what takes
long on the wrist is skipped. What is waited for is what the watch tells, however late it comes.
"""

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
# However busy the computer is.
_TOLD_S = 300
# A very long hold, its answer, and the radio's start: in the time of the watch.
_OPENING_S = 8.0
_HOLDS = 3


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
        """Type a line: a gesture (d, h, l), or what its time is to do."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def wait_for(self, told: str, since: int = 0) -> str:
        """Wait for a line with `told` in it after the first `since` lines, and return it."""
        until_s = time.monotonic() + _TOLD_S
        while time.monotonic() < until_s:
            for line in self.told[since:]:
                if told in line:
                    return line
            assert self.process.poll() is None, self.told
            time.sleep(0.02)
        raise AssertionError(f"never told: {told}\n{''.join(self.told)}")

    def skip(self, seconds: float) -> list[str]:
        """Let so much of its time pass at once; return what was told meanwhile."""
        since = len(self.told)
        self.say(f"+{seconds:g}")
        self.wait_for(f"  {seconds:g} s on", since)
        return self.told[since:-1]

    @property
    def is_radio_on(self) -> bool:
        """Whether it told last that its radio is on."""
        told = [line for line in self.told if "radio on" in line or "radio off" in line]
        return bool(told) and "radio on" in told[-1]

    def open_radio(self) -> None:
        """Hold its button until its radio is on, if it is not."""
        for _ in range(_HOLDS):
            if self.is_radio_on:
                return
            self.say("l")
            self.skip(_OPENING_S)
        assert self.is_radio_on, self.told

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
            watch = Simulated(process)
            # It has started: from now on its button is one.
            watch.wait_for("ack")
            yield watch
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                try:
                    process.wait(_END_S)
                except subprocess.TimeoutExpired:
                    process.kill()
