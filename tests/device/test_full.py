# SPDX-License-Identifier: MIT
"""A watch whose journal fills up: the wearer is told in time, and the laptop what was lost."""

import asyncio

import pytest

from loslaten.cli.sync import _troubles
from loslaten.cues.motor_model import model_of
from loslaten.practice_log.log import PracticeLog
from loslaten.sim.bedroom import laptop_clock
from loslaten.sim.body.recogniser import Heard
from loslaten.sim.body.skin import Skin
from loslaten.watches.sync import sync
from loslaten_core.haptics import cue as cues
from loslaten_core.haptics import motor
from loslaten_core.haptics.theme import STANDARD
from loslaten_core.journal import record
from loslaten_core.journal.log import SYNC_ME_PCT
from tests.rigs.room import PROTOCOL, live, nights_in_flash, of_kind

MANY = 2_000


def filled(level_pct):
    return PROTOCOL | nights_in_flash(MANY, lambda journal: journal.level_pct >= level_pct)


def told_of(outcome):
    return "\n".join(trouble.say("en") for trouble in _troubles(outcome))


def answers(flash, sync_first=None):
    """Pulses after a press on a watch with this flash."""
    felt: list[Heard] = []

    async def story(room):
        Skin(room.watch, model_of(motor.ERM), STANDARD, felt.append)
        if sync_first is not None:
            await sync_first(room)
            await asyncio.sleep(3)
            felt.clear()
        await room.hold(0.1)
        await asyncio.sleep(10)

    live(story, flash=flash)
    return [heard.cue for heard in felt]


@pytest.mark.parametrize(
    ("level_pct", "is_told"), [(SYNC_ME_PCT - 9, False), (SYNC_ME_PCT, True), (100, True)]
)
def test_from_80_percent_on_a_press_is_answered_with_sync_me(level_pct, is_told):
    told = answers(filled(level_pct))
    assert told
    assert (cues.SYNC in told) is is_told


def test_after_a_sync_it_is_not(tmp_path):
    async def bring(room):
        await room.open_radio()
        with PracticeLog(tmp_path / "log.db") as log:
            async with await room.connect() as client:
                await sync(client, log, laptop_clock)

    assert cues.SYNC not in answers(filled(SYNC_ME_PCT), bring)


def test_what_found_no_room_is_summarised_then_counted_and_the_laptop_says_so(tmp_path):
    outcomes = []

    async def story(room):
        for _ in range(2):
            await room.practise()
        await room.open_radio()
        with PracticeLog(tmp_path / "log.db") as log:
            for _ in range(2):
                async with await room.connect() as client:
                    outcomes.append(await sync(client, log, laptop_clock))
        await room.practise()

    def is_full(journal):
        return journal.summarised >= 1

    watch = live(story, flash=PROTOCOL | nights_in_flash(MANY, is_full))
    first, again = outcomes
    told = told_of(first)
    assert f"of {first.status.summarised} sessions it kept the sums only" in told
    assert first.status.summarised >= 2
    assert first.status.lost_events > 0, "the start of this watch was not kept"
    assert "1 note beside sessions is lost" in told
    assert again.status.lost_events == first.status.lost_events + 1, "the time that was set"
    # With room again, after the confirm, sessions are whole.
    assert of_kind(watch, record.SUMMARY)
    assert len(of_kind(watch, record.SESSION)[-1].groups) == 3


def test_sessions_that_are_lost_are_counted_and_told(tmp_path):
    outcomes = []

    async def story(room):
        await room.practise()
        await room.open_radio()
        with PracticeLog(tmp_path / "log.db") as log:
            async with await room.connect() as client:
                outcomes.append(await sync(client, log, laptop_clock))

    live(story, flash=PROTOCOL | nights_in_flash(MANY, lambda journal: journal.lost > 0))
    (outcome,) = outcomes
    assert outcome.status.lost == 2
    assert "2 sessions are lost" in told_of(outcome)
    with PracticeLog(tmp_path / "log.db") as log:
        (watch,) = log.watches()
        assert [loss.lost for loss in log.losses(watch.id)] == [2]
        assert log.missing(watch.id) == []
