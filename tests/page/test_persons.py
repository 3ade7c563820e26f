# SPDX-License-Identifier: MIT
"""Several persons at one computer: no part of the page mixes them."""

from datetime import datetime

import pytest

from loslaten.cues.quiz import Confusion
from loslaten.link.addresses import Addresses
from loslaten.link.keys import KeyStore
from loslaten.page.kept import Kept, LastTold
from loslaten.page.world import World
from loslaten.practice_log import rows
from loslaten.practice_log.backup import read as backup
from loslaten.practice_log.backup import write
from loslaten.practice_log.backup.restore import restore
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.quizzes import Quiz, QuizLog
from loslaten.programme import rules
from loslaten.protocols.file import find
from loslaten.watches.wallclock import now
from loslaten_core.haptics import cue as cues
from tests.page.served import served
from tests.programme.test_cli_programme import DAY_MS, night

WATCHES = {"Anna": b"watch-A!", "Bram": b"watch-B!"}
NIGHTS = {"Anna": rules.STAGE_DAYS, "Bram": 3}
NOTES = {"Anna": "kuit doet pijn", "Bram": "sliep meteen"}


@pytest.fixture
def server(tmp_path):
    """The page over a log of two: Anna's fortnight of nights, and Bram's three."""
    utc_ms, zone_min = now()
    file = find("handout")
    with PracticeLog.in_folder(tmp_path / "data") as log:
        log.keep_protocol(file.packed, file.texts, utc_ms)
        (first,) = log.persons()
        log.rename_person(first.id, "Anna")
        persons = {"Anna": first.id, "Bram": log.add_person("Bram", utc_ms).id}
        for name, serial in WATCHES.items():
            watch = log.see_watch(serial, f"van {name}", utc_ms).id
            log.hand_over(watch, persons[name], 0)
            nights = [night(number, ()) for number in range(1, NIGHTS[name] + 1)]
            log.take_page(watch, nights, utc_ms)
            anchor = rows.AnchorRow(
                boot=1,
                uptime_ms=(NIGHTS[name] + 1) * DAY_MS,
                utc_ms=utc_ms,
                zone_min=zone_min,
                error_ms=100,
            )
            log.add_anchor(watch, anchor)
        for session in log.sessions():
            name = "Anna" if session.person_id == persons["Anna"] else "Bram"
            log.add_note(session.id, note(NOTES[name], utc_ms))
    with QuizLog.in_folder(tmp_path / "data") as quizzes:
        for number, right in enumerate((15, 4), 1):
            quizzes.keep(number, quiz(utc_ms + 1, right))
    with served(tmp_path / "data") as running:
        running.enter()
        yield running, persons


def note(text, utc_ms):
    return rows.Note(
        written_utc_ms=utc_ms, tension_before=None, tension_after=None, text=text, calmer=None
    )


def quiz(utc_ms, right):
    confusion = Confusion()
    for place in range(15):
        played = cues.MEANINGS[place % len(cues.MEANINGS)]
        other = cues.MEANINGS[(place + 1) % len(cues.MEANINGS)]
        confusion.add(played, played if place < right else other)
    return Quiz(
        taken_utc_ms=utc_ms, theme="standard", strength_pct=100, seed=1, confusion=confusion
    )


def as_person(server, number):
    assert server.ask("POST", "/person", {"person": str(number), "back": "/today"}).status == 303


@pytest.mark.parametrize(("name", "other"), [("Anna", "Bram"), ("Bram", "Anna")])
def test_every_part_of_the_page_is_of_the_person_that_was_chosen(server, name, other):
    page, persons = server
    as_person(page, persons[name])
    today = page.ask("GET", "/today").text
    assert NOTES[name] in today
    assert f"Op {NIGHTS[name]} van " in today, "the calendar"
    assert "alle spiergroepen, sinds " in today
    assert f"{NIGHTS[name]} oefeningen." in today, "the programme"
    assert ("Verder naar zeven spiergroepen?" in today) == (name == "Anna")
    report = page.ask("GET", "/report/page").text
    assert NOTES[name] in report
    assert f"{NIGHTS[name]} oefeningen" in report, "the programme in the report"
    feel = page.ask("GET", "/feel").text
    assert ("15 van 15 goed" in feel) == (name == "Anna")
    exported = page.ask("GET", "/report/export/csv").text
    assert exported.count("\n") == NIGHTS[name] + 1
    for path in ("/today", "/report/page", "/report/export/jsonl", "/feel", "/watch"):
        text = page.ask("GET", path).text
        assert NOTES[other] not in text, path


def test_a_backup_is_of_everybody_and_a_person_s_export_says_that_it_is_not(server, tmp_path):
    page, persons = server
    as_person(page, persons["Bram"])
    report = page.ask("GET", "/report").text
    assert 'href="/report/export/jsonl" download>Alleen van deze persoon (JSON Lines)<' in report
    assert 'href="/report/export/backup" download>Alles van iedereen, als reservekopie<' in report
    kept = tmp_path / "backup.jsonl"
    kept.write_text(page.ask("GET", "/report/export/backup").text, "utf-8")
    with WholeLog.in_folder(tmp_path / "again") as log:
        backup.take(kept, log)
        assert {one.name for one in log.persons()} == set(persons)
        assert len(log.sessions()) == sum(NIGHTS.values())


def test_a_night_of_somebody_else_is_not_there(server):
    page, persons = server
    as_person(page, persons["Bram"])
    nights = page.ask("GET", "/report/export/csv").text
    with_anna = [
        page.ask("GET", f"/nights/{number}").status
        for number in range(1, sum(NIGHTS.values()) + 1)
    ]
    assert with_anna.count(200) == NIGHTS["Bram"]
    assert with_anna.count(422) == NIGHTS["Anna"]
    assert page.ask("POST", "/nights/1/rate", {"before": "3"}).status == 422
    assert page.ask("POST", "/nights/1/note", {"text": "van Bram"}).status == 422
    assert page.ask("GET", "/report/export/csv").text == nights


def test_answers_are_of_the_person_whose_page_they_were_given_on(server, tmp_path):
    """Another window shows somebody else by then."""
    page, persons = server
    as_person(page, persons["Anna"])
    said = page.form("/measures", "/measures/week") | {"tension": "6", "calmer": "yes"}
    as_person(page, persons["Bram"])
    assert page.ask("POST", "/measures/week", said).status == 303
    with PracticeLog.in_folder(tmp_path / "data") as log:
        assert len(log.measures(persons["Anna"])) == 1
        assert log.measures(persons["Bram"]) == []
        log.forget_person(persons["Anna"])
    assert page.ask("POST", "/measures/week", said).status != 303
    with PracticeLog.in_folder(tmp_path / "data") as log:
        assert log.measures(persons["Bram"]) == []


def test_a_plan_is_of_the_person_whose_page_it_was_taken_on(server):
    page, persons = server
    as_person(page, persons["Anna"])
    assert page.form("/plan", "/plan") == {"whose": str(persons["Anna"])}


def test_a_yes_is_that_of_the_person_that_was_chosen(server, tmp_path):
    page, persons = server
    as_person(page, persons["Anna"])
    of_anna = page.form("/today", "/proposal") | {"answer": "later"}
    as_person(page, persons["Bram"])
    page.ask("POST", "/proposal", of_anna)
    page.ask("POST", "/proposal", of_anna | {"whose": str(persons["Bram"])})
    with PracticeLog.in_folder(tmp_path / "data") as log:
        assert log.decisions(persons["Anna"]) == []
        assert log.decisions(persons["Bram"]) == []
    as_person(page, persons["Anna"])
    page.ask("POST", "/proposal", of_anna)
    with PracticeLog.in_folder(tmp_path / "data") as log:
        (kept,) = log.decisions(persons["Anna"])
    assert kept.decision == "later"
    today = page.ask("GET", "/today").text
    assert "verder naar zeven spiergroepen: nu niet" in today
    assert "verder naar zeven spiergroepen: nu niet" in page.ask("GET", "/report/page").text
    as_person(page, persons["Bram"])
    assert "nu niet" not in page.ask("GET", "/report/page").text


@pytest.mark.parametrize(("name", "other"), [("Anna", "Bram"), ("Bram", "Anna")])
def test_the_watch_that_is_forgotten_is_that_of_the_person_that_was_chosen(
    server, tmp_path, name, other
):
    running, persons = server
    keys = KeyStore(tmp_path / ".local/state/loslaten/keys.json")
    for serial in WATCHES.values():
        keys.put(serial, bytes(32))
    Addresses.beside(keys.path).remember(WATCHES[name], "where it was met")
    as_person(running, persons[name])
    assert running.ask("POST", "/watch/forget", {"sure": "yes"}).status == 303
    assert keys.watch_ids() == [WATCHES[other]]
    assert Addresses.beside(keys.path).get(WATCHES[name]) is None
    with PracticeLog.in_folder(tmp_path / "data") as log:
        assert [row.serial for row in log.watches()] == [WATCHES[other]]


def test_whom_nobody_knows_changes_nothing(server):
    page, persons = server
    as_person(page, persons["Bram"])
    for nobody in ("", "99", "x", "-1"):
        as_person(page, nobody)
    assert NOTES["Bram"] in page.ask("GET", "/today").text


def test_who_was_chosen_stays_chosen_where_a_restore_gives_their_number_to_another(
    server, tmp_path
):
    page, persons = server
    as_person(page, persons["Bram"])
    kept = tmp_path / "backup.jsonl"
    with WholeLog.in_folder(tmp_path / "data") as log:
        kept.write_text("".join(write.write(log)), "utf-8")
    with WholeLog.in_folder(tmp_path / "elsewhere") as log:
        log.rename_person(log.persons()[0].id, "Carl")
        assert log.add_person("Dora", now()[0]).id == persons["Bram"]
        backup.take(kept, log)
        kept.write_text("".join(write.write(log)), "utf-8")
    restore(kept, tmp_path / "data", datetime.now())
    with PracticeLog.in_folder(tmp_path / "data") as log:
        named = {one.id: one.name for one in log.persons()}
    assert named[persons["Bram"]] != "Bram"
    assert NOTES["Bram"] in page.ask("GET", "/today").text


def test_the_programme_goes_on_for_who_is_left(server, tmp_path):
    page, persons = server
    with PracticeLog.in_folder(tmp_path / "data") as log:
        log.forget_person(persons["Anna"])
    assert f"{NIGHTS['Bram']} oefeningen." in page.ask("GET", "/today").text


def test_what_the_watch_of_a_forgotten_person_told_goes_with_them(server, tmp_path):
    page, persons = server
    kept = tmp_path / "data" / "page"
    with PracticeLog.in_folder(tmp_path / "data") as log:
        codes = {one.name: one.code.hex() for one in log.persons()}
        for code in codes.values():
            (kept / f"watch-{code}.json").write_text('{"name": "van iemand"}')
        page.ask("GET", "/today")
        assert len(list(kept.glob("watch-*.json"))) == 2
        log.forget_person(persons["Anna"])
    page.ask("GET", "/today")
    assert [one.name for one in kept.glob("watch-*.json")] == [f"watch-{codes['Bram']}.json"]


def test_what_the_only_persons_watch_told_goes_with_them(tmp_path):
    """Whoever is left, or comes next, is shown nothing of it."""
    kept = Kept(tmp_path / "data" / "page")
    told = LastTold(name="van Anna", at_utc_ms=1)
    with PracticeLog.in_folder(tmp_path / "data") as log:
        (first,) = log.persons()
        world = World(tmp_path / "data", lambda: None, now)
        world.keep_told(told)
        log.rename_person(first.id, "Anna")
        assert world.last_told == told
        bram = log.add_person("Bram", 1)
        assert world.last_told == told
        log.forget_person(first.id)
        assert world.person is None
        assert world.last_told == LastTold()
        world.keep_told(told)
        log.forget_person(bram.id)
        assert world.last_told == LastTold()
    assert not list(kept._folder.glob("watch*"))
