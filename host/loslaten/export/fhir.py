"""The practice log as a FHIR R4 Bundle: an Observation per session, a response per note.

What the watch recorded is in the Observations, tagged as sensed, and what the wearer reported in
QuestionnaireResponses, tagged as self-reported. Nobody is named: a log knows a watch, no patient.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from loslaten.export import fhir_terms as terms
from loslaten.export import words
from loslaten.practice_log import moments as when
from loslaten.practice_log.backup.exported import ExportEntry, is_a_time
from loslaten.practice_log.rows import Note, WatchRow
from loslaten.practice_log.walltime import Moment

_UNITS = "http://unitsofmeasure.org"
_CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category"
_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"

_Resource = dict[str, Any]


def write(entries: Iterable[ExportEntry], lang: str) -> Iterator[str]:
    """Yield the Bundle in pieces, a resource each; texts in `lang`, "nl" or "en"."""
    yield '{"resourceType": "Bundle", "type": "collection", "entry": [\n'
    for number, resource in enumerate(_resources(entries, lang)):
        text = json.dumps(resource, ensure_ascii=False)
        yield (",\n" if number else "") + text
    yield "\n]}\n"


def _resources(entries: Iterable[ExportEntry], lang: str) -> Iterator[_Resource]:
    yield _entry(terms.CODE_SYSTEM, terms.code_system(lang))
    yield _entry(terms.QUESTIONNAIRE, terms.questionnaire(lang))
    watches = set()
    for entry in entries:
        watch = entry.night.watch
        if watch not in watches:
            watches.add(watch)
            yield _entry(_urn_of(watch), _device(watch, lang))
        yield _entry(entry.uuid.urn, _observation(entry, lang))
        if entry.night.pressed is not None:
            urn = terms.urn(f"{entry.key} presses")
            yield _entry(urn, _response(entry, entry.night.pressed, lang))
        for number, note in enumerate(entry.night.notes, 1):
            urn = terms.urn(f"{entry.key} note {number}")
            yield _entry(urn, _response(entry, note, lang))


def _entry(urn: str, resource: _Resource) -> _Resource:
    """Return a resource under its URN, which is also its id."""
    kind = resource.pop("resourceType")
    identity = {"resourceType": kind, "id": urn.removeprefix("urn:uuid:")}
    return {"fullUrl": urn, "resource": identity | resource}


def _device(watch: WatchRow, lang: str) -> _Resource:
    named = words.printable(watch.name).strip()
    names = [{"name": named, "type": "user-friendly-name"}] if named else None
    return _said(
        resourceType="Device",
        serialNumber=watch.serial.hex(),
        deviceName=names,
        type=terms.concept("watch", lang),
    )


def _observation(entry: ExportEntry, lang: str) -> _Resource:
    night, session = entry.night, entry.night.session
    return _said(
        resourceType="Observation",
        meta={"tag": [terms.coding(terms.SENSED, lang)]},
        language=lang,
        identifier=[{"system": terms.KEYS, "value": entry.key}],
        status="final",
        category=[{"coding": [{"system": _CATEGORIES, "code": "activity"}]}],
        code=terms.concept(terms.SESSION, lang),
        effectivePeriod=_period(night.began, session.duration_ms),
        device={"reference": _urn_of(night.watch)},
        note=[{"text": words.sensed(night, lang)}],
        component=[*_clock(night.began, lang), *_practice(entry, lang)],
    )


def _period(began: Moment, duration_ms: int) -> _Resource:
    """Return from when to when, as well as it is known; where it is not, that it is unknown."""
    if began.utc_ms is None:
        return {"extension": [{"url": _ABSENT, "valueCode": "unknown"}]}
    return {
        "start": _time(began, began.utc_ms),
        "end": _time(began, began.utc_ms + duration_ms),
    }


def _clock(began: Moment, lang: str) -> Iterator[_Resource]:
    yield _concept("clock-quality", when.quality(began), lang)
    if began.error_ms is not None:
        yield _quantity("clock-error", began.error_ms, "ms", lang)
    if began.is_disputed:
        yield _component("clock-disputed", {"valueBoolean": True}, lang)
    bounds = (("began-earliest", began.earliest_ms), ("began-latest", began.latest_ms))
    for code, utc_ms in bounds:
        if utc_ms is not None:
            yield _component(code, {"valueDateTime": _time(began, utc_ms)}, lang)


def _practice(entry: ExportEntry, lang: str) -> Iterator[_Resource]:
    night, session = entry.night, entry.night.session
    protocol = words.printable(night.protocol_name or "") or session.protocol_id.hex()
    yield _component("protocol", {"valueString": protocol}, lang)
    if night.ending in terms.CODES:
        yield _concept("ending", night.ending, lang)
    for code, value, unit in (
        ("duration", session.duration_ms, "s"),
        ("settle-in", session.settle_in_ms, "s"),
        ("paused", session.paused_ms, "s"),
        ("final-rest", session.final_rest_ms, "s"),
        ("battery-before", session.battery_before_mv, "mV"),
        ("battery-after", session.battery_after_mv, "mV"),
        ("worst-lateness", session.worst_late_ms, "ms"),
    ):
        if value is not None:
            yield _quantity(code, value / 1000 if unit == "s" else value, unit, lang)
    counts = [
        ("pauses", session.pauses),
        ("groups-done", session.groups_done),
        ("repeats-done", session.repeats_done),
    ]
    if session.summary:
        yield _component("summary-only", {"valueBoolean": True}, lang)
    else:
        counts += [
            ("groups-skipped", night.skipped),
            ("groups-interrupted", night.interrupted),
            ("groups-left-out", night.left_out),
            ("repeats-asked", night.asked),
            ("repeats-cut", night.cut),
        ]
    for code, count in counts:
        yield _component(code, {"valueInteger": count}, lang)


def _response(entry: ExportEntry, note: Note, lang: str) -> _Resource:
    answers = (
        (terms.TENSION_BEFORE, "valueInteger", note.tension_before),
        (terms.TENSION_AFTER, "valueInteger", note.tension_after),
        (terms.CALMER, "valueBoolean", note.calmer),
        (terms.REMARKS, "valueString", words.printable(note.text).strip() or None),
    )
    items = [
        {"linkId": name, "text": terms.QUESTIONS[name].say(lang), "answer": [{kind: value}]}
        for name, kind, value in answers
        if value is not None
    ]
    return _said(
        resourceType="QuestionnaireResponse",
        meta={"tag": [terms.coding(terms.REPORTED, lang)]},
        language=lang,
        questionnaire=f"{terms.QUESTIONNAIRE}|{terms.VERSION}",
        partOf=[{"reference": entry.uuid.urn}],
        status="completed",
        authored=when.iso(note.written_utc_ms) if is_a_time(note.written_utc_ms) else None,
        item=items or None,
    )


def _component(code: str, value: _Resource, lang: str) -> _Resource:
    return {"code": terms.concept(code, lang)} | value


def _concept(code: str, value: str, lang: str) -> _Resource:
    return _component(code, {"valueCodeableConcept": terms.concept(value, lang)}, lang)


def _quantity(code: str, value: float, unit: str, lang: str) -> _Resource:
    number = int(value) if value == int(value) else value
    measured = {"value": number, "unit": unit, "system": _UNITS, "code": unit}
    return _component(code, {"valueQuantity": measured}, lang)


def _time(moment: Moment, utc_ms: int) -> str:
    """Return a time with the wearer's offset, in UTC where none is known."""
    return when.iso_local(moment, utc_ms) if moment.zones_min else when.iso(utc_ms)


def _urn_of(watch: WatchRow) -> str:
    return terms.urn(f"watch {watch.serial.hex()}")


def _said(**fields: Any) -> _Resource:
    """Return the fields that have a value: FHIR knows no empty ones."""
    return {name: value for name, value in fields.items() if value is not None}
