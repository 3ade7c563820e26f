# SPDX-License-Identifier: MIT
"""`make hil` that cannot begin says in one line what is needed."""

import pytest

from loslaten.firmware import version as firmware
from loslaten.sim.micropython.repl import ReplBoard
from tests.hil.__main__ import main


def refused(capsys, *arguments):
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith("hil: ")
    assert said.count("\n") == 1
    return said


def test_a_port_is_needed(capsys):
    assert "make hil PORT=" in refused(capsys)
    assert "make hil PORT=" in refused(capsys, "--port", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--port", "/dev/nothing"), "there is no port /dev/nothing"),
        (("--port", "/dev/x", "--board", "toaster"), "no board is called toaster; there are"),
        (("--port", "/dev/x", "--only", "flash,taste"), "no check is called taste; there are"),
    ],
)
def test_what_is_wrong_is_named(capsys, arguments, said):
    assert said in refused(capsys, *arguments)


@pytest.mark.parametrize(
    ("change", "board", "said"),
    [
        ({"/slot": b""}, None, "there is no firmware on this board"),
        ({}, "xiao_esp32s3", "is that of pico_w, not of xiao_esp32s3"),
        ({"/a/device/__init__.py": b'VERSION = "0.0.1"'}, None, "this board is 0.0.1"),
    ],
)
def test_what_is_on_the_board_has_to_be_this_firmware(capsys, deployed, change, board, said):
    flash = deployed("pico_w") | change
    if "/a/device/__init__.py" in change:
        del flash["/a/device/__init__.mpy"]
    with ReplBoard(flash=flash) as simulated:
        simulated.power_on()
        options = ("--board", board) if board else ()
        told = refused(capsys, "--port", simulated.port, *options)
    assert said in told
    assert "loslaten deploy" in told
    assert firmware.version() in told or "0.0.1" not in told
