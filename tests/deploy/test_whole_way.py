# SPDX-License-Identifier: MIT
"""From a blank board to the first cue: the command over mpremote, with a maker who answers."""

from types import SimpleNamespace

import pytest

from loslaten.cli import first_light
from loslaten.deploy import first_light_words as words
from loslaten.deploy import flashing
from loslaten.deploy.first_light import Step
from loslaten.firmware import boards
from loslaten.firmware.micropython_builds import for_board
from loslaten.language.text import LANGUAGES
from loslaten.link.keys import KeyStore
from loslaten.protocols.file import find
from loslaten.sim.micropython.repl import ReplBoard
from loslaten_core.link import settings
from loslaten_core.practice.muscles import RIGHT
from tests.deploy.maker import HOLD_MS, PRESS_MS, WATCH_ID, Maker, deploy

QUICKLY = 5
FELT, AGAIN = words.FELT.say("en"), words.AGAIN.say("en")
EVERYTHING = set(Step)


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """The deployment of a blank board: what is printed, the flash, the home, what was asked."""
    home = tmp_path_factory.mktemp("home")
    with ReplBoard(speed=QUICKLY) as board, pytest.MonkeyPatch.context() as monkeypatch:
        # The board's time goes five times as fast as ours.
        monkeypatch.setattr(first_light, "CLOCK_PPM_MAX", 5_000_000)
        board.power_on()
        maker = Maker(board=board)
        drives = board.drives
        done = deploy(maker, home, monkeypatch)
        assert done.exit_code == 0, done.output
        return done.output, board.flash(), home, maker.asked, board.drives - drives


def test_a_blank_board_becomes_a_watch_that_was_tried(first):
    printed, flash, home, asked, drives = first
    assert "board     Pico W (pico_w)" in printed
    assert KeyStore(home / "keys.json").get(WATCH_ID) == flash["/data/key"]
    assert flash["/data/protocols/protocol-0"] == find("handout").packed
    assert dict(settings.unpack_items(flash["/data/settings"]))[settings.WRIST] == bytes([RIGHT])
    assert set(flash["/data/first-light"].decode().split()) == EVERYTHING
    assert asked == [words.WRIST.say("en"), FELT]
    assert drives >= 2, "a tap at the start, and 'tense', which is two"
    for step in Step:
        assert f"{words.TITLES[step].say('en'):<10}  ok" in printed
    assert words.DONE.say("en") in printed
    assert "/safe-mode" not in flash


def again(first, monkeypatch, tmp_path, *options, flash=None, **maker):
    """Deploy once more, to what the first deployment left, less what `flash` says; answer what
    was printed, the maker and the flash."""
    with ReplBoard(flash=first[1] | (flash or {}), speed=QUICKLY) as board:
        board.power_on()
        who = Maker(board=board, **maker)
        done = deploy(who, tmp_path, monkeypatch, *options)
        return done, who, board.flash()


def test_a_second_deployment_asks_and_tries_nothing_again(first, monkeypatch, tmp_path):
    done, maker, flash = again(first, monkeypatch, tmp_path)
    assert done.exit_code == 0, done.output
    assert maker.asked == []
    assert words.INTRODUCTION.say("en") not in done.output
    assert "was there already" in done.output
    assert "the key it had is now known here too" in done.output
    assert flash["/data/protocols/protocol-0"] == first[1]["/data/protocols/protocol-0"]


def test_every_no_is_answered_with_what_to_check(first, monkeypatch, tmp_path):
    fresh = {"/data/first-light": b""}
    done, maker, flash = again(
        first,
        monkeypatch,
        tmp_path,
        flash=fresh,
        answers={FELT[:8]: ["r", "n"]},
        presses=[0, PRESS_MS],
        hears=False,
    )
    assert done.exit_code == 0, done.output
    printed = " ".join(done.output.split())
    for step in (Step.MOTOR, Step.PRESS, Step.HOLD, Step.CLOCK, Step.RADIO):
        assert f"{words.TITLES[step].say('en')} no" in printed
        for check in words.checks(step, "pico_w"):
            assert check.say("en") in printed
    assert "nothing came from the button" in printed
    assert "from the button came: press" in printed
    assert flash["/data/first-light"].decode().split() == [Step.BATTERY]
    assert "Not well yet: motor, press, hold, clock, radio." in printed
    assert "loslaten deploy" in printed
    assert maker.asked.count(AGAIN) == 5


def test_what_was_mended_is_tried_again_and_the_rest_is_not(first, monkeypatch, tmp_path):
    done, maker, flash = again(
        first,
        monkeypatch,
        tmp_path,
        flash={"/data/first-light": b"clock motor battery radio"},
        answers={AGAIN[:8]: [""]},
        presses=[0, PRESS_MS, HOLD_MS],
    )
    assert done.exit_code == 0, done.output
    assert maker.asked == [AGAIN]
    assert done.output.count("went well before") == 4
    assert words.DONE.say("en") in done.output
    assert {Step.PRESS, Step.HOLD} <= set(flash["/data/first-light"].decode().split())


def test_a_divider_that_is_missing_is_told(first, monkeypatch, tmp_path):
    others = " ".join(EVERYTHING - {Step.BATTERY}).encode()
    with ReplBoard(flash=first[1] | {"/data/first-light": others}, speed=QUICKLY) as board:
        board.power_on()
        board.set_usb_sense(0)
        done = deploy(Maker(board=board), tmp_path, monkeypatch)
    assert "USB not sensed" in done.output
    assert "from 5 V to GP17" in done.output


def test_a_true_clock_is_well(first, monkeypatch, tmp_path):
    others = " ".join(EVERYTHING - {Step.CLOCK}).encode()
    with ReplBoard(flash=first[1] | {"/data/first-light": others}, speed=QUICKLY) as board:
        board.power_on()
        # This computer goes by the board's clock, too: that stands still when the computer stalls.
        true = SimpleNamespace(
            monotonic=lambda: board.wait(0) / 1000, sleep=lambda s: board.wait(round(s * 1000))
        )
        monkeypatch.setattr("loslaten.deploy.first_light.time", true)
        done = deploy(Maker(board=board), tmp_path, monkeypatch)
    assert "clock       ok  differs by " in done.output


def test_scripts_are_asked_nothing(first, monkeypatch, tmp_path):
    done, maker, flash = again(
        first, monkeypatch, tmp_path, "--yes", flash={"/data/first-light": b"clock"}
    )
    assert done.exit_code == 0, done.output
    assert maker.asked == []
    assert "motor       -   not asked" in done.output
    tried = {Step.BATTERY, Step.CLOCK, Step.RADIO}
    assert set(flash["/data/first-light"].decode().split()) == tried


def test_in_dutch_what_went_well_and_what_did_not_is_told_in_dutch(first, monkeypatch, tmp_path):
    done, _, _ = again(
        first,
        monkeypatch,
        tmp_path,
        *("--yes", "--lang", "nl"),
        flash={"/data/first-light": b"battery"},
    )
    assert done.exit_code == 0, done.output
    assert "motor       -     niet gevraagd" in done.output
    assert "voeding     goed  ging eerder goed" in done.output
    assert "klok        fout  loopt" in done.output


def test_a_computer_without_bluetooth_is_told_with_what_is_open(first, monkeypatch, tmp_path):
    others = " ".join(EVERYTHING - {Step.RADIO}).encode()
    with ReplBoard(flash=first[1] | {"/data/first-light": others}, speed=QUICKLY) as board:
        board.power_on()
        done = deploy(Maker(board=board, has_radio=False), tmp_path, monkeypatch, "--yes")
    assert done.exit_code == 0, done.output
    assert "radio       no  Bluetooth does not work: broken; switch Bluetooth" in done.output
    assert "Not well yet: radio." in done.output


def test_nobody_at_the_keyboard_ends_first_light_and_the_watch_goes_on(
    first, monkeypatch, tmp_path
):
    done, maker, flash = again(
        first,
        monkeypatch,
        tmp_path,
        flash={"/data/first-light": b""},
        answers={FELT[:8]: [None]},
    )
    assert done.exit_code == 0, done.output
    assert maker.asked == [FELT]
    assert "Not well yet: motor, press" in done.output
    assert "/safe-mode" not in flash


@pytest.mark.parametrize("question", [FELT, AGAIN])
def test_unplugged_at_a_question_it_goes_on_from_there(first, monkeypatch, tmp_path, question):
    done, _, flash = again(
        first,
        monkeypatch,
        tmp_path,
        flash={"/data/first-light": b"clock"},
        answers={AGAIN[:8]: [""]},
        presses=[0, 0],
        unplug_at=question,
    )
    assert done.exit_code == 1
    assert "does not answer" in done.output
    assert "run loslaten deploy again" in done.output
    assert set(flash["/data/first-light"].decode().split()) <= {Step.CLOCK, Step.MOTOR}
    assert flash["/data/key"] == first[1]["/data/key"]


@pytest.mark.parametrize("step", [step for step in Step if step is not Step.RADIO])
def test_unplugged_at_any_step_what_went_well_is_kept(first, monkeypatch, tmp_path, step):
    """The radio is listened for when the cable is done with: there is nothing to unplug."""
    attempt = first_light.FirstLightTalk._try

    with ReplBoard(flash=first[1] | {"/data/first-light": b""}, speed=QUICKLY) as board:
        board.power_on()

        async def try_unplugged(talk, tried, light):
            if tried is step:
                board.power_off()
            return await attempt(talk, tried, light)

        monkeypatch.setattr(first_light, "CLOCK_PPM_MAX", 5_000_000)
        monkeypatch.setattr(first_light.FirstLightTalk, "_try", try_unplugged)
        done = deploy(Maker(board=board), tmp_path, monkeypatch)
        flash = board.flash()
    assert done.exit_code == 1
    assert "does not answer" in done.output
    before = list(Step)[: list(Step).index(step)]
    assert set(flash["/data/first-light"].decode().split()) == set(before)
    assert flash["/data/key"] == first[1]["/data/key"]


@pytest.mark.parametrize("name", sorted(set(boards.names()) - {"pico_w"}))
def test_every_kind_of_board_is_told_by_itself(name, monkeypatch, tmp_path):
    with ReplBoard(name, speed=QUICKLY) as board:
        board.power_on()
        met = kind(board)
    assert met == name


def kind(board):
    from loslaten.deploy.console import Console
    from loslaten.deploy.deployment import meet

    with Console(board.port) as console:
        return meet(console, None)[1]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", boards.names())
def test_every_step_of_every_board_has_something_to_check(name, lang):
    for step in Step:
        found = words.checks(step, name)
        assert found
        assert all(len(check.say(lang)) > 10 for check in found)
    pin = boards.constants(name)["BUTTON_PIN"]
    assert pin is None or f"{pin} " in words.checks(Step.PRESS, name)[0].say(lang)


def test_every_board_has_a_file_to_download():
    for name in boards.names():
        build = for_board(name)
        assert build.url.endswith(f"/{build.file}")
        assert build.file.startswith(f"{boards.constants(name)['MICROPYTHON']}-20")
        assert build.suffix == (".uf2" if build.chip.startswith("RP") else ".bin")
        assert flashing.for_chip(build.chip) == build
