# SPDX-License-Identifier: MIT
"""`loslaten person`, and how the other commands choose whose nights they are about."""

import json

import pytest
from click.testing import CliRunner, Result

from loslaten.cli import main
from loslaten.cli.surroundings import Surroundings
from loslaten.cues.quiz import Confusion
from loslaten.practice_log import rows
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.quizzes import Quiz, QuizLog
from loslaten_core.haptics import cue as cues
from loslaten_core.journal import event
from tests.rigs.raw_records import DAY_MS, NOW_MS, practised, raw

HOUR_MS = 3_600_000
# The evening of 2 December 2026, after all that is practised here.
LATER_MS = NOW_MS + 10 * DAY_MS


def run(*arguments: str, answer: str | None = None) -> Result:
    around = Surroundings(now=lambda: (LATER_MS, 60))
    return CliRunner().invoke(main, arguments, input=answer, obj=around)


def printed(*arguments: str) -> str:
    told = run(*arguments)
    assert told.exit_code == 0, told.stderr
    return told.stdout


@pytest.fixture
def two_watches(home):
    """Ten days on a watch, and two on another; the clock is known on both."""
    with PracticeLog.in_folder() as log:
        for serial, name, days in ((b"watch--1", "Maan", 10), (b"watch--2", "Zon", 2)):
            watch = log.see_watch(serial, name, NOW_MS).id
            raws = [raw(day + 1, practised(2), 1, day * DAY_MS + HOUR_MS) for day in range(days)]
            log.take_page(watch, raws, NOW_MS)
            log.take_page(watch, [raw(99, event.Clock(NOW_MS, 60, 40), 1, 10)], NOW_MS)
            log.add_note(
                log.last_session_id(),
                rows.Note(
                    written_utc_ms=NOW_MS, tension_before=6, tension_after=2, text=f"on {name}"
                ),
            )
    return home


@pytest.mark.usefixtures("two_watches")
def test_one_person_has_nothing_to_say():
    assert "(no name)" in printed("person", "list")
    assert len(json.loads(printed("log", "list", "--json"))) == 12
    assert "12 sessions" in printed("report") or printed("report")


@pytest.mark.usefixtures("two_watches")
def test_with_several_no_command_mixes_them():
    printed("person", "rename", "Anna")
    printed("person", "add", "Bert")
    printed("person", "hand-over", "Bert", "--watch", "Zon", "--from", "2026-01-01")
    for command in (
        ("log", "list"),
        ("log", "show"),
        ("log", "note", "--after", "3"),
        ("report",),
        *(("log", "export", "--format", kind) for kind in ("csv", "jsonl", "ical", "fhir")),
    ):
        told = run(*command)
        assert told.exit_code == 1, command
        assert "the nights of several persons" in told.stderr
        assert "say whose: --person NAME" in told.stderr
        assert "Anna" in told.stderr
        assert "Bert" in told.stderr
    assert len(json.loads(printed("log", "list", "--person", "anna", "--json"))) == 10
    berts = json.loads(printed("log", "list", "--person", "Bert", "--json"))
    assert {one["watch"]["name"] for one in berts} == {"Zon"}
    csv = printed("log", "export", "--format", "csv", "--person", "Bert")
    assert len(csv.splitlines()) == 3
    assert "Maan" not in csv
    assert "Zon" not in printed("log", "export", "--format", "fhir", "--person", "Anna")
    lines = printed("log", "export", "--format", "jsonl", "--person", "Bert")
    assert "Maan" not in lines
    assert json.loads(lines.splitlines()[0])["whole"] is False
    page = printed("report", "--person", "Bert", "--html", "-", "--since", "2026-11-01")
    assert "Bert" in page
    assert "on Maan" not in page


@pytest.mark.usefixtures("two_watches")
def test_a_hand_over_on_a_day_leaves_the_earlier_nights():
    printed("person", "rename", "Anna")
    printed("person", "add", "Bert")
    told = printed(
        *("person", "hand-over", "Bert", "--watch", "Maan", "--from", "2026-11-28"),
        *("--lang", "nl"),
    )
    assert told == "horloge Maan is van Bert sinds 2026-11-28\n"
    listed = {
        one["name"]: (one["watches"], one["nights"])
        for one in json.loads(printed("person", "list", "--json"))
    }
    # Nights at half past nine in the evening from the 22nd on.
    assert listed == {"Anna": (["Zon"], 8), "Bert": (["Maan"], 4)}


@pytest.mark.usefixtures("two_watches")
@pytest.mark.parametrize(
    ("lang", "told"),
    [("en", "is later than today, 2026-12-02"), ("nl", "is later dan vandaag, 2026-12-02")],
)
def test_a_hand_over_on_a_day_to_come_is_refused(lang, told):
    printed("person", "rename", "Anna")
    printed("person", "add", "Bert")
    before = printed("person", "list", "--json")
    from_day = ("person", "hand-over", "Bert", "--watch", "Maan", "--from")
    for day in ("2026-12-03", "2199-12-31"):
        refused = run(*from_day, day, "--lang", lang)
        assert refused.exit_code == 2
        assert f"--from {day} {told}" in refused.stderr
    assert printed("person", "list", "--json") == before
    printed(*from_day, "2026-12-02")


def test_a_night_of_an_unknown_time_is_nobodys_after_a_hand_over(home):
    with PracticeLog.in_folder() as log:
        watch = log.see_watch(b"watch--1", "Maan", NOW_MS).id
        log.take_page(watch, [raw(1, practised(2), 1, HOUR_MS)], NOW_MS)
    printed("person", "rename", "Anna")
    printed("person", "add", "Bert")
    printed("person", "hand-over", "Bert", "--watch", "Maan", "--only-here")
    told = run("log", "list", "--person", "Anna")
    assert "no session yet" in told.stdout
    assert "1 night: it is not certain whose" in told.stderr
    assert len(json.loads(printed("log", "list", "--unsure", "--json"))) == 1
    printed("person", "add", "Cas")
    told = run("doctor", "--lang", "en").stdout
    assert "Anna, Bert, Cas; of 1 night it is not certain whose" in told


@pytest.mark.usefixtures("two_watches")
def test_names_are_told_apart_and_unknown_ones_refused():
    printed("person", "rename", "Anna")
    assert "there is a person Anna already" in run("person", "add", "anna").stderr
    refused = run("log", "list", "--person", "Nobody")
    assert "there is no person Nobody" in refused.stderr
    assert "no watch Mars in the log" in run("log", "list", "--watch", "Mars").stderr


@pytest.mark.usefixtures("home")
def test_the_only_watch_of_a_log_need_not_be_named():
    with PracticeLog.in_folder() as log:
        log.see_watch(b"watch--1", "Maan", NOW_MS)
    printed("person", "rename", "Anna")
    printed("person", "add", "Bert")
    for how in (("--only-here",), ("--cleared",), ("--from", "2026-12-01")):
        assert "Maan is Bert's" in printed("person", "hand-over", "Bert", *how)


@pytest.mark.usefixtures("two_watches")
def test_forgetting_says_what_goes_and_asks():
    printed("person", "rename", "Anna")
    asked = run("person", "forget", "Anna", "--backup", "before.jsonl", answer="n\n")
    assert asked.exit_code == 1
    assert "Anna: 12 nights" in asked.stderr
    assert len(json.loads(printed("log", "list", "--json"))) == 12
    assert printed("person", "forget", "Anna", "--yes", "--lang", "nl") == "vergeten\n"
    assert json.loads(printed("log", "list", "--json")) == []
    assert "Anna" not in printed("person", "list")


@pytest.mark.parametrize("option", ["--backup", "--sealed"])
@pytest.mark.usefixtures("two_watches")
def test_a_copy_on_standard_output_is_all_that_is_printed_there(option):
    printed("person", "rename", "Anna")
    phrase = "a long enough phrase"
    forgotten = run("person", "forget", "--yes", option, "-", answer=f"{phrase}\n{phrase}\n")
    assert forgotten.exit_code == 0, forgotten.stderr
    assert not forgotten.stdout_bytes.endswith(b"forgotten\n")
    assert "forgotten" in forgotten.stderr


@pytest.mark.usefixtures("two_watches")
def test_a_passphrase_is_asked_for_twice_in_the_language_that_is_spoken(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    printed("person", "rename", "Anna")
    typed = "een lange zin\neen andere zin\neen lange zin\neen lange zin\n"
    sealed = run(
        *("person", "forget", "--yes", "--sealed", "anna.age", "--lang", "nl"), answer=typed
    )
    assert sealed.exit_code == 0, sealed.stderr
    assert sealed.stderr.count("wachtzin") == 4
    assert sealed.stderr.count("die twee zijn niet gelijk") == 1
    assert "Repeat" not in sealed.stderr
    assert "Error" not in sealed.stderr


@pytest.mark.usefixtures("two_watches")
def test_two_copies_on_one_standard_output_are_refused():
    refused = run("person", "forget", "--yes", "--backup", "-", "--sealed", "-")
    assert refused.exit_code == 2
    assert len(json.loads(printed("log", "list", "--json"))) == 12


@pytest.mark.usefixtures("two_watches")
def test_devices_and_doctor_know_whose_a_watch_is():
    assert [one["person"] for one in json.loads(printed("devices", "list", "--json"))] == [
        None,
        None,
    ]
    assert "one, without a name" in run("doctor", "--lang", "en").stdout
    printed("person", "rename", "Anna")
    printed("person", "add", "Bert")
    printed("person", "hand-over", "Bert", "--watch", "Zon", "--from", "2026-01-01")
    listed = {
        one["name"]: one["person"]["name"]
        for one in json.loads(printed("devices", "list", "--json"))
    }
    assert listed == {"Maan": "Anna", "Zon": "Bert"}
    assert "Bert" in printed("devices", "list")
    assert "Anna, Bert" in run("doctor", "--lang", "en").stdout
    with PracticeLog.in_folder() as log:
        log.see_watch(b"watch--3", "Mars", NOW_MS)
    told = run("doctor", "--lang", "nl").stdout
    assert "horloge Mars is van niemand" in told
    assert "loslaten person hand-over NAAM --watch Mars" in told


@pytest.mark.usefixtures("two_watches")
def test_the_results_of_a_quiz_are_those_of_one_person_and_watch():
    printed("person", "rename", "Anna")
    printed("person", "add", "Bert")
    printed("person", "hand-over", "Bert", "--watch", "Zon", "--from", "2026-01-01")
    with PracticeLog.in_folder() as log:
        numbers = {one.name: one.id for one in log.watches()}
    with QuizLog.in_folder() as log:
        for name, seed in (("Maan", 1), ("Zon", 2)):
            taken = Quiz(
                taken_utc_ms=NOW_MS,
                theme="standard",
                strength_pct=100,
                seed=seed,
                confusion=Confusion({(cues.END, cues.END): 1}),
            )
            log.keep(numbers[name], taken)

    def seeds(*arguments: str) -> list[int]:
        told = json.loads(printed("cue", "quiz", "--results", "--json", *arguments))
        return [one["seed"] for one in told]

    told = run("cue", "quiz", "--results")
    assert told.exit_code == 1
    assert "say whose: --person NAME" in told.stderr
    assert seeds("--person", "Anna") == [1]
    assert seeds("--person", "Bert") == [2]
    assert seeds("--person", "Bert", "--watch", "Maan") == []
