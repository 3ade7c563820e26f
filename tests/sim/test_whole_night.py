# SPDX-License-Identifier: MIT
"""A whole night on the firmware that ships, on each board: what the demo shows must be so."""

import re
from pathlib import Path

import pytest

from loslaten import demo
from loslaten.demo import AGAIN, CUT_S, SKIP
from loslaten.pictures.night import logged
from loslaten.pictures.night.picture import draw
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.sessions import night as logged_night
from loslaten.protocols import file as protocol_file
from loslaten.sim import clock
from loslaten.sim.bedroom import set_up
from loslaten.sim.board import BOARDS
from loslaten_core.practice import event, muscles

ROOT = Path(__file__).parents[2]
HANDOUT = protocol_file.find("handout")
FEET = ("right-foot", "left-foot")


def numbers(keys):
    return {muscles.by_key(key).number for key in keys}


@pytest.fixture(scope="module", params=sorted(BOARDS))
def night(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("night") / "practice.db"
    told = []
    played = demo.play(HANDOUT, path, told.append, board=request.param)
    with PracticeLog(path) as log:
        (session,) = log.sessions()
        yield played, session, log.groups(session.id), log, told


def test_the_log_has_what_the_wearer_did(night):
    _, session, groups, _, _ = night
    assert session.ending == event.COMPLETED
    assert session.protocol_id == bytes.fromhex(HANDOUT.content_id)
    assert [group.muscle for group in groups] == list(range(1, 18))
    asked = {group.muscle for group in groups if group.asked}
    assert asked == numbers(AGAIN)
    assert {group.muscle for group in groups if group.skipped} == numbers(SKIP)
    assert {group.muscle for group in groups if group.cuts} == numbers(CUT_S)
    for group in groups:
        done = 0 if group.skipped else 3 if group.asked else 2
        assert (group.muscle, group.done) == (group.muscle, done)


def test_the_times_are_the_leaflets(night):
    _, session, groups, _, _ = night
    assert session.final_rest_ms >= 300_000
    whole = [group for group in groups if not group.cuts and not group.skipped]
    for group in whole:
        each_ms = group.tense_ms / group.done
        low_ms, high_ms = (2_000, 3_000) if group.muscle in numbers(FEET) else (5_000, 7_000)
        assert low_ms <= each_ms <= high_ms, group


def test_a_cut_tense_phase_lasted_as_long_as_the_wearer_let_it(night):
    _, _, groups, _, _ = night
    (group,) = [group for group in groups if group.cuts == 1]
    (cut_s,) = CUT_S.values()
    full_ms = 6_000
    # The wearer needs a moment to know that the cue is over, and counts from there.
    assert cut_s * 1000 <= group.tense_ms - full_ms < cut_s * 1000 + 2_000


def test_no_cue_was_late_and_nothing_was_lost(night):
    played, session, _, log, _ = night
    # The timer that plays the edges counts in whole milliseconds.
    assert session.worst_late_ms <= 1
    status = played.outcome.status
    assert (status.lost, status.summarised, status.faults) == (0, 0, 0)
    (watch,) = log.watches()
    assert log.missing(watch.id) == []
    assert log.unreadable(watch.id) == []


def test_the_steps_are_told(night):
    *_, steps = night
    told = [step.say("en") for step in steps]
    assert any("proves its key" in line for line in told)
    assert any(re.search(r"\d+ records are stored", line) for line in told)


def test_the_radio_is_silent_in_the_session():
    """From the start of the session to its end nothing at all is on the air."""
    heard = []

    async def practise():
        stage = await set_up()
        stage.radio.eavesdrop(heard.append)
        await stage.wearer.hold_long("radio")
        async with await stage.connect() as client:
            await client.put_protocol(HANDOUT.packed)
        await stage.until_radio_is_off()
        heard.clear()
        await stage.wearer.practise(17, demo.Wishes())

    clock.run(practise())
    assert heard == []


@pytest.mark.parametrize("board", sorted(BOARDS))
def test_the_same_night_gives_the_same_trace_to_the_byte(board):
    async def night():
        stage = await set_up(board, seed=7)
        await stage.wearer.hold_long("radio")
        async with await stage.connect() as client:
            await client.put_protocol(HANDOUT.packed)
        await stage.wearer.practise(17, demo.Wishes(again=frozenset({3})))
        return stage.watch.trace_bytes()

    assert clock.run(night()) == clock.run(night())


def test_the_picture_in_the_readme_is_of_this_night(tmp_path):
    path = tmp_path / "practice.db"
    played = demo.play(HANDOUT, path, lambda _line: None)
    with PracticeLog(path) as log:
        found = logged_night(log)
    assert found is not None
    picture = logged.picture(found, "en", played.seen)
    assert not picture.computed, "the log and the simulation tell the same"
    assert draw(picture) == (ROOT / "docs/images/night.svg").read_text(encoding="utf-8")
