# SPDX-License-Identifier: MIT
"""Handing a watch over, by the command and the firmware that ships, wherever the power goes."""

import asyncio
from contextlib import ExitStack

import pytest

from loslaten.link.client import Client
from loslaten.link.keys import KeyStore
from loslaten.practice_log.file import LogFile
from loslaten.practice_log.log import PracticeLog
from loslaten.sim.bedroom import KEY
from tests.rigs.bedroom import WATCH_ID, Bedroom

RAW_ID = bytes.fromhex(WATCH_ID)


@pytest.fixture
def room(bedroom: Bedroom, home):
    """A watch that is Anna's, with a night that was fetched; Bert waits for it."""
    bedroom.keys = KeyStore(home / "state" / "keys.json")
    bedroom.keys.put(RAW_ID, KEY)
    bedroom.printed("devices", "name", "Maan")
    bedroom.practise()
    bedroom.printed("sync")
    bedroom.printed("person", "rename", "Anna")
    bedroom.printed("person", "add", "Bert")
    return bedroom


def restarted(room, *, by_hand=False):
    """Let the watch start over, and have its radio on."""
    room.run(asyncio.sleep(4))
    if by_hand:
        room.watch.cut_power_at(None)
        room.watch.power_off()
        room.watch.power_on()
        room.run(asyncio.sleep(6))
    room.open_radio()


def whose(room):
    return {one["name"]: (one["watches"], one["nights"]) for one in room.parsed("person", "list")}


def test_the_last_nights_come_first_and_the_next_ones_are_the_next_persons(room):
    room.practise()
    told = room.printed("person", "hand-over", "Bert", "--watch", "Maan", "--lang", "nl")
    assert told == "horloge Maan is nu van Bert: nieuwe sleutel, leeg, instellingen als nieuw\n"
    assert whose(room) == {"Anna": ([], 2), "Bert": (["Maan"], 0)}
    assert room.keys.get(RAW_ID) not in (None, KEY)
    restarted(room)
    room.printed("sync")
    assert whose(room) == {"Anna": ([], 2), "Bert": (["Maan"], 0)}
    room.practise()
    room.printed("sync")
    assert whose(room) == {"Anna": ([], 2), "Bert": (["Maan"], 1)}
    assert room.parsed("log", "list", "--unsure") == []
    # The one that came with the hand-over, and the one that was practised then.
    assert room.parsed("status")["protocols"] == 2
    # The earlier person's laptop has the key from before.
    room.keys, room.key = None, KEY
    assert "key" in room.fails("sync")


@pytest.mark.parametrize("board", ["xiao_esp32s3"])
def test_on_a_board_with_another_radio(home, board):
    room = Bedroom(board)
    try:
        room.open_radio()
        room.printed("sync")
        room.printed("person", "rename", "Anna")
        room.printed("person", "add", "Bert")
        room.printed("person", "hand-over", "Bert")
        assert whose(room)["Bert"][1] == 0
        assert len(whose(room)["Bert"][0]) == 1
    finally:
        room.close()


@pytest.mark.parametrize(("operation", "is_done"), [(1, False), (2, False), (5, True)])
def test_what_a_power_cut_left_open_the_next_sync_settles(room, monkeypatch, operation, is_done):
    asked = Client.hand_over

    async def cut(client, *given):
        room.watch.cut_power_at(operation)
        await asked(client, *given)

    with monkeypatch.context() as patch:
        patch.setattr(Client, "hand_over", cut)
        told = room.loslaten("person", "hand-over", "Bert", "--watch", "Maan")
    if told.exit_code:
        assert "shows at the next sync" in told.stderr
        assert whose(room)["Anna"][0] == ["Maan"]
    restarted(room, by_hand=True)
    room.printed("sync")
    assert whose(room)["Bert"][0] == (["Maan"] if is_done else [])
    assert (room.keys.get(RAW_ID) == KEY) is not is_done
    assert room.keys.offered(RAW_ID) is None
    room.practise()
    room.printed("sync")
    anna, bert = whose(room)["Anna"][1], whose(room)["Bert"][1]
    assert (anna, bert) == ((1, 1) if is_done else (2, 0))
    assert room.parsed("log", "list", "--unsure") == []


def test_a_refusal_leaves_everything_as_it_was(room, monkeypatch):
    asked = Client.hand_over

    async def too_early(client, sequence, *given):
        await asked(client, sequence - 1, *given)

    with monkeypatch.context() as patch:
        patch.setattr(Client, "hand_over", too_early)
        assert "the last record is" in room.fails("person", "hand-over", "Bert")
    assert room.keys.get(RAW_ID) == KEY
    assert room.keys.offered(RAW_ID) is None
    room.printed("sync")
    assert whose(room) == {"Anna": (["Maan"], 1), "Bert": ([], 0)}


def test_only_one_way_can_be_meant(room):
    told = room.loslaten("person", "hand-over", "Bert", "--only-here", "--cleared")
    assert told.exit_code == 2


def test_what_could_not_be_kept_at_once_the_next_sync_keeps(room, monkeypatch):
    """Another process writes in the log from when the watch was cleared."""
    asked = Client.hand_over

    async def cleared(client, *given):
        await asked(client, *given)
        writing.enter_context(another.alone())

    with (
        monkeypatch.context() as patch,
        PracticeLog.in_folder() as another,
        ExitStack() as writing,
    ):
        busy_ms, *others = LogFile.__init__.__defaults__
        patch.setattr(LogFile.__init__, "__defaults__", (busy_ms // 1000, *others))
        patch.setattr(Client, "hand_over", cleared)
        told = room.fails("person", "hand-over", "Bert")
    assert "the watch was handed over, but that could not be kept here yet" in told
    assert whose(room) == {"Anna": (["Maan"], 1), "Bert": ([], 0)}
    restarted(room)
    room.printed("sync")
    assert whose(room) == {"Anna": ([], 1), "Bert": (["Maan"], 0)}
    assert room.keys.offered(RAW_ID) is None
