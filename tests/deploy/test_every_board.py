# SPDX-License-Identifier: MIT
"""First light on every kind of board, in Dutch, and the cable coming out before it begins."""

import dataclasses
import functools
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from loslaten.cli import first_light, main
from loslaten.deploy import console, deployment, image
from loslaten.deploy import first_light_words as words
from loslaten.deploy.board_facts import BoardFacts
from loslaten.deploy.first_light import Step
from loslaten.doctor import board as board_checks
from loslaten.firmware import boards
from loslaten.firmware import version as firmware
from loslaten.sim.micropython.repl import ReplBoard
from loslaten_core.journal import event
from tests.deploy.maker import Maker, deploy
from tests.deploy.small import DATA, deployed, in_slot
from tests.deploy.test_doctor_board import GOOD
from tests.test_dutch import english

SPEED = 5
# How differently a board's clock may go whose time goes five times as fast as ours.
FAST_PPM = 5_000_000
OTHERS = sorted(set(boards.names()) - {"pico_w"})
# What a board has that was deployed to, but never tried.
UNTRIED = {path: data for path, data in DATA.items() if path != "/data/settings"}
# Quoted from the board, the name of a slot, or typed as it is.
QUOTED = {"a", "with", "wrist"}


def installed(board: str) -> dict[str, bytes]:
    """Return the flash of a board that runs today's firmware, and was never asked anything."""
    built = image.build(image.board_named(board))
    return {"/main.py": built.chooser, "/slot": b"a"} | in_slot("a", built.files) | UNTRIED


@pytest.fixture(autouse=True)
def _fast_clock(monkeypatch):
    monkeypatch.setattr(first_light, "CLOCK_PPM_MAX", FAST_PPM)


@pytest.fixture(scope="module")
def lights():
    """First light on each of them, side by side: mostly they wait."""
    with ProcessPoolExecutor(len(OTHERS)) as pool:
        yield dict(zip(OTHERS, pool.map(first_light_on, OTHERS), strict=True))


def first_light_on(name: str) -> tuple[int, str, list[str], dict[str, bytes]]:
    """Deploy to a board; return the exit code, what was printed and asked, and its flash."""
    with (
        tempfile.TemporaryDirectory() as home,
        ReplBoard(name, flash=installed(name), speed=SPEED) as board,
        pytest.MonkeyPatch.context() as patched,
    ):
        patched.setattr(first_light, "CLOCK_PPM_MAX", FAST_PPM)
        board.power_on()
        maker = Maker(board=board, lang="nl")
        done = deploy(maker, Path(home), patched)
        return done.exit_code, done.output, maker.asked, board.flash()


@pytest.mark.parametrize("name", OTHERS)
def test_first_light_goes_well_on_every_board(lights, name):
    exit_code, printed, asked, flash = lights[name]
    assert exit_code == 0, printed
    assert f"{boards.constants(name)['MODEL']} ({name})" in printed
    assert asked == [words.WRIST.say("nl"), words.FELT.say("nl")]
    for step in Step:
        assert f"{words.TITLES[step].say('nl'):<10}  goed" in printed, printed
    assert set(flash["/data/first-light"].decode().split()) == set(Step)
    assert not english(printed.replace("T-Watch", "")) - QUOTED, printed


@pytest.mark.parametrize("moment", ["finding", "compiling", "wrist"])
def test_unplugged_before_first_light_it_goes_on_from_there(moment, monkeypatch, tmp_path):
    with ReplBoard(flash=installed("pico_w"), speed=SPEED) as board:
        board.power_on()
        maker = Maker(board=board, lang="nl")
        place = {"finding": (deployment, "kind_of"), "compiling": (image, "build")}.get(moment)
        if place is None:
            maker.unplug_at = words.WRIST.say("nl")
        else:
            act = getattr(*place)

            def unplugged(*arguments):
                board.power_off()
                return act(*arguments)

            monkeypatch.setattr(*place, unplugged)
        impatient = functools.partial(console.Console, return_s=1.0)
        monkeypatch.setattr("loslaten.cli.deploy.Console", impatient)
        done = deploy(maker, tmp_path, monkeypatch)
        flash = board.flash()
    assert done.exit_code == 1
    assert "antwoordt niet" in done.output
    assert "kijk naar de kabel" in done.output
    # A line of its own quotes the system.
    told = "\n".join(line for line in done.output.splitlines() if "[Errno" not in line)
    assert not english(told) - QUOTED, told
    assert flash["/data/key"] == DATA["/data/key"]
    assert not flash.get("/data/first-light")
    assert "/data/settings" not in flash


def test_what_is_on_a_board_is_told_in_dutch(monkeypatch, tmp_path):
    monkeypatch.setattr("loslaten.link.keys.user_state_path", lambda _: tmp_path)
    with ReplBoard(flash=deployed("7.8.9")) as board:
        board.power_on()
        for line in (["firmware"], ["doctor", "--board"]):
            done = CliRunner().invoke(main, [*line, "--port", board.port, "--lang", "nl"])
            assert done.output.count("\n") > 4
            assert not english(done.output) - QUOTED, done.output
    alone = CliRunner().invoke(main, ["firmware", "--lang", "nl", "--data", str(tmp_path)])
    assert "loslaten deploy" in alone.output
    assert not english(alone.output), alone.output


@pytest.mark.parametrize(
    "line",
    [
        ["deploy", "--port", "/dev/nergens"],
        ["deploy", "--name", "n" * 30],
        ["doctor", "--board", "--port", "/dev/nergens"],
        ["firmware", "--port", "/dev/nergens"],
        ["firmware", "flash", "/dev/null"],
        ["firmware", "flash", "nergens.uf2"],
    ],
    ids=" ".join,
)
def test_what_goes_wrong_with_a_board_is_told_in_dutch(line):
    done = CliRunner().invoke(main, [*line, "--lang", "nl"])
    assert done.exit_code in (1, 2), done.output
    assert not english(done.output), done.output


def test_all_that_is_out_of_range_on_a_board_is_told_in_dutch(monkeypatch):
    bad = dataclasses.replace(
        GOOD,
        free_bytes=1,
        largest_bytes=1,
        start_ms=99_000,
        worst_late_ms=99,
        causes=(event.WATCHDOG, event.POWER_ON, event.RESET_PIN, event.SOFT_RESET),
        faults=(event.MOTOR_FAILED,),
        flash_free_bytes=1,
        is_calibrated=False,
        installed=dataclasses.replace(GOOD.installed, version="0.0.9"),
    )
    assert bad.installed.version != firmware.version()
    monkeypatch.setattr(BoardFacts, "of", lambda _: bad)

    class Cable:
        def __init__(self, *_): ...
        def __enter__(self): ...
        def __exit__(self, *_): ...

    monkeypatch.setattr(board_checks, "Console", Cable)
    done = CliRunner().invoke(main, ["doctor", "--board", "--port", "x", "--lang", "nl"])
    assert done.exit_code == 1
    assert done.output.count("->") >= 7
    assert not english(done.output) - QUOTED, done.output
