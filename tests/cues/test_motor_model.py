# SPDX-License-Identifier: MIT
"""The watch that lives in a process: it practises, and its client does what a watch's does."""

import asyncio

import pytest

from loslaten.link.errors import DeviceRefusedError
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.sessions import night
from loslaten.protocols.file import find
from loslaten.protocols.rehearsal import GESTURES
from loslaten.sim.wrist import Wrist
from loslaten.sim.wrist_client import WristClient
from loslaten.watches.protocols import held_by, put
from loslaten.watches.sync import sync
from loslaten_core.haptics import cue as cues
from loslaten_core.link.wire import WireError
from loslaten_core.practice import event

NOW_MS = 1_795_210_200_000


class Hand:
    """A hand on the button of a wrist, whose wall clock stands still unless it is moved."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.wrist = Wrist(b"a wrist!", "Pols", monotonic_s=lambda: self.now_s)
        self.felt: list[tuple[int, str]] = []
        self.levels: list[tuple[int, int]] = []
        self.events: list[int] = []
        self.wrist.on_cue = lambda cue, _: self.felt.append((self.wrist.now_ms, cues.name(cue)))
        self.wrist.on_level = lambda level: self.levels.append((self.wrist.now_ms, level))
        self.wrist.on_event = lambda live: self.events.append(live.event)

    def wait(self, seconds: float) -> None:
        until_s = self.now_s + seconds
        while self.now_s < until_s:
            due_ms = self.wrist.advance(self.wrist.now_ms)
            step_s = until_s - self.now_s
            if due_ms is not None:
                step_s = min(step_s, max(0.001, (due_ms - self.wrist.now_ms) / 1000))
            self.now_s += step_s
        self.wrist.advance(self.wrist.now_ms)

    def make(self, gesture: str) -> None:
        began_s = self.now_s
        for at_ms, down in GESTURES[gesture]:
            self.wait(began_s + at_ms / 1000 - self.now_s)
            self.wrist.press(down)
        self.wait(0.5)


@pytest.fixture
def hand(tmp_path):
    made = Hand()
    with PracticeLog.in_folder(tmp_path) as log:
        asyncio.run(put(WristClient(made.wrist), log, find("handout"), NOW_MS, choose=True))
    return made


def test_a_whole_session_comes_home_as_any_other(hand, tmp_path):
    hand.make("hold")
    hand.wait(28 * 60)
    assert hand.events[0] == event.STARTED
    assert hand.events[-1] == event.OVER
    assert hand.levels[-1][1] == 0
    with PracticeLog.in_folder(tmp_path) as log:
        outcome = asyncio.run(sync(WristClient(hand.wrist), log, lambda: (NOW_MS, 60)))
        found = night(log)
    assert outcome.new == 2
    assert found is not None
    assert found.ending == "completed"
    assert found.session.groups_done == 17
    assert found.session.duration_ms == 1_638_000
    assert hand.wrist.confirmed == 2


def test_what_is_felt_comes_as_the_cues_say(hand):
    hand.make("hold")
    hand.wait(68)
    names = [name for _, name in hand.felt]
    assert names[:7] == ["here", "battery", "tick", "started", "ready", "tense", "release"]
    times = {name: at_ms for at_ms, name in hand.felt[:7]}
    assert times["release"] - times["tense"] == pytest.approx(2_500, abs=20)


def test_the_radio_opens_by_a_very_long_hold_and_closes_by_itself(hand):
    assert not hand.wrist.is_radio_open
    hand.make("long")
    assert hand.wrist.is_radio_open
    hand.wait(181)
    assert not hand.wrist.is_radio_open


def test_time_can_go_faster(hand):
    before_ms = hand.wrist.now_ms
    hand.wrist.speed = 60.0
    hand.now_s += 1.0
    assert hand.wrist.now_ms - before_ms == 60_000
    hand.wrist.speed = 1.0
    hand.now_s += 1.0
    assert hand.wrist.now_ms - before_ms == 61_000


def test_its_client_does_what_the_others_do(hand):
    async def talk() -> None:
        async with WristClient(hand.wrist) as client:
            first = (await client.list_protocols())[0]
            second = await client.put_protocol(find("seven").packed)
            await client.choose_protocol(second)
            assert [one.name for one in await held_by(client)] == ["handout", "seven"]
            assert (await client.status()).chosen_protocol == second
            await client.delete_protocol(first.content_id)
            assert [one.chosen for one in await held_by(client)] == [True]
            with pytest.raises(DeviceRefusedError):
                await client.get_protocol(first.content_id)
            await client.write_settings({"theme": 1, "strength_pct": 60})
            assert (await client.settings())["strength_pct"] == 60
            with pytest.raises(WireError):
                await client.write_settings({"theme": 9})
            assert await client.count(1) == 1

    asyncio.run(talk())


def test_pulses_are_those_of_the_cue(hand):
    asyncio.run(WristClient(hand.wrist).play_cue(cues.TENSE, 0, 100))
    hand.wait(2)
    onsets = [
        at_ms
        for (at_ms, level), (_, before) in zip(hand.levels, [(0, 0), *hand.levels], strict=False)
        if level > 0 and before == 0
    ]
    assert len(onsets) == 2
