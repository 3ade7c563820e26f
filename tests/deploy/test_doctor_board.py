# SPDX-License-Identifier: MIT
"""`loslaten doctor --board`: what a running watch tells of itself, and what is out of range."""

import dataclasses
import json
import time

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.deploy import image
from loslaten.deploy.board_facts import BoardFacts
from loslaten.deploy.micropython import About
from loslaten.deploy.slots import Installed
from loslaten.doctor import board as board_checks
from loslaten.firmware import version as firmware
from loslaten.sim.micropython.repl import ReplBoard
from loslaten_core.journal import event
from tests.board import goals
from tests.deploy.small import in_slot

SPEED, PATIENCE_S = 4, 300
GOOD = BoardFacts(
    about=About(
        name="micropython",
        version=(1, 28, 0),
        mpy_version=6,
        machine="Raspberry Pi Pico W with RP2040",
        serial=b"s",
        lacks=(),
    ),
    installed=Installed("a", firmware.version(), "pico_w", ""),
    heap_bytes=190_000,
    free_bytes=90_000,
    largest_bytes=40_000,
    start_ms=2_400,
    worst_late_ms=4,
    causes=(event.POWER_ON, event.RESET_PIN),
    faults=(),
    flash_free_bytes=500_000,
    is_calibrated=True,
)


def asked(board):
    done = CliRunner().invoke(main, ["doctor", "--board", "--port", board.port, "--json"])
    return done, {one["about"]: one for one in json.loads(done.stdout)}


def until_started(board, noted_bytes=0):
    """Wait until the firmware has noted a start, and is past it; return how much is noted."""
    until_s = time.monotonic() + PATIENCE_S
    while True:
        held = [held for path, held in board.flash().items() if path.endswith(".log")]
        if sum(map(len, held)) > noted_bytes:
            board.wait(4_000)
            return sum(map(len, held))
        assert time.monotonic() < until_s, "it never starts"
        time.sleep(0.1)


def test_a_running_watch_tells_its_own_facts_and_runs_on():
    built = image.build(image.board_named("pico_w_drv2605l"))
    flash = {"/main.py": built.chooser, "/slot": b"a"} | in_slot("a", built.files)
    with ReplBoard("pico_w_drv2605l", flash=flash, speed=SPEED) as board:
        board.power_on()
        noted_bytes = until_started(board)
        done, found = asked(board)
        assert found["firmware"]["told"].startswith(f"{firmware.version()} on pico_w_drv2605l")
        assert "no firmware ran" not in done.output
        assert found["start"]["told"].endswith("ms from power to practice")
        assert int(found["start"]["told"].split()[0]) > 0
        assert found["cues"]["told"].startswith("at most ")
        assert found["motor"]["told"] == "measured"
        assert "power 1" in found["starts"]["told"]
        assert found["faults"]["verdict"] == "ok"
        assert found["flash"]["verdict"] == "ok"
        assert found["memory"]["told"].startswith("largest free block ")
        until_started(board, noted_bytes)
        assert asked(board)[1]["starts"]["told"].startswith("power 1"), "it runs on, and tells why"


def test_a_board_without_firmware_has_none_to_tell_of():
    with ReplBoard(flash={}) as board:
        board.power_on()
        _, found = asked(board)
    assert found["start"]["told"] == "no firmware ran"
    assert found["firmware"]["verdict"] == "note"
    assert "loslaten deploy" in found["firmware"]["advice"]


def judged(monkeypatch, **changes):
    facts = dataclasses.replace(GOOD, **changes)
    monkeypatch.setattr(BoardFacts, "of", lambda _: facts)

    class Cable:
        def __init__(self, *_): ...
        def __enter__(self): ...
        def __exit__(self, *_): ...

    monkeypatch.setattr(board_checks, "Console", Cable)
    return [check for check in board_checks.checks("port") if check.verdict != "ok"]


def test_a_good_watch_is_well(monkeypatch):
    assert judged(monkeypatch) == []


def test_the_limits_are_those_of_the_benchmarks_and_of_make_hil():
    assert board_checks.FREE_PCT_MIN == goals.FREE_PCT
    assert board_checks.LARGEST_BYTES_MIN == goals.LARGEST_BLOCK_BYTES
    assert board_checks.WORST_LATE_MS == goals.EDGE_LATEST_MS
    assert board_checks.START_MS == goals.FIRST_TICK_MS


@pytest.mark.parametrize(
    ("changes", "about", "verdict", "advice"),
    [
        ({"free_bytes": 47_000}, "memory", "wrong", "25 %"),
        ({"largest_bytes": 16_000}, "memory", "wrong", "16384 bytes"),
        ({"start_ms": 3_001}, "start", "wrong", "3000 ms"),
        ({"worst_late_ms": 11}, "cues", "wrong", "10 ms"),
        ({"causes": (event.WATCHDOG,)}, "starts", "note", "loslaten log events --faults"),
        ({"causes": (event.BROWN_OUT,)}, "starts", "note", "loose contact"),
        ({"faults": (event.MOTOR_FAILED,)}, "faults", "note", "loslaten sync"),
        ({"flash_free_bytes": 90_000}, "flash", "wrong", "loslaten sync"),
        ({"is_calibrated": False}, "motor", "note", "lay it down"),
        ({"installed": Installed("a", "0.0.9", "pico_w", "")}, "firmware", "note", "deploy"),
    ],
)
def test_what_is_out_of_range_is_told_with_what_to_do(
    monkeypatch, changes, about, verdict, advice
):
    (check,) = judged(monkeypatch, **changes)
    assert (check.as_json()["about"], check.verdict) == (about, verdict)
    assert advice in check.as_json()["advice"]
