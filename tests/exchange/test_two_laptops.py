# SPDX-License-Identifier: MIT
"""A plan one way and the nights the other, as the commands carry them between two laptops."""

import json
import os
import sys
import threading

import pyrage
import pytest

from loslaten.practice_log.choice import Choice
from loslaten_core.journal import event
from tests.rigs.age_file import by_passphrase
from tests.rigs.raw_records import DAY_MS, NOW_MS, raw
from tests.rigs.two_laptops import Laptop

MOON, SUN = b"watch--1", b"watch--2"
SECRET = "a secret about the neck"
PHRASE = "six words that nobody guesses"


def planned(therapist, home, name="Anna", file="anna.json", *more, at_ms=NOW_MS):
    """Write a plan, and return the path of its file."""
    path = home / file
    therapist.now_ms = at_ms
    therapist.printed(
        *("plan", "write", "--person", name, "--protocol", "handout", "--times", "5"),
        *("--until", "2026-12-31", "--writer", "M. Jansen", "--word", "Rustig aan"),
        *("-o", str(path), "--force", *more),
    )
    return path


def sealed(patient, home, file="nights.age", *more, typed=None):
    path = home / file
    patient.printed("nights", "seal", "-o", str(path), "--force", *more, typed=typed)
    return path


def from_pipe(hand, file, *command):
    """Let a command read a file from a pipe, where it can be read once."""
    pipe = file.with_suffix(".pipe")
    os.mkfifo(pipe)
    writing = threading.Thread(target=pipe.write_bytes, args=(file.read_bytes(),), daemon=True)
    writing.start()
    return hand.printed(*command, str(pipe))


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes there")
def test_a_plan_and_nights_are_read_from_a_pipe(therapist, patient, home):
    therapist.printed("person", "add", "Anna")
    patient.meets(MOON, 3)
    assert "plan by M. Jansen" in from_pipe(patient, planned(therapist, home), "plan", "take")
    told = from_pipe(therapist, sealed(patient, home), "nights", "open")
    assert told.startswith("of Anna: 3 new nights")


def test_a_plan_goes_there_and_the_nights_come_back(therapist, patient, home):
    therapist.printed("person", "add", "Anna")
    plan = planned(therapist, home, "Anna", "anna.json", "--lock-stages")
    patient.meets(MOON, 3)
    patient.notes(SECRET)
    told = patient.printed("plan", "take", str(plan))
    number = json.loads(patient.printed("plan", "show", "--json"))["fingerprint"]
    assert "plan by M. Jansen" in told
    assert "5 times a week, up to 31 Dec 2026" in told
    assert "Rustig aan" in told
    assert number in told
    assert number in therapist.printed("nights", "key")
    assert "keeps this stage" in told
    assert "had this plan already" in patient.printed("plan", "take", str(plan))
    file = sealed(patient, home)
    content = file.read_bytes()
    assert SECRET.encode() not in content
    assert file.stat().st_mode & 0o777 == 0o600
    came = therapist.json("nights", "open", str(file))
    assert (came["nights"], came["notes"], came["proven"]) == (3, 1, False)
    assert therapist.printed("nights", "open", str(file)).startswith("of Anna: nothing new\n")
    theirs = therapist.json("log", "list", "--person", "Anna")
    assert [one["began"] for one in theirs] == [
        one["began"] for one in patient.json("log", "list")
    ]
    csv = therapist.printed("log", "export", "--format", "csv", "--person", "Anna")
    assert csv == patient.printed("log", "export", "--format", "csv")


def test_days_with_taps_go_along_and_are_told_there(therapist, patient, home):
    therapist.printed("person", "add", "Anna")
    therapist.printed("person", "add", "Bert")
    patient.printed("plan", "take", str(planned(therapist, home)))
    patient.meets(MOON, 2)
    day = event.Day(NOW_MS // DAY_MS - 1)
    day.taps, day.noticed, day.silenced = 4, 3, True
    with patient.log() as log:
        watch = log.watches()[0].id
        log.take_page(watch, [raw(90, day, 1, 60 * DAY_MS)], NOW_MS)
    therapist.printed("nights", "open", str(sealed(patient, home)))

    def told(laptop, *whose):
        return laptop.json("report", "--since", "2026-09-01", *whose)["taps_by_day"]

    assert told(therapist, "--person", "Anna") == told(patient)
    assert told(patient) == [
        {"day": "2026-11-21", "taps": 4, "done": 3, "silenced": True, "reminded": False}
    ]
    with therapist.log() as log:
        assert log.tap_days(Choice(person_id=log.person("Bert").id)) == []
    therapist.printed("person", "forget", "Anna", "--yes")
    with therapist.log() as log:
        assert log._all("SELECT * FROM record") == []


def test_later_nights_of_the_same_computer_are_proven_and_others_refused(therapist, patient, home):
    therapist.printed("person", "add", "Anna")
    plan = planned(therapist, home)
    patient.printed("plan", "take", str(plan))
    patient.meets(MOON, 2)
    therapist.printed("nights", "open", str(sealed(patient, home)))
    patient.meets(MOON, 3)
    file = sealed(patient, home)
    assert therapist.json("nights", "open", str(file))["proven"]
    listed = therapist.json("nights", "list")
    assert [(one["nights"], one["proven"]) for one in listed] == [(2, False), (1, True)]
    stranger = Laptop(home / "stranger")
    stranger.printed("plan", "take", str(plan))
    stranger.meets(MOON, 1, first=50)
    forged = sealed(stranger, home)
    refused = therapist.refused("nights", "open", str(forged))
    assert "does not come from the computer that sent earlier nights of Anna" in refused
    assert len(therapist.json("log", "list")) == 3
    dutch = therapist.refused("nights", "open", str(forged), "--lang", "nl")
    assert "komt niet van de computer" in dutch
    assert therapist.json("nights", "open", str(forged), "--new-sender")["nights"] == 1


def test_two_patients_nights_stay_theirs_even_with_one_name(therapist, home):
    """Two who are called Anna at home: it is the id that tells whose the nights are."""
    for number, name in enumerate(("Anna V.", "Anna W."), 1):
        patient = Laptop(home / name)
        therapist.printed("person", "add", name)
        plan = planned(therapist, home, name, f"{number}.json")
        patient.meets(MOON if number == 1 else SUN, number)
        patient.printed("person", "rename", "Anna")
        patient.printed("plan", "take", str(plan))
        therapist.printed("nights", "open", str(sealed(patient, home)))
    assert len(therapist.json("log", "list", "--person", "Anna V.")) == 1
    assert len(therapist.json("log", "list", "--person", "Anna W.")) == 2


def test_who_has_no_plan_seals_with_a_passphrase(therapist, patient, home, monkeypatch):
    monkeypatch.setattr(pyrage.passphrase, "encrypt", by_passphrase, raising=True)
    patient.meets(MOON, 2)
    assert "for whom are the nights?" in patient.refused(
        "nights", "seal", "-o", str(home / "nights.age")
    )
    short = patient.refused(
        *("nights", "seal", "--passphrase", "-o", str(home / "nights.age")), typed="short\nshort\n"
    )
    assert "at least 8 characters" in short
    file = sealed(patient, home, "nights.age", "--passphrase", typed=f"{PHRASE}\n{PHRASE}\n")
    unknown = therapist.refused("nights", "open", str(file), typed=f"{PHRASE}\n")
    assert "of somebody who is not known here" in unknown
    assert "passphrase does not fit" in therapist.refused(
        *("nights", "open", str(file), "--add", "Anna"), typed="another one\n"
    )
    assert therapist.json("person", "list") == [
        {"code": None, "name": None, "watches": [], "nights": 0}
    ]
    came = therapist.json("nights", "open", str(file), "--add", "Anna", typed=f"{PHRASE}\n")
    assert came["nights"] == 2
    assert [one["name"] for one in therapist.json("person", "list")] == ["Anna"]


def test_only_the_persons_own_nights_go(therapist, patient, home):
    """A household's laptop: the other one's nights, notes and watch are not in the file."""
    therapist.printed("person", "add", "Anna")
    plan = planned(therapist, home)
    patient.meets(MOON, 2)
    patient.printed("person", "rename", "Anna at home")
    patient.printed("person", "add", "Bert")
    patient.meets(SUN, 3, name="Zon")
    patient.notes(SECRET)
    patient.printed("person", "hand-over", "Bert", "--watch", "Zon", "--from", "2026-01-01")
    patient.printed("plan", "take", str(plan), "--person", "Anna at home")
    file = sealed(patient, home, "nights.age", "--person", "Anna at home")
    secret = (therapist.folder / "state/loslaten/own-keys.json").read_text()
    identity = pyrage.x25519.Identity.from_str(json.loads(secret)["sealing"])
    inside = pyrage.decrypt(file.read_bytes(), [identity])
    assert SECRET.encode() not in inside
    assert b"Zon" not in inside
    assert b"Bert" not in inside
    assert therapist.json("nights", "open", str(file))["nights"] == 2


def test_a_night_that_somebody_else_wore_the_watch_is_nobodys(therapist, patient, home):
    """The patient's laptop says Anna's, the practice's own log says the watch was Bert's then."""
    therapist.printed("person", "add", "Anna")
    plan = planned(therapist, home)
    therapist.printed("person", "add", "Bert")
    therapist.meets(MOON, 1, first=40)
    therapist.printed("person", "hand-over", "Bert", "--watch", "Maan", "--from", "2026-01-01")
    patient.printed("plan", "take", str(plan))
    patient.meets(MOON, 2)
    therapist.printed("nights", "open", str(sealed(patient, home)))
    assert len(therapist.json("log", "list", "--person", "Bert")) == 1
    assert therapist.json("log", "list", "--person", "Anna") == []
    assert len(therapist.json("log", "list", "--unsure")) == 2


def test_what_was_forgotten_does_not_come_back_with_a_file(therapist, patient, home):
    therapist.printed("person", "add", "Anna")
    therapist.printed("person", "add", "Bert")
    patient.printed("plan", "take", str(planned(therapist, home)))
    patient.meets(MOON, 2, name="Watch of A.")
    patient.notes(SECRET)
    file = sealed(patient, home)
    therapist.printed("nights", "open", str(file))
    therapist.printed("person", "forget", "Anna", "--yes")
    with therapist.log() as log:
        assert log._all("SELECT * FROM record") == log._all("SELECT * FROM anchor") == []
    assert "not known here" in therapist.refused("nights", "open", str(file))
    left = b"".join(path.read_bytes() for path in therapist.data.iterdir())
    for gone in (b"Anna", SECRET.encode(), b"M. Jansen", b"Rustig aan", b"Watch of A."):
        assert gone not in left
    assert therapist.json("nights", "open", str(file), "--add", "Anna again")["nights"] == 0


def test_the_backup_has_what_came_by_file(therapist, patient, home):
    therapist.printed("person", "add", "Anna")
    patient.printed("plan", "take", str(planned(therapist, home)))
    patient.meets(MOON, 2)
    therapist.printed("nights", "open", str(sealed(patient, home)))
    backup = home / "backup.jsonl"
    therapist.printed("log", "backup", str(backup))
    other = Laptop(home / "other")
    other.printed("log", "import", str(backup))
    assert len(other.json("log", "list", "--person", "Anna")) == 2
    assert other.json("nights", "list") == therapist.json("nights", "list")
    again = home / "again.jsonl"
    other.printed("log", "backup", str(again))
    assert again.read_text() == backup.read_text()


@pytest.mark.parametrize("days", [1, 30])
def test_a_plan_that_is_older_is_refused_whenever_it_comes(therapist, patient, home, days):
    therapist.printed("person", "add", "Anna")
    old = planned(therapist, home, "Anna", "old.json", at_ms=NOW_MS)
    new = planned(therapist, home, "Anna", "new.json", at_ms=NOW_MS + days * DAY_MS)
    patient.now_ms = NOW_MS + 40 * DAY_MS
    patient.printed("plan", "take", str(new))
    refused = patient.refused("plan", "take", str(old))
    assert "older than the one you follow" in refused
    assert "is ouder dan" in patient.refused("plan", "take", str(old), "--lang", "nl")


def test_a_sealed_copy_is_made_before_somebody_is_forgotten(patient, home, monkeypatch):
    monkeypatch.setattr(pyrage.passphrase, "encrypt", by_passphrase)
    patient.meets(MOON, 2)
    patient.notes(SECRET)
    patient.printed("person", "rename", "Anna")
    patient.printed("person", "add", "Bert")
    file = home / "anna.age"
    typed = f"{PHRASE}\n{PHRASE}\n"
    short = patient.refused(
        "person", "forget", "Anna", "--sealed", str(file), "--yes", typed="s\ns\n"
    )
    assert "at least 8 characters" in short
    assert len(patient.json("log", "list", "--person", "Anna")) == 2
    patient.printed("person", "forget", "Anna", "--sealed", str(file), "--yes", typed=typed)
    left = b"".join(path.read_bytes() for path in patient.data.iterdir())
    assert SECRET.encode() not in left
    assert SECRET.encode() not in file.read_bytes()
    elsewhere = Laptop(home / "elsewhere")
    came = elsewhere.json("nights", "open", str(file), "--add", "Anna", typed=f"{PHRASE}\n")
    assert (came["nights"], came["notes"]) == (2, 1)
