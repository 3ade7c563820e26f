# SPDX-License-Identifier: MIT
"""Taps by day in a report: counts of each day, of the person whose watch it was then."""

import json
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.practice_log.choice import Choice
from loslaten.practice_log.days import Span
from loslaten.practice_log.log import PracticeLog
from loslaten_core.journal import event
from tests.rigs.raw_records import DAY_MS, NOW_MS, practised, raw

TODAY = date(2026, 11, 22)
EPOCH = date(1970, 1, 1)
# Of each of the last days: taps, answered, silenced, reminded.
DAYS = ((5, 3, False, True), (2, 0, True, False), (5, 5, False, True))


def counted(day: date, taps: int, noticed: int, silenced: bool, reminded: bool) -> event.Day:
    one = event.Day((day - EPOCH).days)
    one.taps, one.noticed, one.silenced, one.reminded = taps, noticed, silenced, reminded
    return one


def days_of(number: int, first: int = 3) -> list[bytes]:
    """Records of these days, from `first` days before today on, and a session."""
    told = [
        raw(number + place, counted(TODAY - timedelta(days=first - place), *one), 1, place + 1)
        for place, one in enumerate(DAYS)
    ]
    return [*told, raw(number + 9, practised(2), 1, 900_000)]


@pytest.fixture
def log(home):
    with PracticeLog.in_folder() as log:
        watch = log.see_watch(b"watch--1", "Maan", NOW_MS).id
        log.take_page(watch, days_of(1), NOW_MS)
        log.take_page(watch, [raw(99, event.Clock(NOW_MS, 60, 40), 1, 999_000)], NOW_MS)
        yield log


def printed(*arguments: str) -> str:
    told = CliRunner().invoke(main, arguments)
    assert told.exit_code == 0, told.stderr
    return told.stdout


def test_each_day_is_told_in_json(log):
    log.close()
    told = json.loads(printed("report", "--json", "--since", "2026-11-16"))["taps_by_day"]
    days = [(one["taps"], one["done"], one["silenced"], one["reminded"]) for one in told]
    assert days == list(DAYS)
    assert [one["day"] for one in told] == ["2026-11-19", "2026-11-20", "2026-11-21"]
    later = json.loads(printed("report", "--json", "--since", "2026-11-21"))["taps_by_day"]
    assert [one["day"] for one in later] == ["2026-11-21"]


@pytest.mark.parametrize(
    ("lang", "plain", "heading"),
    [
        ("en", "Taps by day: 12 taps, 8 done, silenced on 1 day", "Taps by day"),
        ("nl", "Tikken overdag: 12 tikken, 8 gedaan, op 1 dag stilgezet", "Tikken overdag"),
    ],
)
def test_a_report_tells_them_in_both_languages(log, tmp_path, lang, plain, heading):
    log.close()
    assert plain in printed("report", "--lang", lang, "--since", "2026-11-16")
    file = tmp_path / "report.html"
    printed("report", "--lang", lang, "--since", "2026-11-16", "--html", str(file))
    page = file.read_text("utf-8")
    assert f'<div class="name">{heading} <small>' in page
    assert "<span>8</span>" in page
    assert "<span>12</span>" in page
    assert plain.partition(": ")[2] in page


def test_who_has_no_taps_reads_nothing_of_them(home):
    with PracticeLog.in_folder() as log:
        watch = log.see_watch(b"watch--1", "Maan", NOW_MS).id
        log.take_page(watch, [raw(1, practised(2), 1, 900_000)], NOW_MS)
        log.take_page(watch, [raw(99, event.Clock(NOW_MS, 60, 40), 1, 999_000)], NOW_MS)
    assert "Taps by day" not in printed("report")


def test_a_day_is_that_of_the_person_who_had_the_watch(log):
    first = log.persons()[0].id
    second = log.add_person("Bert", NOW_MS).id
    watch = log.watches()[0].id
    noon_ms = (TODAY - EPOCH).days * DAY_MS - 2 * DAY_MS + DAY_MS // 2
    log.hand_over(watch, second, noon_ms - 3 * DAY_MS)
    assert [one.taps for one in log.tap_days(Choice(person_id=second))] == [5, 2, 5]
    assert log.tap_days(Choice(person_id=first)) == []
    # All three days are so near to this that they may have been before it, or after.
    log.hand_over(watch, first, noon_ms)
    assert [one.taps for one in log.tap_days(Choice(person_id=second))] == []
    assert log.tap_days(Choice(person_id=first)) == []
    assert len(log.tap_days(Choice())) == len(DAYS)


def test_a_day_that_came_while_the_laptop_s_clock_was_set_back_is_told(log):
    """The watch says which day it was."""
    other = log.see_watch(b"watch--2", "Zon", NOW_MS).id
    log.take_page(other, days_of(1), NOW_MS - 400 * DAY_MS)
    told = log.tap_days(Choice(watch_id=other, days=Span(TODAY - timedelta(days=7), TODAY)))
    assert [one.taps for one in told] == [5, 2, 5]


def test_records_of_one_day_add_up(log):
    other = log.see_watch(b"watch--2", "Zon", NOW_MS).id
    log.take_page(other, days_of(1, first=2), NOW_MS)
    told = log.tap_days(Choice(days=Span(TODAY - timedelta(days=2), TODAY)))
    assert [(one.taps, one.noticed, one.silenced) for one in told] == [
        (7, 3, True),
        (7, 5, True),
        (5, 5, False),
    ]
    only = log.tap_days(Choice(watch_id=other))
    assert [one.taps for one in only] == [5, 2, 5]
