"""FHIR: a Bundle that holds to the R4 definitions, and says no more than is known.

The definitions are those of R4B, whose resources used here are those of R4 unchanged.
"""

import json
from datetime import datetime, timedelta

import pytest
from fhir.resources.R4B.bundle import Bundle
from pydantic import ValidationError

from loslaten.export import fhir, fhir_terms
from loslaten.practice_log.backup.exported import ExportEntry, entries
from loslaten.practice_log.backup.whole_log import WholeLog
from tests.rigs.kept_log import BETWEEN, CARRIED, EXACT, LONG_AFTER, SUMMARY, UNKNOWN, WORDS, fill

UNITS = "http://unitsofmeasure.org"


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> list[ExportEntry]:
    with WholeLog(tmp_path_factory.mktemp("log") / "practice.db") as log:
        fill(log)
        return list(entries(log))


@pytest.fixture(scope="module", params=["en", "nl"])
def text(found, request) -> str:
    return "".join(fhir.write(found, request.param))


@pytest.fixture(scope="module")
def bundle(text) -> dict:
    return json.loads(text)


def resources(bundle: dict, kind: str) -> list[dict]:
    every = [entry["resource"] for entry in bundle["entry"]]
    return [resource for resource in every if resource["resourceType"] == kind]


def observation(bundle: dict, session: int) -> dict:
    return resources(bundle, "Observation")[session - 1]


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
    assert len(references) == 7 + 3
    assert set(references) <= set(urls)
    for response in resources(bundle, "QuestionnaireResponse"):
        (questionnaire,) = resources(bundle, "Questionnaire")
        assert response["questionnaire"] == f"{questionnaire['url']}|{questionnaire['version']}"
        asked = {item["linkId"] for item in questionnaire["item"]}
        assert {item["linkId"] for item in response["item"]} <= asked


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
            assert coding == {
                "system": "http://terminology.hl7.org/CodeSystem/observation-category",
                "code": "activity",
            }
    measured = [*every(bundle, "valueQuantity")]
    assert {quantity["system"] for quantity in measured} == {UNITS}
    assert {quantity["code"] for quantity in measured} == {"s", "ms", "mV"}


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
    disputed = ["clock-disputed" in components(one) for one in resources(bundle, "Observation")]
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
    for kind, code in (("Observation", "sensed"), ("QuestionnaireResponse", "self-reported")):
        told = resources(bundle, kind)
        assert told
        for resource in told:
            assert [tag["code"] for tag in resource["meta"]["tag"]] == [code]
    assert WORDS not in json.dumps(resources(bundle, "Observation"), ensure_ascii=False)


def test_what_the_wearer_reported_is_a_response_each_time(bundle):
    first, second, third = resources(bundle, "QuestionnaireResponse")
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
    assert "".join(fhir.write(found, "nl")) == "".join(fhir.write(found, "nl"))


def test_a_log_without_sessions_is_a_bundle_too():
    Bundle.model_validate_json("".join(fhir.write([], "en")))


def test_every_code_has_words_in_both_languages():
    for code, text in fhir_terms.CODES.items():
        assert text.nl, code
        assert text.en, code
