# SPDX-License-Identifier: MIT
"""`loslaten measure`: answering once a week, and where the answers go."""

import csv
import io
import json

import pytest
from click.testing import CliRunner, Result

from loslaten.cli import main
from loslaten.practice_log.log import PracticeLog
from loslaten_core.journal import event
from tests.rigs.raw_records import NOW_MS, practised, raw

SLEEP = ("bed=23:10", "lights-out=23:30", "latency=25", "awake=40", "woke=6:45", "up=7:00")


def run(*arguments: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=answer)


def printed(*arguments: str, answer: str | None = None) -> str:
    told = run(*arguments, answer=answer)
    assert told.exit_code == 0, told.stderr
    return told.stdout


def test_a_score_has_the_decimal_sign_of_the_language(home):
    assert "46.7" in printed("measure", "add", "stai6", "sum=14", "--lang", "en")
    assert "46,7" in printed("measure", "add", "stai6", "sum=14", "--lang", "nl")


def test_questions_name_their_limits(home):
    told = printed("measure", "questions", "--lang", "nl")
    assert "een geheel getal van 0 tot 10; 0: ontspannen, 10: zo gespannen als het kan" in told


def test_answers_are_kept_listed_and_exported(home):
    printed("measure", "add", "week", "tension=6", "calmer=ja", "--day", "2026-11-01")
    printed("measure", "add", "stai6", "sum=14", "--day", "2026-11-02")
    printed("measure", "add", "sleep", *SLEEP, "--day", "2026-11-03")
    listed = json.loads(printed("measure", "list", "--json"))
    assert [one["instrument"] for one in listed] == ["week", "stai6", "sleep"]
    assert {one["provenance"] for one in listed} == {"self-reported"}
    assert listed[1]["scores"] == {"prorated": 46.7}
    assert "sleep efficiency 79 %" in printed("measure", "list")

    table = printed("log", "export", "--format", "csv", "--measures", "--since", "2026-11-02")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {row["instrument"] for row in rows} == {"stai6", "sleep"}
    assert {row["provenance"] for row in rows} == {"self-reported"}
    values = {(row["item"], row["is_score"]): row["value"] for row in rows}
    assert values["sum", "0"] == "14"
    assert values["efficiency", "1"] == "79"

    lines = [json.loads(one) for one in printed("log", "export", "--format", "jsonl").splitlines()]
    assert [one["instrument"] for one in lines if one["type"] == "measure"] == [
        *("week", "stai6", "sleep")
    ]


def test_one_question_after_the_other_and_once_more_where_it_was_none(home):
    told = run("measure", "add", "week", "--lang", "nl", answer="elf\n6\n\n")
    assert told.exit_code == 0, told.stderr
    assert "tension: elf is geen antwoord" in told.stderr
    (kept,) = json.loads(printed("measure", "list", "--json"))
    assert kept["answers"] == {"tension": 6}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("week", "tension=11"), "a whole number from 0 to 10"),
        (("week", "calm=yes"), "tension, calmer"),
        (("week", "tension"), "write NAME=VALUE"),
        (("week", "tension=1", "tension=2"), "each name once"),
        (("week", "tension=1", "--day", "2199-01-01"), "later than today"),
        (("sleep", *SLEEP, "woke=7:30"), "each name once"),
        (("sleep", *SLEEP[:-1], "up=6:00"), "do not follow each other"),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_kept(home, arguments, told):
    answer = run("measure", "add", *arguments)
    assert answer.exit_code != 0
    assert told in answer.stderr
    assert json.loads(printed("measure", "list", "--json")) == []


def test_with_several_persons_each_has_their_own(home):
    printed("person", "rename", "Anna")
    printed("person", "add", "Bert")
    assert run("measure", "add", "week", "tension=6").exit_code == 1
    printed("measure", "add", "week", "tension=6", "--person", "Anna")
    printed("measure", "add", "week", "tension=2", "--person", "Bert")
    (anna,) = json.loads(printed("measure", "list", "--json", "--person", "Anna"))
    assert anna["answers"] == {"tension": 6}
    table = printed("log", "export", "--format", "csv", "--measures", "--person", "Bert")
    assert [row["value"] for row in csv.DictReader(io.StringIO(table))] == ["2"]
    lines = printed("log", "export", "--format", "jsonl", "--person", "Bert").splitlines()
    told = [json.loads(one) for one in lines]
    assert [one["answers"] for one in told if one["type"] == "measure"] == [{"tension": 2}]


def test_the_report_shows_them_as_self_reported(home):
    with PracticeLog.in_folder() as log:
        watch = log.see_watch(b"watch--1", "", NOW_MS).id
        clock = event.Clock(NOW_MS, 60, 40)
        log.take_page(watch, [raw(1, practised(2), 1, 10), raw(2, clock, 1, 9_000_000)], NOW_MS)
    period = ("--since", "2026-10-01", "--until", "2026-11-27")
    for day, total in (("2026-10-05", 21), ("2026-10-12", 18), ("2026-10-12", 15)):
        printed("measure", "add", "stai6", f"sum={total}", "--day", day)
    printed("measure", "add", "week", "calmer=yes", "--day", "2026-10-12")
    printed("measure", "add", "week", "tension=9", "--day", "2026-09-30")
    told = printed("report", *period, "--lang", "en")
    section = told.partition("Self-reported\n")[2]
    assert "State anxiety (STAI-6): 70 → 50; 2 times" in section
    assert "Did breathing grow calmer while practising? 1 of 1; once" in section
    reported = json.loads(printed("report", *period, "--json"))["self_reported"]["measures"]
    assert [one["scores"] for one in reported if one["instrument"] == "stai6"] == [
        *({"prorated": 70}, {"prorated": 60}, {"prorated": 50})
    ]
    page = printed("report", *period, "--lang", "nl", "--html", "-")
    assert "Zelf gemeld" in page
    assert "70 → 50; 2 keer" in page


def test_a_file_with_a_measure_that_is_none_is_refused(home, tmp_path):
    printed("measure", "add", "week", "tension=6")
    whole = printed("log", "export", "--format", "jsonl")
    assert '"tension":6' in whole
    file = tmp_path / "changed.jsonl"
    file.write_text(whole.replace('"tension":6', '"tension":60'), encoding="utf-8")
    refused = run("log", "import", str(file))
    assert refused.exit_code == 1
    assert "week: tension is 60, not a whole number from 0 to 10" in refused.stderr
