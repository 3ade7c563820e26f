# SPDX-License-Identifier: MIT
"""The desk of a practice: who stands first and why, and the same figures as in each report."""

import json
import random
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.desk.case import Reason
from loslaten.desk.reading import desk
from loslaten.desk.words import REASONS
from loslaten.practice_log.caseload import CaseloadLog
from loslaten.practice_log.choice import Choice
from loslaten.practice_log.days import Period, Span
from loslaten.report import attention, reading
from loslaten.report.figures import compute
from loslaten.report.period import period_of
from loslaten.watches import wallclock
from tests.rigs import eight_weeks, kept_log, seven_persons

NAMES = {
    "Anna": (),
    "Bert": (Reason.WORSE,),
    "Cato": (Reason.STOPPED,),
    "Dirk": (Reason.NOT_BEGUN,),
    "Els": (Reason.LITTLE,),
    "Frits": (Reason.SILENT,),
    "Guus": (Reason.PLAN_OVER,),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("practice")
    with CaseloadLog.in_folder(made) as log:
        seven_persons.fill(log)
    return made


def test_who_needs_a_call_stands_first_with_why(folder):
    with CaseloadLog.in_folder(folder) as log:
        cases = desk(log, seven_persons.TODAY, seven_persons.ZONE_MIN)
    assert {case.person.name: case.reasons for case in cases} == NAMES
    order = [case.person.name for case in cases]
    assert order == ["Bert", "Cato", "Dirk", "Els", "Frits", "Guus", "Anna"]
    by_name = {case.person.name: case for case in cases}
    assert by_name["Cato"].adherence.persistence_days == 39
    assert by_name["Anna"].adherence.implementation == 13 / 16
    assert by_name["Els"].adherence.implementation == 4 / 16
    assert by_name["Dirk"].adherence.initiated is None
    assert by_name["Frits"].told_until < seven_persons.TODAY
    assert by_name["Guus"].watches == ("of Guus",)


def test_what_was_done_is_counted_where_the_watch_told_long_ago(tmp_path):
    with CaseloadLog.in_folder(tmp_path) as log:
        seven_persons.fill(log)
        later = seven_persons.TODAY + timedelta(days=50)
        cases = {one.person.name: one for one in desk(log, later, seven_persons.ZONE_MIN)}
    assert cases["Anna"].adherence.implementation == 13 / 16


def test_of_one_reason_who_was_quiet_for_longest_stands_first(tmp_path):
    with CaseloadLog.in_folder(tmp_path) as log:
        seven_persons.fill(log)
        for name in ("Cato", "Dirk"):
            log.forget_person(log.person(name).id)
        later = seven_persons.TODAY.replace(month=12, day=31)
        silent = [
            case.person.name
            for case in desk(log, later, seven_persons.ZONE_MIN)
            if case.reasons[:1] == (Reason.SILENT,)
        ]
    assert silent == ["Frits", "Anna"]


@pytest.mark.parametrize("fill", [eight_weeks.fill, kept_log.fill, seven_persons.fill])
def test_what_is_worth_a_look_is_what_each_report_says(tmp_path, fill):
    with CaseloadLog.in_folder(tmp_path) as log:
        fill(log)
        shuffled = random.Random(3)
        for session in log.sessions():
            if shuffled.random() < 0.3:
                log.delete_sessions([session.id])
        for case in desk(log, eight_weeks.LAST, 60):
            choice = Choice(person_id=case.person.id)
            period: Period = period_of(log, choice, None, None, eight_weeks.LAST)
            taken = reading.taken(log, replace(choice, days=Span(period.first, period.last)))
            figures = compute(taken, period, log.group_sums)
            assert case.flags == attention.flags(figures)
            assert case.sessions == len(figures.entries)
            told = log.told_days(choice)
            # A report counts only watches that were practised with.
            if told is not None:
                assert case.told_until == told[1]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_table_says_it_in_both_languages(folder, monkeypatch, lang):
    monkeypatch.setattr(wallclock, "now", lambda: (seven_persons.NOW_MS, seven_persons.ZONE_MIN))
    told = CliRunner().invoke(main, ("desk", "--lang", lang, "--data", str(folder)))
    assert told.exit_code == 0, told.stderr
    for reasons in NAMES.values():
        for reason in reasons:
            assert REASONS[reason].say(lang) in told.stdout
    assert {"nl": "13 van 16 (81\u00a0%)", "en": "13 of 16 (81\u00a0%)"}[lang] in told.stdout
    assert {"nl": "39 dagen, gestopt", "en": "39 days, stopped"}[lang] in told.stdout


def test_as_json_days_are_plain_and_shares_are_numbers(folder):
    told = CliRunner().invoke(main, ("desk", "--json", "--data", str(folder)))
    cases = {one["person"]["name"]: one for one in json.loads(told.stdout)}
    assert cases["Cato"]["persistence"]["days"] == 39
    assert cases["Bert"]["look"][0]["kind"] == "worse"
    assert cases["Anna"]["implementation"]["share"] == 0.8125


def test_a_log_of_nobody_in_particular_has_a_desk_too(tmp_path):
    told = CliRunner().invoke(main, ("desk", "--lang", "en", "--data", str(tmp_path)))
    assert told.exit_code == 0
    assert "(no name)" in told.stdout
    assert "no plan" in told.stdout
