# SPDX-License-Identifier: MIT
"""A plan's file: only the one that was written, for whom it was written, is taken."""

import json

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.cli.surroundings import Surroundings
from loslaten.exchange import plan as plans
from loslaten.exchange.errors import ExchangeError
from loslaten.exchange.own_keys import OwnKeys
from loslaten.keychain import Keychain
from loslaten.protocols.file import find
from loslaten.protocols.writer import render
from tests.exchange.test_two_laptops import MOON, planned
from tests.rigs.raw_records import DAY_MS, NOW_MS
from tests.rigs.two_laptops import Laptop


@pytest.fixture
def keys(tmp_path):
    return OwnKeys(Keychain(tmp_path / "own-keys.json"))


@pytest.fixture
def plan(keys):
    return plans.Plan(
        code="00" * 16,
        person="11" * 16,
        made_utc_ms=NOW_MS,
        writer="M. Jansen",
        protocol="handout",
        protocol_file=None,
        times_a_week=5,
        until="2026-12-31",
        word="Rustig aan\u202e",
        stages_locked=True,
        seal_to=keys.recipient(),
    )


def test_it_comes_back_as_it_was_written_but_for_what_a_terminal_obeys(plan, keys):
    read = plans.read(plans.written(plan, keys).encode())
    assert read.signer == keys.public()
    assert read.plan.word == "Rustig aan"
    assert read.plan.times_a_week == 5


def test_a_mail_program_may_write_it_another_way(plan, keys):
    values = json.loads(plans.written(plan, keys))
    for text in (json.dumps(values), json.dumps(values, indent=4, sort_keys=True)):
        assert plans.read(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()).plan.word


def changes(values):
    for name, value in (
        *(("times_a_week", 6), ("word", "x"), ("until", "2027-01-01"), ("person", "22" * 16)),
        *(("stages_locked", False), ("protocol", "seven"), ("made_utc_ms", NOW_MS + 1)),
        *(("writer", "Somebody"), ("seal_to", "age1" + "q" * 58), ("protocol_file", "")),
    ):
        yield values | {"plan": values["plan"] | {name: value}}
    yield values | {"plan": values["plan"] | {"more": 1}}
    yield values | {"signer": "00" * 32}
    yield values | {"signature": "00" * 64}
    yield values | {"signature": "short"}
    yield {name: value for name, value in values.items() if name != "signature"}


def test_an_altered_one_is_refused_in_words(plan, keys):
    values = json.loads(plans.written(plan, keys))
    for changed in changes(values):
        with pytest.raises(ExchangeError, match="changed after it was written") as refused:
            plans.read(json.dumps(changed).encode())
        assert "is veranderd" in refused.value.told("nl").message


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b"\xff\xfe{", b"[" * 60_000, b'{"format": "other"}', b"1"]
)
def test_what_is_no_plan_is_said(content):
    with pytest.raises(ExchangeError, match="no plan of loslaten"):
        plans.read(content)


def test_one_of_a_newer_version_says_so(plan, keys):
    values = json.loads(plans.written(plan, keys)) | {"version": 2, "plan": {"new": 1}}
    with pytest.raises(ExchangeError, match="of version 2, this loslaten knows up to 1"):
        plans.read(json.dumps(values).encode())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("times_a_week", 0), ("times_a_week", 10**30), ("times_a_week", 1.5)),
        *(("until", "2026-02-30"), ("word", "x" * 1001), ("writer", ""), ("writer", "\x1b")),
        *(("made_utc_ms", 0), ("made_utc_ms", 10**18), ("seal_to", "age1"), ("person", "zz" * 16)),
        *(("protocol", "nothing-here"), ("protocol", "../handout"), ("protocol_file", "a = [")),
        ("protocol_file", 'name = "handout"'),
    ],
)
def test_what_cannot_be_is_refused_however_well_it_is_signed(plan, keys, field, value):
    values = json.loads(plans.written(plan, keys))["plan"] | {field: value}
    signed = {
        "format": "loslaten plan",
        "version": 1,
        "plan": values,
        "signer": keys.public().hex(),
        "signature": keys.sign(plans._message(values)).hex(),
    }
    with pytest.raises(ExchangeError):
        plans.read(json.dumps(signed).encode())


def test_a_plan_for_somebody_else_is_refused(therapist, patient, home):
    for name in ("Anna", "Bert"):
        therapist.printed("person", "add", name)
    patient.printed("plan", "take", str(planned(therapist, home, "Anna")))
    other = planned(therapist, home, "Bert", "bert.json", at_ms=NOW_MS + DAY_MS)
    refused = patient.refused("plan", "take", str(other))
    assert "for somebody else" in refused
    assert "voor iemand anders" in patient.refused("plan", "take", str(other), "--lang", "nl")
    assert patient.json("plan", "show")["made_utc_ms"] == NOW_MS


def test_a_plan_of_another_computer_asks_for_its_number(therapist, patient, home):
    therapist.printed("person", "add", "Anna")
    patient.printed("plan", "take", str(planned(therapist, home)))
    backup = home / "backup.jsonl"
    therapist.printed("log", "backup", str(backup))
    another = Laptop(home / "another")
    another.printed("log", "import", str(backup))
    newer = planned(another, home, "Anna", "newer.json", at_ms=NOW_MS + DAY_MS)
    refused = patient.refused("plan", "take", str(newer))
    assert "does not come from the computer that wrote your last one" in refused
    number = another.printed("nights", "key").splitlines()[1].removeprefix("number: ")
    assert number in refused
    patient.printed("plan", "take", str(newer), "--new-therapist")


def test_a_plan_from_the_future_would_lock_out_all_others(therapist, patient, home):
    therapist.printed("person", "add", "Anna")
    plan = planned(therapist, home, at_ms=NOW_MS + 400 * DAY_MS)
    assert "in the future" in patient.refused("plan", "take", str(plan))


def test_a_protocol_of_ones_own_goes_along(therapist, patient, home):
    therapist.printed("person", "add", "Anna")
    own = home / "avond.toml"
    own.write_text(render(find("four"), "avond"))
    path = home / "plan.json"
    therapist.printed(
        *("plan", "write", "--person", "Anna", "--protocol", str(own), "--times", "3"),
        *("--until", "2026-12-31", "--writer", "M. Jansen", "-o", str(path)),
    )
    assert "(avond)" in patient.printed("plan", "take", str(path))


def test_a_file_that_is_too_large_is_not_read(patient, home):
    (home / "large").write_bytes(b"{" * (plans.FILE_BYTES_MAX + 1))
    assert "too large" in patient.refused("plan", "take", str(home / "large"))
    assert "cannot be read" in patient.refused("plan", "take", str(home / "none"))


def test_a_server_knows_a_person_again_whose_code_a_plan_has_changed(therapist, patient, home):
    def known():
        bundle = json.loads(patient.printed("log", "export", "--format", "fhir"))
        (found,) = [one for one in bundle["entry"] if one["resource"]["resourceType"] == "Patient"]
        return found["fullUrl"], found["resource"]["identifier"]

    def code():
        return patient.json("person", "list")[0]["code"]

    patient.meets(MOON, 1)
    before, first = known(), code()
    therapist.printed("person", "add", "Anna")
    patient.printed("plan", "take", str(planned(therapist, home)))
    assert code() != first
    assert known() == before
    backup = home / "backup.jsonl"
    patient.printed("log", "backup", str(backup))
    patient.printed("log", "restore", str(backup), "--yes")
    assert known() == before
    later = planned(therapist, home, at_ms=NOW_MS + DAY_MS)
    patient.now_ms += DAY_MS
    patient.printed("plan", "take", str(later))
    assert known() == before


def test_a_plan_was_made_on_the_day_it_was_where_it_is_told(home):
    # Half past ten on a Monday morning in Tokyo, and half past one at night by UTC.
    around = Surroundings(now=lambda: (NOW_MS + 6 * 3_600_000, 9 * 60))

    def printed(*arguments):
        told = CliRunner().invoke(main, arguments, obj=around)
        assert told.exit_code == 0, told.stderr
        return told.stdout

    file = str(home / "plan.json")
    written = ("--protocol", "handout", "--times", "5", "--until", "2026-12-31", "-o", file)
    printed("plan", "write", "--writer", "Kimura", *written)
    assert "plan by Kimura, 23 Nov 2026" in printed("plan", "show", "--lang", "en")
