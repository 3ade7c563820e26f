# SPDX-License-Identifier: MIT
"""`loslaten sim` and `loslaten --sim` as processes of their own, over TCP, in real time."""

import json
import os
import pty
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO

import pytest

ENTRY_POINT = Path(sys.executable).with_name("loslaten")
PATIENCE_S = 240


class Process:
    """A command that runs, and the lines it prints."""

    def __init__(self, *arguments: str, stdin: int = subprocess.PIPE) -> None:
        self.process = subprocess.Popen(
            [ENTRY_POINT, *arguments],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self.errors: list[str] = []
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self._readers = [
            threading.Thread(target=self._read, args=(self.process.stdout, self._lines.put)),
            threading.Thread(target=self._read, args=(self.process.stderr, self.errors.append)),
        ]
        for reader in self._readers:
            reader.start()

    def _read(self, stream: IO[str], take) -> None:
        with stream:
            for line in stream:
                take(line.rstrip("\n"))

    def until(self, part: str) -> str:
        """Return the next line that has this in it."""
        while part not in (line := self._lines.get(timeout=PATIENCE_S)):
            pass
        return line

    def until_error(self, part: str) -> None:
        """Wait for a line on the error stream that has this in it."""
        deadline_s = time.monotonic() + PATIENCE_S
        while not any(part in line for line in self.errors):
            assert time.monotonic() < deadline_s, self.errors
            time.sleep(0.05)

    def type(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def end(self, with_signal: signal.Signals | None = None) -> int:
        if with_signal is not None:
            self.process.send_signal(with_signal)
        code = self.process.wait(PATIENCE_S)
        for reader in self._readers:
            reader.join()
        if self.process.stdin is not None:
            self.process.stdin.close()
        return code


@contextmanager
def simulated(*options: str, stdin: int = subprocess.PIPE) -> Iterator[tuple[Process, str]]:
    """A simulated watch and its address.

    Where a laptop connects to it, time goes as on the wall: that has ten seconds of the watch's
    time to prove its key, which a busy computer may need.
    """
    process = Process("sim", "--port", "0", *options, stdin=stdin)
    try:
        yield process, process.until("ready: ").split(" at ")[1].split(",")[0]
    finally:
        process.process.kill()
        process.end()


def run(address: str, *arguments: str) -> str:
    ran = subprocess.run(
        [ENTRY_POINT, "--sim", address, *arguments],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        stdin=subprocess.DEVNULL,
    )
    assert ran.returncode == 0, ran
    assert ran.stderr == ""
    return ran.stdout


def on_a_terminal(*arguments: str, sign: str = "", act: Callable[[], None] | None = None) -> str:
    """Run a command on a terminal of its own, and act once a sign is shown there.

    Returns all that was shown.
    """
    ours, its = pty.openpty()
    env = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    ran = subprocess.Popen([ENTRY_POINT, *arguments], stdin=its, stdout=its, stderr=its, env=env)
    os.close(its)
    shown = b""
    while chunk := _read(ours):
        shown += chunk
        if act is not None and sign.encode() in shown:
            act()
            act = None
    os.close(ours)
    assert ran.wait(PATIENCE_S) == 0, shown
    return shown.decode()


def _read(terminal: int) -> bytes:
    """Next piece that is shown, b"" when the last one has left the terminal."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


@pytest.mark.usefixtures("home")
def test_what_takes_long_is_told_on_a_terminal():
    with simulated("--usb", stdin=subprocess.DEVNULL) as (watch, address):
        watch.until("radio on")
        shown = on_a_terminal("--sim", address, "scan", "--timeout", "2")
        assert "listening for 2 s" in shown
        assert shown.rstrip().endswith("yes")


@pytest.mark.usefixtures("home")
def test_a_night_between_two_processes():
    with simulated("--speed", "20") as (watch, address):
        watch.type("l")
        watch.until("radio on")
        watch.type("x1")
        run(address, "settings", "set", "radio_window_s=900")
        watch.type("x20")
        watch.type("l")
        watch.type("x1")
        assert "and chosen" in run(address, "protocol", "push", "onderweg", "--choose")
        watch.type("x20")
        watch.type("h")
        watch.until("started")
        watch.until("landmark")
        watch.type("x1")
        faster = partial(watch.type, "x10")
        live = on_a_terminal("--sim", address, "watch", sign=" left", act=faster)
        assert "over" in live
        assert "(release)" in live
        assert "final rest  0:" in live  # the line at the bottom, and how long still
        assert " left" in live
        watch.until("end")
        # Its record is written once nothing is felt any more.
        watch.type("+60")
        watch.type("l")
        watch.type("x1")
        told = json.loads(run(address, "sync", "--json"))
        assert [one["ending"] for one in told["new_sessions"]] == ["completed"]
        assert watch.end(signal.SIGINT) == 0
        assert watch.until("gone") == "the simulated watch is gone"


@pytest.mark.usefixtures("home")
def test_without_a_terminal_or_any_input():
    """And the watch goes while a command is connected: no traceback, exit code 1."""
    with simulated("--usb", stdin=subprocess.DEVNULL) as (watch, address):
        watch.until("radio on")
        live = Process("--sim", address, "watch", stdin=subprocess.DEVNULL)
        live.until_error("waiting for the wearer")
        watch.end(signal.SIGTERM)
        assert live.end() == 1
        assert "the connection to the watch was lost" in live.errors[1]
        assert not any("Traceback" in line for line in live.errors)


@pytest.mark.usefixtures("home")
def test_ctrl_c_hangs_up():
    with simulated("--usb", "--seed", "7", stdin=subprocess.DEVNULL) as (
        watch,
        address,
    ):
        watch.until("radio on")
        live = Process("--sim", address, "watch", stdin=subprocess.DEVNULL)
        live.until_error("waiting for the wearer")
        assert live.end(signal.SIGINT) == 130
        assert live.errors[-1] == "loslaten: stopped"
        assert json.loads(run(address, "status", "--json"))["id"] == "994a6bcaf76db3ef"


@pytest.mark.usefixtures("home")
def test_the_keyboard_answers():
    with simulated("--usb", stdin=subprocess.DEVNULL) as (watch, address):
        watch.until("radio on")
        lesson = Process("--sim", address, "cue", "learn", "--lang", "nl")
        lesson.until("1. maak u klaar")
        lesson.type("")
        lesson.until("span aan")
        assert "ready" in watch.until("  ready")
        lesson.type("q")
        assert lesson.end() == 1
        assert "gestopt voor het einde" in lesson.errors[-2]
        alone = Process("--sim", address, "cue", "quiz", stdin=subprocess.DEVNULL)
        assert alone.end() == 1
        assert "stopped before the end" in alone.errors[-2]


def test_stdin_may_be_closed(home: Path):
    process = subprocess.Popen(
        f"exec {ENTRY_POINT} sim --port 0 <&-",
        shell=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONWARNINGS": "error"},
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("ready: ")
    process.terminate()
    _, errors = process.communicate(timeout=PATIENCE_S)
    assert errors == ""


def test_a_simulator_whose_reader_is_gone_does_not_blame_its_port():
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ran = subprocess.run(
            [ENTRY_POINT, "sim", "--port", "0", "--lang", "en"],
            stdin=subprocess.DEVNULL,
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
    finally:
        os.close(writing)
    assert ran.returncode == 1
    assert "cannot be used" not in ran.stderr
