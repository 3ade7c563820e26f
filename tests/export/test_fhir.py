# SPDX-License-Identifier: MIT
"""FHIR: a Bundle that holds to the R4 definitions, and says no more than is known.

The definitions are those of R4B, whose resources used here are those of R4 unchanged.
"""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from fhir.resources.R4B.bundle import Bundle
from pydantic import ValidationError

from loslaten.export import fhir, fhir_terms
from loslaten.export.fhir_resources import Subject
from loslaten.measures.instruments import INSTRUMENTS
from loslaten.practice_log.agreements import MeasureRow
from loslaten.practice_log.backup.exported import ExportEntry, entries
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.choice import EVERYTHING
from loslaten.practice_log.database import StoreError
from tests.rigs.answers import NIGHT
from tests.rigs.kept_log import BETWEEN, CARRIED, EXACT, LONG_AFTER, SUMMARY, UNKNOWN, WORDS, fill
from tests.rigs.raw_records import NOW_MS

UNITS = "http://unitsofmeasure.org"
MEASURES = [
    MeasureRow(instrument=name, day=date(2026, 11, 22), answers=answers, written_utc_ms=NOW_MS)
    for name, answers in (
        ("week", {"tension": 6, "calmer": True}),
        ("stai6", {"sum": 14}),
        ("sleep", NIGHT),
    )
]
ANNA = Subject(code=bytes(range(16)), name="Anna de Vries")


def pressed(entry: ExportEntry) -> ExportEntry:
    """The night as it is where its tension was rated by presses on the watch."""
    session = replace(entry.night.session, tension_before=6, calmer=True)
    return replace(entry, night=replace(entry.night, session=session))


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> list[ExportEntry]:
    with WholeLog(tmp_path_factory.mktemp("log") / "practice.db") as log:
        fill(log)
        every = list(entries(log))
        return [pressed(one) if one.night.id == CARRIED else one for one in every]


@pytest.fixture(scope="module", params=["en", "nl"])
def text(found, request) -> str:
    return "".join(fhir.write(found, request.param, ANNA, MEASURES))


@pytest.fixture(scope="module")
def bundle(text) -> dict:
    return json.loads(text)


def resources(bundle: dict, kind: str) -> list[dict]:
    every = [entry["resource"] for entry in bundle["entry"]]
    return [resource for resource in every if resource["resourceType"] == kind]


def observation(bundle: dict, session: int) -> dict:
    sessions = [one for one in resources(bundle, "Observation") if "component" in one]
    return sessions[session - 1]


def components(one: dict) -> dict[str, object]:
    """The components of an Observation by their codes."""
    found = {}
    for component in one["component"]:
        (value,) = [value for name, value in component.items() if name.startswith("value")]
        found[component["code"]["coding"][0]["code"]] = value
    assert len(found) == len(one["component"])
    return found


def every(part: object, name: str):
    """Every value under a name, however deep."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == name:
                yield value
            yield from every(value, name)
    elif isinstance(part, list):
        for value in part:
            yield from every(value, name)


def test_it_holds_to_the_definitions(text, bundle):
    read = Bundle.model_validate_json(text)
    again = json.loads(read.model_dump_json())
    # Nothing was dropped on the way through: the definitions know every field there is.
    assert len(again["entry"]) == len(bundle["entry"])
    for before, after in zip(bundle["entry"], again["entry"], strict=True):
        assert set(before["resource"]) == set(after["resource"])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda bundle: observation(bundle, EXACT).pop("code"),
        lambda bundle: observation(bundle, EXACT).update(effectiveDay="2026"),
        lambda bundle: observation(bundle, EXACT)["effectivePeriod"].update(start="yesterday"),
        lambda bundle: observation(bundle, EXACT).update(effectiveDateTime="2026-11-22"),
        lambda bundle: resources(bundle, "QuestionnaireResponse")[0].pop("status"),
    ],
)
def test_the_definitions_are_held_against_it(text, spoil):
    bundle = json.loads(text)
    spoil(bundle)
    with pytest.raises(ValidationError):
        Bundle.model_validate(bundle)


def test_every_reference_leads_to_something_in_it(bundle):
    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(urls)) == len(urls)
    for entry in bundle["entry"]:
        assert entry["fullUrl"] == "urn:uuid:" + entry["resource"]["id"]
    references = [*every(bundle, "reference")]
    assert set(references) <= set(urls)
    asked = {
        f"{one['url']}|{one['version']}": {item["linkId"]: item["type"] for item in one["item"]}
        for one in resources(bundle, "Questionnaire")
    }
    assert len(asked) == 1 + len(INSTRUMENTS)
    values = {"integer": "valueInteger", "boolean": "valueBoolean", "time": "valueTime"}
    for response in resources(bundle, "QuestionnaireResponse"):
        for item in response["item"]:
            kind = asked[response["questionnaire"]][item["linkId"]]
            assert [*item["answer"][0]] == [values.get(kind, "valueString")]


def test_no_code_is_made_up_in_anothers_name(bundle):
    codes = {concept["code"] for concept in resources(bundle, "CodeSystem")[0]["concept"]}
    (system,) = [one["url"] for one in resources(bundle, "CodeSystem")]
    used = [coding for found in every(bundle, "coding") for coding in found]
    used += [coding for found in every(bundle, "tag") for coding in found]
    for coding in used:
        if coding["system"] == system:
            assert coding["code"] in codes
            assert coding["display"]
        else:
            assert (coding["system"].rpartition("/")[2], coding["code"]) in {
                ("observation-category", "activity"),
                ("observation-category", "survey"),
                ("observation-pghd-codes", "mindfulSession"),
                ("sleep-episode-codes", "totalSleepTime"),
                ("sleep-episode-codes", "sleepEfficiencyPercentage"),
                ("loinc.org", "93832-4"),
            }
    measured = [*every(bundle, "valueQuantity")]
    assert {quantity["system"] for quantity in measured} == {UNITS}
    assert {one["code"] for one in measured} == {"s", "ms", "mV", "min", "%", "{score}"}


def test_a_session_keeps_to_the_rules_of_hl7s_guide_for_a_mindful_session(bundle):
    # Personal Health Records 1.0.0-ballot2, PGHD Mindfulness: a category of HL7's, one PGHD code,
    # a subject, a time, at most one device.
    for session in range(1, 8):
        one = observation(bundle, session)
        (category,) = one["category"]
        assert category["coding"][0]["code"] == "activity"
        systems = [coding["system"] for coding in one["code"]["coding"]]
        assert sum(system.endswith("observation-pghd-codes") for system in systems) == 1
        assert one["subject"] == {"reference": ANNA.urn}
        assert one["effectivePeriod"]
        assert set(one["device"]) == {"reference"}


def test_the_person_is_a_code_and_a_name_only_where_that_is_wished(found, bundle):
    (named,) = resources(bundle, "Patient")
    assert named["identifier"][0]["value"] == ANNA.code.hex()
    assert named["name"] == [{"text": "Anna de Vries"}]
    nobody = replace(ANNA, name="", with_words=False)
    told = "".join(fhir.write(found, "nl", nobody, MEASURES))
    for said in ("Anna", WORDS, "nightstand", '"evening"', "remarks"):
        assert said not in told.partition('"Patient"')[2]
    assert '"valueInteger": 8' in told


def test_a_log_that_cannot_be_written_tells_of_nobody(found):
    told = json.loads("".join(fhir.write(found, "en", None, MEASURES)))
    assert not resources(told, "Patient")
    assert not [*every(told, "subject")]
    assert len(resources(told, "QuestionnaireResponse")) == 3 + 1


def test_measures_are_responses_and_their_scores_observations(bundle):
    scores = [one for one in resources(bundle, "Observation") if "derivedFrom" in one]
    told = {one["code"]["coding"][-1]["code"]: one["valueQuantity"] for one in scores}
    assert {code: (one["value"], one["code"]) for code, one in told.items()} == {
        "stai6-prorated": (46.7, "{score}"),
        "sleep-in-bed": (470, "min"),
        "sleep-asleep": (370, "min"),
        "sleep-efficiency": (79, "%"),
    }
    asleep = next(one for one in scores if one["code"]["coding"][-1]["code"] == "sleep-asleep")
    assert asleep["code"]["coding"][0] == {
        "system": "http://loinc.org",
        "code": "93832-4",
        "display": "Sleep duration",
    }
    responses = {one["id"]: one for one in resources(bundle, "QuestionnaireResponse")}
    night = responses[asleep["derivedFrom"][0]["reference"].removeprefix("urn:uuid:")]
    answers = {item["linkId"]: item["answer"][0] for item in night["item"]}
    assert answers["bed"] == {"valueTime": "23:10:00"}
    assert answers["latency"] == {"valueInteger": 25}


def test_presses_on_the_watch_are_self_reported_in_a_response_of_their_own(bundle):
    (press,) = [
        one
        for one in resources(bundle, "QuestionnaireResponse")
        if one.get("partOf") == [{"reference": "urn:uuid:" + observation(bundle, CARRIED)["id"]}]
    ]
    answers = {item["linkId"]: item["answer"] for item in press["item"]}
    assert answers == {
        "tension-before": [{"valueInteger": 6}],
        "breathing-calmer": [{"valueBoolean": True}],
    }
    assert press["authored"] == observation(bundle, CARRIED)["effectivePeriod"]["start"]
    assert press["source"] == {"reference": ANNA.urn}


def test_when_it_was_stands_there_with_its_offset_where_it_is_known(found, bundle):
    for entry in found:
        period = observation(bundle, entry.night.id)["effectivePeriod"]
        began = entry.night.began
        if began.utc_ms is None:
            assert set(period) == {"extension"}
            assert period["extension"][0]["valueCode"] == "unknown"
            continue
        start, end = (datetime.fromisoformat(period[name]) for name in ("start", "end"))
        assert round(start.timestamp() * 1000) == began.utc_ms
        assert start.utcoffset() == timedelta(minutes=began.zones_min[0])
        assert end - start == timedelta(milliseconds=entry.night.session.duration_ms)
    assert "1970" not in json.dumps(bundle)


def test_how_well_the_clock_was_known_is_said(bundle):
    def clock(session: int) -> tuple:
        said = components(observation(bundle, session))
        error = said.get("clock-error", {})
        return (
            said["clock-quality"]["coding"][0]["code"],
            error.get("value"),
            "began-earliest" in said,
            "began-latest" in said,
        )

    assert clock(EXACT) == ("exact", 3641, True, True)
    assert clock(LONG_AFTER) == ("exact", 342_075, True, True)
    assert clock(CARRIED) == ("carried", 44_984, True, True)
    assert clock(BETWEEN) == ("between", None, True, True)
    assert clock(SUMMARY) == ("between", None, True, False)
    assert clock(UNKNOWN) == ("unknown", None, False, False)
    disputed = ["clock-disputed" in components(observation(bundle, one)) for one in range(1, 8)]
    assert disputed == [False, False, True, False, False, False, False]


def test_what_was_practised_is_in_the_components(bundle):
    said = components(observation(bundle, EXACT))
    assert said["duration"] == {"value": 1900, "unit": "s", "system": UNITS, "code": "s"}
    assert said["battery-before"]["value"] == 3900
    assert said["protocol"] == "evening"
    assert said["ending"]["coding"][0]["code"] == "completed"
    counted = ("groups-done", "groups-skipped", "repeats-done", "repeats-asked", "repeats-cut")
    assert [said[code] for code in counted] == [17, 1, 34, 1, 1]
    sums = components(observation(bundle, SUMMARY))
    assert sums["summary-only"] is True
    assert not {"settle-in", "repeats-asked", "battery-before"} & set(sums)


def test_sensed_and_self_reported_are_never_in_one_resource(bundle):
    for resource in resources(bundle, "Observation"):
        code = "sensed" if "component" in resource else "self-reported"
        assert [tag["code"] for tag in resource["meta"]["tag"]] == [code]
    for resource in resources(bundle, "QuestionnaireResponse"):
        assert [tag["code"] for tag in resource["meta"]["tag"]] == ["self-reported"]
    assert WORDS not in json.dumps(resources(bundle, "Observation"), ensure_ascii=False)


def test_what_the_wearer_reported_is_a_response_each_time(bundle):
    said = [one for one in resources(bundle, "QuestionnaireResponse") if "partOf" in one]
    first, second, _, third = said
    told = observation(bundle, EXACT)["id"]
    for response in (first, second):
        assert response["partOf"] == [{"reference": f"urn:uuid:{told}"}]
    answers = {item["linkId"]: item["answer"] for item in second["item"]}
    assert answers == {
        "tension-before": [{"valueInteger": 8}],
        "tension-after": [{"valueInteger": 3}],
        "remarks": [{"valueString": WORDS}],
    }
    assert [item["linkId"] for item in first["item"]] == ["tension-before"]
    assert first["authored"] == "2026-11-22T19:30:00.000Z"
    # Written when the laptop did not know the time; and no text has control characters.
    assert "authored" not in third
    assert third["item"][1]["answer"] == [{"valueString": "-1"}]


def test_devices_have_the_name_their_owner_gave_them(bundle):
    named, unnamed = resources(bundle, "Device")
    assert named["serialNumber"] == "0001020304050607"
    assert named["deviceName"][0]["name"] == "=nightstand"
    assert "deviceName" not in unnamed


def test_the_same_log_gives_the_same_bytes(found):
    once, again = ("".join(fhir.write(found, "nl", ANNA, MEASURES)) for _ in range(2))
    assert once == again


def test_what_is_said_later_leaves_the_names_of_the_rest_as_they_were(found, bundle):
    def names(told: str) -> set[str]:
        return {entry["fullUrl"] for entry in json.loads(told)["entry"]}

    with_less = [
        replace(one, night=replace(one.night, notes=one.night.notes[1:])) for one in found
    ]
    less = names("".join(fhir.write(with_less, "en", ANNA, MEASURES[1:])))
    assert less < {entry["fullUrl"] for entry in bundle["entry"]}


def test_a_log_without_sessions_is_a_bundle_too():
    Bundle.model_validate_json("".join(fhir.write([], "en")))


def test_every_code_has_words_in_both_languages():
    for code, text in fhir_terms.CODES.items():
        assert text.nl, code
        assert text.en, code


def test_whose_it_is_is_not_left_out_because_others_write(tmp_path):
    """Somebody without a code is given one, which has to wait for them."""
    path = tmp_path / "practice.db"
    with WholeLog(path, busy_ms=0) as log, WholeLog(path) as another:
        with another.alone(), pytest.raises(StoreError, match="another loslaten is writing"):
            fhir.subject_of(log, EVERYTHING)
        assert fhir.subject_of(log, EVERYTHING) is not None
