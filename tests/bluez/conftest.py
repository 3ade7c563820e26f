# SPDX-License-Identifier: MIT
"""One machine and one bedroom for all; a home of its own, with keys, for every test."""

import itertools
import json
import time
from collections.abc import Iterator

import pytest

from loslaten.sim.bedroom import KEY
from tests.bluez.bedroom import BOARDS, Bedroom
from tests.bluez.machine import Command, Done, Machine

FELT_S = 20.0
_homes = itertools.count(1)


class Laptop:
    """The product in the machine: `loslaten`, with a home folder and the key of one watch."""

    def __init__(self, machine: Machine, bedroom: Bedroom, board: str) -> None:
        self.machine, self.bedroom, self.board = machine, bedroom, board
        self.watch_id = bedroom.ids[board]
        self._home = f"/root/{next(_homes)}"
        self.take_key(KEY)

    def take_key(self, key: bytes) -> None:
        """Hold this key for the watch."""
        keys = json.dumps({self.watch_id: key.hex()})
        folder = f"{self._home}/.local/state/loslaten"
        script = f"mkdir -p {folder} && umask 077 && echo '{keys}' > {folder}/keys.json"
        assert self.machine.run("sh", "-c", script).code == 0

    def wearer(self, do: str, **details: object) -> object:
        """Let the wearer, or the world, do something with the watch."""
        return self.bedroom.ask(do, self.board, **details)

    def measured(self) -> dict[str, float]:
        """Measure the link; see guest/measure.py."""
        command = ("python3", "/site/measure.py", self.watch_id)
        done = self.machine.start(*command, home=self._home).wait()
        assert done.code == 0, done
        return json.loads(done.out)

    def feels(self) -> str:
        """Return the cue that is felt next. TimeoutError when none is."""
        deadline_s = time.monotonic() + FELT_S
        while time.monotonic() < deadline_s:
            if felt := self.bedroom.ask("felt", self.board):
                return str(felt[0])
            time.sleep(0.1)
        raise TimeoutError("nothing is felt")

    def start(self, *words: str) -> Command:
        """Start a `loslaten` command."""
        return self.machine.start("loslaten", *words, home=self._home)

    def run(self, *words: str, timeout_s: float = 120.0) -> Done:
        """Run a `loslaten` command, however it ends."""
        return self.start(*words).wait(timeout_s)

    def told(self, *words: str) -> str:
        """Run a `loslaten` command that has to go well; return what it prints."""
        done = self.run(*words)
        assert done.code == 0, done
        return done.out

    def put(self, path: str, text: str) -> str:
        """Lay a file down; return where."""
        whole = f"{self._home}/{path}"
        writing = self.machine.start("sh", "-c", f"cat > {whole}")
        for line in text.splitlines():
            writing.type(line)
        writing.end()
        assert writing.wait().code == 0
        return whole


@pytest.fixture(scope="session")
def bedroom() -> Iterator[Bedroom]:
    with Bedroom() as one:
        yield one


@pytest.fixture(scope="session")
def machine(bedroom: Bedroom) -> Iterator[Machine]:
    with Machine(bedroom.port) as one:
        yield one


@pytest.fixture(params=BOARDS)
def laptop(request, machine: Machine, bedroom: Bedroom) -> Iterator[Laptop]:
    one = Laptop(machine, bedroom, request.param)
    yield one
    assert bedroom.ask("trouble", one.board) == []


# (what, key, unit) of what is measured; see guest/measure.py.
ROWS = (
    ("bytes in a frame, of the MTU agreed", "frame_bytes", "B"),
    ("to be connected, the key proven", "connected_s", "s"),
    ("to pull a year of records", "pulled_s", "s"),
    ("from `loslaten sync` to done", "synced_s", "s"),
)
_figures: dict[str, tuple[dict[str, float], dict[str, float]]] = {}


@pytest.fixture
def figures():
    return _figures


def pytest_terminal_summary(terminalreporter) -> None:
    """Print what was measured, BlueZ and the virtual backend side by side."""
    if not _figures:
        return
    terminalreporter.section("the link, through BlueZ and beside it on the virtual backend")
    for board, (bluez, backend) in _figures.items():
        for what, key, unit in ROWS:
            terminalreporter.write_line(
                f"{board:<14} {what:<38} {bluez[key]:>8.4g} {unit}  {backend[key]:>8.4g} {unit}"
            )
        rates = [one["pulled_bytes"] / one["pulled_s"] / 1000 for one in (bluez, backend)]
        what = f"records, {bluez['pulled_bytes'] / 1000:.0f} kB"
        terminalreporter.write_line(
            f"{board:<14} {what:<38} {rates[0]:>5.4g} kB/s  {rates[1]:>5.4g} kB/s"
        )
