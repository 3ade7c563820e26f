# SPDX-License-Identifier: MIT
"""The command deploys the firmware that ships, and what is on the watch then passes a night."""

import asyncio
import json
import re

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.deploy import image
from loslaten.firmware import version as firmware
from loslaten.link.keys import KeyStore
from loslaten.protocols.file import find
from loslaten.sim import clock
from loslaten.sim.bedroom import KEY, set_up
from loslaten.sim.board import BOARDS
from loslaten.sim.body.wearer import Wishes
from loslaten.sim.micropython.repl import ReplBoard
from loslaten_core.haptics import cue as cues
from loslaten_core.journal import record
from loslaten_core.link import settings
from loslaten_core.practice import event
from tests.deploy.small import in_slot
from tests.rigs.room import of_kind

FINAL_REST_S = 600  # and some time after it
HANDOUT = find("handout")


@pytest.fixture(scope="module")
def deployed(tmp_path_factory):
    """Output of `loslaten deploy` for a blank board, and the files on it then."""
    home = tmp_path_factory.mktemp("home")
    with ReplBoard(flash={"/data/key": KEY}) as board, pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr("loslaten.link.keys.user_state_path", lambda _: home)
        board.power_on()
        done = CliRunner().invoke(
            main,
            f"deploy --board pico_w --port {board.port} --name Maan --data {home}",
        )
        assert done.exit_code == 0, done.output
        assert KeyStore(home / "keys.json").get(bytes.fromhex("582f128fdc153c5c")) == KEY
        listed = CliRunner().invoke(main, ["devices", "list", "--json", "--data", str(home)])
        assert [one["name"] for one in json.loads(listed.output)] == ["Maan"]
        return done.output, board.flash()


def test_it_tells_what_it_did(deployed):
    printed, flash = deployed
    assert f"firmware  {firmware.version()} in /a says that it is well" in printed
    assert re.search(r"files +(\d+), all verified; new: \1", printed)
    assert "called Maan" in printed
    assert settings.unpack_items(flash["/data/settings"]) == [(settings.NAME, b"Maan")]
    assert flash["/data/protocols/protocol-0"] == HANDOUT.packed, (
        "it was new: something to practise"
    )


def test_only_compiled_files_of_this_board_are_in_the_folder(deployed):
    _, flash = deployed
    there = {path for path in flash if path.startswith("/a/") and not path.endswith("/")}
    assert there - {"/a/board"} == {path for path in there if path.endswith(".mpy")}
    boards = {path for path in there if "/boards/" in path and "__init__" not in path}
    assert boards == {"/a/device/boards/pico_w.mpy"}


def test_what_was_deployed_passes_a_whole_session(deployed):
    _, flash = deployed
    practise("pico_w", flash)


@pytest.mark.parametrize("name", sorted(set(BOARDS) - {"pico_w"}))
def test_what_would_be_deployed_to_other_boards_does_too(name):
    built = image.build(image.board_named(name))
    practise(name, {"/main.py": built.chooser, "/slot": b"b"} | in_slot("b", built.files))


def practise(board, flash):
    felt = []

    async def night():
        stage = await set_up(board, on_cue=felt.append, firmware=flash)
        await stage.wearer.hold_long("radio")
        async with await stage.connect() as client:
            assert (await client.status()).firmware == firmware.version()
            await client.put_protocol(HANDOUT.packed)
        await stage.until_radio_is_off()
        await stage.wearer.practise(len(HANDOUT.protocol.groups), Wishes())
        await asyncio.sleep(FINAL_REST_S)
        return stage.watch

    watch = clock.run(night())
    assert not watch.crashes
    assert {cause for _, cause in watch.resets} <= {"deepsleep"}, "once it is over, where it can"
    assert watch.printed == "", "nothing is wrong, and this is no trial"
    ended = of_kind(watch, record.SESSION)
    assert [one.ending for one in ended] == [event.COMPLETED]
    # What is felt before is the self-test, or a chip that measures its motor at its first start.
    known = [heard.cue for heard in felt]
    known = known[known.index(cues.STARTED) :]
    assert known.count(cues.TENSE) == known.count(cues.RELEASE) == 2 * len(HANDOUT.protocol.groups)
