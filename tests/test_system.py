# SPDX-License-Identifier: MIT
"""Calls that only POSIX systems have are in one file; both ways of reading a pipe do the same."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import loslaten
from loslaten.system import ReadablePipe

HOST = Path(loslaten.__file__).parent
# What Python's documentation says is "Availability: Unix", as far as it could come to mind here.
POSIX = {
    "add_signal_handler", "chown", "chroot", "fchmod", "fchown", "fork", "forkpty", "getegid",
    "geteuid", "getgid", "getgroups", "getpgid", "getuid", "killpg", "mkfifo", "nice", "openpty",
    "setsid", "setuid", "statvfs", "sysconf", "tzset", "uname", "SIGALRM", "SIGHUP", "SIGKILL",
    "SIGUSR1", "SIGWINCH",
}  # fmt: skip
MODULES = {"fcntl", "grp", "pty", "pwd", "resource", "select", "termios", "tty"}
# These run inside MicroPython, on a board or on a simulated one.
NOT_HERE = (HOST / "sim" / "hardware", HOST / "deploy" / "onboard.py")


def posix_only(path):
    """Yield (line, name) of what other systems lack."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in POSIX:
            yield node.lineno, node.attr
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, one.name) for one in node.names if one.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            yield node.lineno, node.module


def test_only_one_file_knows_what_posix_has():
    found = {
        (path.relative_to(HOST).as_posix(), name)
        for path in HOST.rglob("*.py")
        if not any(path.is_relative_to(apart) for apart in NOT_HERE)
        for _, name in posix_only(path)
    }
    assert {file for file, _ in found} == {"system.py"}


@pytest.mark.parametrize("passed_on", [False, True])
def test_a_pipe_is_read_alike_on_every_system(passed_on):
    program = "import sys; sys.stdin.read(1); sys.stdout.write('answer' * 30_000)"
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    pipe = ReadablePipe(process.stdout, passed_on)
    assert not pipe.wait(0.05)
    process.stdin.write(b".")
    process.stdin.close()
    got = b""
    while pipe.wait(20) and (chunk := pipe.read()):
        got += chunk
    assert got == b"answer" * 30_000
    process.wait()
    pipe.close()
    pipe.close()


def test_a_simulated_watch_lives_behind_a_pipe_that_is_passed_on(monkeypatch):
    from loslaten.sim.micropython import engine

    monkeypatch.setattr("loslaten.system._LISTENS_ON_PIPES", False)
    one = engine.Engine()
    try:
        assert one.alive
        with pytest.raises(engine.EngineError):
            one.ask("no such command")
    finally:
        one.close()
