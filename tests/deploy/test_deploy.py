# SPDX-License-Identifier: MIT
"""`deploy` through mpremote, on a simulated board: what it does, and what it leaves when cut."""

import dataclasses

import pytest

from loslaten.deploy.deployment import Wishes, deploy
from loslaten.deploy.errors import DeployError
from loslaten.sim.micropython.repl import ReplBoard
from loslaten_core.link import settings
from tests.deploy.conftest import QUICK, SPEED
from tests.deploy.small import DATA, deployed, firmware, image_of, in_slot

WATCH_ID = bytes.fromhex("582f128fdc153c5c")
HASTY = Wishes(patience_s=5, return_s=10)


def data_in(flash):
    return {path: data for path, data in flash.items() if path in DATA}


def test_a_blank_board_becomes_a_watch(run, start, keys):
    told = []
    name = dataclasses.replace(QUICK, name="Maan")
    done, flash = run({}, image_of("1"), name, told)
    assert (done.slot, done.sent, done.is_new, done.key) == ("a", len(firmware("1")), True, "new")
    assert done.watch_id == WATCH_ID
    assert flash["/slot"] == b"a"
    assert flash["/data/key"] == keys.get(WATCH_ID)
    assert settings.unpack_items(flash["/data/settings"]) == [(settings.NAME, b"Maan")]
    assert start(flash).printed == "this is 1\n"
    assert [what.say("en") for what, _, total in told if total] == ["copying"] * done.sent


def test_new_firmware_takes_the_other_folder_and_sends_only_what_changed(run, start):
    done, flash = run(deployed("1"), image_of("2"))
    assert (done.slot, done.sent, done.is_new) == ("b", 1, True)
    assert flash["/slot"] == b"b"
    assert data_in(flash) == DATA
    assert start(flash).printed == "this is 2\n"
    done, flash = run(flash, image_of("3"))
    assert (done.slot, done.sent) == ("a", 1)
    assert start(flash).printed == "this is 3\n"


def test_what_is_no_longer_part_of_the_firmware_goes(run):
    left = in_slot("b", {"device/old.mpy": b"old", "board": b"other"})
    _, flash = run(deployed("1") | left, image_of("2"))
    files = {path for path in flash if path.startswith("/b/") and not path.endswith("/")}
    assert files == set(in_slot("b", firmware("2")))


def test_the_same_firmware_is_left_where_it_is(run, start):
    done, flash = run(deployed("1"), image_of("1"))
    assert (done.slot, done.sent, done.is_new) == ("a", 0, False)
    assert start(flash).printed == "this is 1\n"
    assert data_in(flash) == DATA


def test_a_name_leaves_the_other_settings_alone(run):
    _, flash = run(deployed("1"), image_of("1"), dataclasses.replace(QUICK, name="Maan"))
    items = dict(settings.unpack_items(flash["/data/settings"]))
    assert items == {settings.NAME: b"Maan", settings.THEME: b"\x02"}


@pytest.mark.parametrize(
    ("there", "here", "new", "said"),
    [
        (b"w", b"w", False, "kept"),
        (b"w", None, False, "fetched"),
        (b"w", b"l", False, "fetched"),
        (None, b"l", False, "restored"),
        (None, None, False, "new"),
        (b"w", b"w", True, "new"),
    ],
)
def test_watch_and_laptop_end_with_the_same_key(run, keys, there, here, new, said):
    flash = deployed("1")
    del flash["/data/key"]
    if there:
        flash["/data/key"] = there * 32
    if here:
        keys.put(WATCH_ID, here * 32)
    done, flash = run(flash, image_of("1"), dataclasses.replace(QUICK, new_key=new))
    assert done.key == said
    assert flash["/data/key"] == keys.get(WATCH_ID)
    kept = {"kept": b"w", "fetched": b"w", "restored": b"l"}.get(said)
    assert (flash["/data/key"] == (kept or b"?") * 32) == (kept is not None)
    assert flash["/data/key"] not in (b"w" * 32, b"l" * 32) or kept


def test_broken_firmware_is_told_and_the_old_runs_on(run, start, keys):
    app = "this is not Python"
    with ReplBoard(flash=deployed("1"), speed=SPEED) as board:
        board.power_on()
        with pytest.raises(DeployError, match="the old firmware runs on") as error:
            deploy(board.port, image_of("2", app=app), keys, HASTY, lambda *_: None)
        flash = board.flash()
    assert any("Error" in line for line in error.value.details)
    assert start(flash).printed == "this is 1\n"
    done, flash = run(flash, image_of("3"))
    assert done.slot == "b"
    assert start(flash).printed == "this is 3\n"
