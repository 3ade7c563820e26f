# SPDX-License-Identifier: MIT
"""`loslaten sync`, twice, with a watch that has been full."""

import pytest

from loslaten.practice_log.log import PracticeLog
from loslaten.sim import bedroom as simulated
from loslaten_core.journal.marks import NAMES, Marks
from tests.rigs.bedroom import Bedroom
from tests.rigs.raw_records import practised, raw
from tests.rigs.room import nights_in_flash
from tests.rigs.visits import visited


@pytest.fixture
def full(home, monkeypatch):
    """A bedroom whose watch has three nights left of those that it recorded."""
    files = nights_in_flash(3)
    marks = Marks()
    marks.boot, marks.summarised, marks.lost, marks.lost_events = 3, 4, 2, 7
    files |= {f"/data/journal/{name}": marks.encode() for name in NAMES}
    deployed = simulated.deployed
    monkeypatch.setattr(simulated, "deployed", lambda board: deployed(board) | files)
    room = Bedroom()
    room.open_radio()
    yield room
    room.close()


def test_a_watch_that_has_been_full_is_synced_again_and_again(full: Bedroom):
    first = full.parsed("sync")
    assert len(first["new_sessions"]) == 3
    assert (first["sessions_summarised"], first["sessions_lost"]) == (4, 2)
    again = full.printed("sync")
    assert again.startswith("no new session; ")
    assert "2 sessions are lost; sync more often" in again
    with PracticeLog.in_folder() as log:
        log.check()
        (loss,) = log.losses(1)
        assert (loss.summarised, loss.lost, loss.lost_events) == (4, 2, 7)
        assert log.count_sessions() == 3


def test_a_second_watch_is_asked_about_once(full: Bedroom):
    """A night of the first one that another process brings home meanwhile is not of this sync."""

    def bring_one_home() -> None:
        with PracticeLog.in_folder() as log:
            log.take_page(1, [raw(1, practised())], 1)

    with PracticeLog.in_folder() as log:
        log.see_watch(b"watch--1", "Maan", 1)
    with visited(bring_one_home, 6):
        first = full.printed("sync")
    with PracticeLog.in_folder() as log:
        assert log.count_sessions() == 4
    assert "3 new sessions; " in first
    assert "is new here, and counts as the same person's; if it is somebody else's" in first
    assert "is new here" not in full.printed("sync")


def test_a_watch_of_which_it_is_not_known_whose_it_is_is_asked_about(full: Bedroom):
    with PracticeLog.in_folder() as log:
        log.see_watch(b"watch--1", "Maan", 1)
        log.add_person("Bert", 1)
    assert "van wie is horloge" in full.printed("sync", "--lang", "nl")
    with PracticeLog.in_folder() as log:
        assert {one.person_id for one in log.sessions()} == {None}
