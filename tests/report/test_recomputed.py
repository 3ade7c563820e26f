# SPDX-License-Identifier: MIT
"""Each person's report says what their own CSV says, recomputed without any code of Loslaten's."""

import json
from datetime import date
from random import Random

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.practice_log.log import PracticeLog
from tests.report.recomputed import figures
from tests.rigs import eight_weeks, seven_persons

FIRST, LAST = date(2026, 9, 28), date(2026, 11, 22)
PERIOD = ("--since", str(FIRST), "--until", str(LAST))


def printed(*arguments: str) -> str:
    told = CliRunner().invoke(main, arguments)
    assert told.exit_code == 0, told.stderr
    return told.stdout


@pytest.fixture
def folder(tmp_path):
    """Seven persons, of whom two have exchanged watches on a day; and one of eight weeks."""
    with PracticeLog.in_folder(tmp_path) as log:
        seven_persons.fill(log)
        random = Random(7)
        for watch in log.watches()[:3]:
            to = random.choice(log.persons())
            log.hand_over(watch.id, to.id, seven_persons.NOW_MS - 30 * seven_persons.DAY_MS)
    return tmp_path


def both(folder, *whose: str) -> tuple[dict, dict]:
    data = ("--data", str(folder))
    told = json.loads(printed("report", "--json", *PERIOD, *whose, *data))
    table = printed("log", "export", "--format", "csv", *whose, *data)
    return told, figures(table, FIRST, LAST)


def agree(told: dict, again: dict) -> None:
    reported = told["self_reported"]
    assert {
        "sessions": told["sessions"],
        "endings": told["endings"],
        "practised_ms": told["practised_ms"],
        "days": sorted(told["days"]),
        "rated": reported["sessions_rated"],
        "before": reported["tension_before_median"],
        "after": reported["tension_after_median"],
        "repeats": told["repeats_median"],
    } == again


def test_each_persons_report_is_that_of_their_own_nights(folder):
    sums = []
    for name in seven_persons.PERSONS:
        with PracticeLog.in_folder(folder) as log:
            if not log.count_sessions(_choice(log, name), most=1):
                continue
        told, again = both(folder, "--person", name)
        agree(told, again)
        sums.append(told["sessions"])
    assert sum(sums) > 100
    assert len(sums) >= 5


def _choice(log: PracticeLog, name: str):
    from loslaten.practice_log.choice import Choice

    return Choice(person_id=log.person(name).id)


def test_a_report_over_weeks_with_a_flat_battery_and_a_change_of_protocol(tmp_path):
    with PracticeLog.in_folder(tmp_path) as log:
        eight_weeks.fill(log)
    told, again = both(tmp_path)
    agree(told, again)
    assert told["sessions"] > 20


def test_what_was_agreed_on_is_what_the_plan_in_force_says(folder):
    data = ("--data", str(folder))
    told = json.loads(printed("report", "--json", *PERIOD, "--person", "Anna", *data))
    # Four a week, for the days that the watch has told about.
    days = date.fromisoformat(told["told"]["last"]) - date.fromisoformat(told["told"]["first"])
    assert told["sessions_agreed"] == pytest.approx(4 * (days.days + 1) / 7)
    said = ("--agreed", "7")
    more = json.loads(printed("report", "--json", *PERIOD, *said, "--person", "Anna", *data))
    assert more["sessions_agreed"] == pytest.approx(days.days + 1)
    over = json.loads(printed("report", "--json", *PERIOD, "--person", "Guus", *data))
    assert over["sessions_agreed"] is None
