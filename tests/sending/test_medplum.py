# SPDX-License-Identifier: MIT
"""Sending to a real FHIR server: all of it, once, by R4's definitions, and nobody named."""

import json
from collections.abc import Iterator
from datetime import date

import pytest

from loslaten.export.fhir_resources import Subject
from loslaten.practice_log import rows
from loslaten.practice_log.agreements import MeasureRow
from loslaten.practice_log.sent import SentLog
from loslaten.sending.errors import RefusedError
from loslaten.sending.send import Outcome, send
from loslaten.sending.server import Server
from loslaten.sending.transactions import transaction
from tests.export.test_fhir import MEASURES
from tests.rigs import kept_log
from tests.rigs.raw_records import NOW_MS
from tests.sending.medplum import TOKEN, Medplum, medplum

CODE = bytes(range(16))
NOBODY = Subject(code=CODE, with_words=False)
KINDS = ("Patient", "Device", "Observation", "QuestionnaireResponse")


@pytest.fixture
def running() -> Iterator[Medplum]:
    with medplum() as server:
        yield server


@pytest.fixture
def log(tmp_path) -> Iterator[SentLog]:
    with SentLog(tmp_path / "practice.db") as log:
        kept_log.fill(log)
        for measure in MEASURES:
            log.add_measure(1, measure)
        log.rename_person(1, "Anna de Vries")
        yield log


def counts(server: Medplum, code: bytes) -> dict[str, int]:
    """Number of resources of a person."""
    (patient,) = [
        one for one in server.every("Patient") if one["identifier"][0]["value"] == code.hex()
    ]
    reference = f"Patient/{patient['id']}"
    return {
        kind: sum(
            one.get("subject", {}).get("reference") == reference for one in server.every(kind)
        )
        for kind in ("Observation", "QuestionnaireResponse")
    }


def test_all_of_it_arrives_once_and_a_second_time_changes_nothing(running, log):
    outcome = send(log, 1, NOBODY, Server(running.base, TOKEN), "nl")
    # Seven nights and four scores; three notes and four measures.
    assert counts(running, CODE) == {"Observation": 11, "QuestionnaireResponse": 7}
    assert outcome == Outcome(created=18)
    before = {kind: running.every(kind) for kind in KINDS}

    again = send(log, 1, NOBODY, Server(running.base, TOKEN), "nl")
    assert again == Outcome(known=18)
    # Another laptop, or a log that was restored, does not know what was sent.
    log._db.execute("DELETE FROM sent")
    forgotten = send(log, 1, NOBODY, Server(running.base, TOKEN), "nl")
    assert forgotten == Outcome(present=18)
    assert {kind: running.every(kind) for kind in KINDS} == before


def test_nobody_is_named_and_every_reference_leads_to_what_the_server_has(running, log):
    send(log, 1, NOBODY, Server(running.base, TOKEN), "nl")
    there = {kind: running.every(kind) for kind in KINDS}
    told = json.dumps(there, ensure_ascii=False)
    for said in ("Anna", "Vries", "kaak", "nightstand", "evening"):
        assert said not in told
    ids = {f"{kind}/{one['id']}" for kind, every in there.items() for one in every}
    for response in there["QuestionnaireResponse"]:
        assert {one["reference"] for one in response.get("partOf", [])} <= ids
        assert response["subject"]["reference"] in ids
    for observation in there["Observation"]:
        if "device" in observation:
            assert observation["device"]["reference"] in ids


def test_what_comes_later_joins_what_is_there(running, log):
    subject = Subject(code=bytes(16), name="Anna de Vries")
    server = Server(running.base, TOKEN)
    send(log, 1, subject, server, "en")
    before = counts(running, subject.code)
    note = rows.Note(
        written_utc_ms=NOW_MS + 1, tension_before=5, tension_after=2, text="beter", calmer=True
    )
    log.add_note(kept_log.EXACT, note)
    log.add_measure(
        1,
        MeasureRow(
            instrument="week",
            day=date(2026, 11, 29),
            answers={"tension": 3},
            written_utc_ms=NOW_MS + 2,
        ),
    )
    outcome = send(log, 1, subject, server, "en")
    assert (outcome.created, outcome.present) == (2, 0)
    after = counts(running, subject.code)
    assert after["Observation"] == before["Observation"]
    assert after["QuestionnaireResponse"] == before["QuestionnaireResponse"] + 2
    said = json.dumps(running.every("QuestionnaireResponse"), ensure_ascii=False)
    assert "beter" in said
    assert "Anna de Vries" in json.dumps(running.every("Patient"))


def test_two_persons_stay_two(running, log):
    other = log.add_person("Bert", NOW_MS)
    log.add_measure(other.id, MEASURES[1])
    codes = {1: b"a" * 16, other.id: b"b" * 16}
    for person_id, code in codes.items():
        subject = Subject(code=code, with_words=False)
        send(log, person_id, subject, Server(running.base, TOKEN), "en")
    assert counts(running, codes[other.id]) == {"Observation": 1, "QuestionnaireResponse": 1}


def test_a_token_that_is_not_right_is_told_in_words(running, log):
    with pytest.raises(RefusedError) as refused:
        send(log, 1, NOBODY, Server(running.base, "another"), "en")
    assert "does not let you in" in refused.value.message
    assert "--keep-token" in str(refused.value.advice)


def test_the_server_holds_what_it_is_sent_against_the_definitions(running):
    # The other tests mean nothing with a server that takes whatever comes.
    bundle = transaction([])
    bundle["entry"] = [
        {
            "fullUrl": "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0",
            "resource": {"resourceType": "Observation", "status": "final", "code": "tense"},
            "request": {"method": "POST", "url": "Observation"},
        }
    ]
    with pytest.raises(Exception, match="127"):
        Server(running.base, TOKEN, waits_s=()).transact(bundle)
    assert "tense" not in json.dumps(running.every("Observation"))
