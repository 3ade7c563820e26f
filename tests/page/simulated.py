"""A simulated watch as a user runs it: `loslaten sim`, its button at the end of a pipe."""

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.page.served import LOSLATEN, environment

_END_S = 30


class Simulated:
    """A running simulated watch at `address`."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        assert process.stdout is not None
        found = re.search(r"at (127\.0\.0\.1:\d+)", process.stdout.readline())
        assert found
        self.address = found[1]

    def say(self, line: str) -> None:
        """Type a line: press, d, h, l, or a speed such as `x60`."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def feel(self, told: str) -> None:
        """Wait until a line that has `told` in it comes: a cue that is felt, the radio."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if told in line:
                return
        raise AssertionError(f"the watch ended before {told}")

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
