# SPDX-License-Identifier: MIT
"""A report is of one moment of the log, whatever another process deletes meanwhile."""

import pytest
from click.testing import CliRunner

import loslaten.desk.reading as desk_reading
import loslaten.report.reading as report_reading
from loslaten.cli import main
from loslaten.practice_log.log import PracticeLog
from tests.rigs.raw_records import NOW_MS, SERIAL, pages


@pytest.mark.parametrize(
    ("command", "room", "step"),
    [("report", report_reading, "taken"), ("desk", desk_reading, "entries_of")],
)
def test_what_goes_in_the_middle_is_in_all_of_it(home, monkeypatch, command, room, step):
    with PracticeLog.in_folder() as log:
        watch_id = log.see_watch(SERIAL, "nightstand", NOW_MS).id
        log.take_page(watch_id, pages(3, 10)[0], NOW_MS)
    undisturbed = told(command)
    taken = getattr(room, step)

    def taken_and_then_deleted(log, choice):
        found = taken(log, choice)
        with PracticeLog.in_folder() as another:
            another.delete_sessions([one.id for one in another.sessions()])
        return found

    monkeypatch.setattr(room, step, taken_and_then_deleted)
    assert told(command) == undisturbed
    monkeypatch.undo()
    with PracticeLog.in_folder() as log:
        assert log.count_sessions() == 0


def told(command):
    done = CliRunner().invoke(main, [command, "--json"])
    assert done.exit_code == 0, done.output
    return done.stdout
