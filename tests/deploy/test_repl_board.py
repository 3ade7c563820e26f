"""The simulated board on a cable answers mpremote's own commands as a board does."""

import subprocess
import sys

import pytest

from loslaten.sim import tree
from loslaten.sim.repl import ReplBoard
from loslaten.sim.stage import deployed


@pytest.fixture(scope="module")
def board():
    with ReplBoard(flash={"/data/x": b"kept", "/boot-note.txt": b"hello"}) as one:
        one.power_on()
        yield one


def mpremote(board, *command):
    done = subprocess.run(
        [sys.executable, "-m", "mpremote", "connect", board.port, *command],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_runs_python(board):
    assert mpremote(board, "exec", "print(6 * 7)") == "42\n"


def test_a_soft_reset_forgets_the_program_and_keeps_the_flash(board):
    mpremote(board, "exec", "x = 1")
    assert mpremote(board, "resume", "exec", "print(x)") == "1\n"
    mpremote(board, "soft-reset")
    assert mpremote(board, "resume", "exec", "print('x' in globals())") == "False\n"
    assert board.flash()["/data/x"] == b"kept"


def test_files_come_and_go(board, tmp_path):
    note = tmp_path / "note.txt"
    note.write_bytes(bytes(range(256)) * 5)
    mpremote(board, "fs", "cp", str(note), ":note.txt")
    assert board.flash()["/note.txt"] == note.read_bytes()
    assert "note.txt" in mpremote(board, "fs", "ls")
    mpremote(board, "fs", "rm", ":note.txt")
    assert "/note.txt" not in board.flash()


def test_the_firmware_is_interrupted():
    with ReplBoard(flash=tree.firmware_tree() | deployed("pico_w")) as board:
        board.power_on()
        assert mpremote(board, "resume", "exec", "print('free')") == "free\n"
