# SPDX-License-Identifier: MIT
"""`loslaten firmware --port`: what is on a board, whatever that is, and that it runs on."""

import json

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.firmware import version as firmware
from loslaten.sim.micropython.repl import ReplBoard
from tests.deploy.small import DATA, deployed, in_slot


def asked(flash, *options):
    with ReplBoard(flash=flash) as board:
        board.power_on()
        done = CliRunner().invoke(main, ["firmware", "--port", board.port, *options])
        assert done.exit_code == 0, done.output
        return done.stdout, board.flash()


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setattr("loslaten.link.keys.user_state_path", lambda _: tmp_path)


def test_the_firmware_in_its_slot_is_told_and_nothing_changes():
    printed, flash = asked(deployed("7.8.9"), "--json")
    board = json.loads(printed)["board"]
    assert (board["version"], board["slot"], board["board"]) == ("7.8.9", "a", "pico_w")
    assert (board["watch_id"], board["trial"], board["lacks"]) == ("582f128fdc153c5c", None, [])
    assert (board["interpreter"], board["mpy"]) == ("micropython", 6)
    assert "RP2040" in board["machine"]
    assert {path: flash[path] for path in DATA} == DATA
    assert "/safe-mode" not in flash


def test_in_text_the_other_version_is_told_with_what_to_do():
    printed, _ = asked(deployed("7.8.9"))
    assert f"this tool carries firmware {firmware.version()}" in printed
    assert "firmware  7.8.9 in /a" in printed
    assert "loslaten deploy" in printed
    printed, _ = asked(deployed(firmware.version()))
    assert "loslaten deploy" not in printed


def test_a_board_without_firmware_says_so():
    printed, _ = asked({})
    assert "firmware  none" in printed
    assert "micropython 1.27.0 on Raspberry Pi Pico W" in printed


def test_firmware_that_failed_its_trial_is_told_beside_what_runs():
    why = b"b tried: NameError('x')"
    flash = deployed("1") | in_slot("b", {"device/__init__.py": b"broken", "board": b"pico_w"})
    printed, _ = asked(flash | {"/trial": why})
    assert "firmware  1 in /a" in printed
    assert f"on trial  {why.decode()}" in printed


def test_broken_firmware_has_no_version():
    flash = deployed("1") | {"/a/device/__init__.py": b"broken"}
    assert "firmware  none" in asked(flash)[0]
