# SPDX-License-Identifier: MIT
"""The practice log as FHIR R4 resources: sessions, what was said of them, and measures.

What the watch recorded is in Observations tagged as sensed; what the wearer reported, also by
presses on the watch, is tagged as self-reported and never in the same resource. Each resource has
an identifier for good, so that a receiver knows it again.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from loslaten.export import fhir_questions as questions
from loslaten.export import fhir_terms as terms
from loslaten.export import words
from loslaten.measures.instruments import INSTRUMENTS
from loslaten.practice_log import moments as when
from loslaten.practice_log.agreements import MeasureRow
from loslaten.practice_log.backup.exported import ExportEntry, is_a_time
from loslaten.practice_log.rows import Note, WatchRow
from loslaten.practice_log.walltime import Moment

_UNITS = "http://unitsofmeasure.org"
_CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category"
_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"

Resource = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Person whose nights they are, by a random code.

    name: "" leaves it out. with_words: also what people wrote themselves, in which names can be:
    remarks, and what watches and protocols are called.
    """

    code: bytes
    name: str = ""
    with_words: bool = True

    @property
    def urn(self) -> str:
        """The URN of the Patient."""
        return terms.urn(f"person {self.code.hex()}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A resource under its URN, and the identifier that a receiver knows it again by."""

    urn: str
    resource: Resource
    system: str
    value: str

    @property
    def uuid(self) -> uuid.UUID:
        """The name of the resource for good."""
        return uuid.UUID(self.urn.removeprefix("urn:uuid:"))


def patient(subject: Subject) -> Piece:
    """Return the person as a Patient: a code, and a name only where that is wished."""
    code = subject.code.hex()
    resource = _said(
        resourceType="Patient",
        identifier=[{"system": terms.PERSONS, "value": code}],
        name=[{"text": subject.name}] if subject.name else None,
    )
    return Piece(subject.urn, resource, terms.PERSONS, code)


def device(watch: WatchRow, with_words: bool, lang: str) -> Piece:
    """Return a watch as a Device."""
    serial = watch.serial.hex()
    named = words.printable(watch.name).strip() if with_words else ""
    resource = _said(
        resourceType="Device",
        identifier=[{"system": terms.WATCHES, "value": serial}],
        serialNumber=serial,
        deviceName=[{"name": named, "type": "user-friendly-name"}] if named else None,
        type=terms.concept("watch", lang),
    )
    return Piece(_urn_of(watch), resource, terms.WATCHES, serial)


def of_session(entry: ExportEntry, subject: Subject | None, lang: str) -> Iterator[Piece]:
    """Yield a session as an Observation, and what was said of it as responses."""
    with_words = subject is None or subject.with_words
    observation = _observation(entry, subject, with_words, lang)
    yield Piece(entry.uuid.urn, observation, terms.KEYS, entry.key)
    if entry.night.pressed is not None:
        began = entry.night.began
        authored = None if began.utc_ms is None else _time(began, began.utc_ms)
        pressed = _answers(entry.night.pressed, with_words)
        yield _response(entry, subject, "presses", pressed, authored, lang)
    for note in entry.night.notes:
        answers = _answers(note, with_words)
        if any(answer is not None for answer in answers.values()):
            authored = when.iso(note.written_utc_ms) if is_a_time(note.written_utc_ms) else None
            told = (note.written_utc_ms, note.tension_before, note.tension_after, note.text)
            name = f"note {_digest((*told, note.calmer))}"
            yield _response(entry, subject, name, answers, authored, lang)


def of_measure(row: MeasureRow, subject: Subject, lang: str) -> Iterator[Piece]:
    """Yield answers to an instrument as a response, and each score of them as an Observation."""
    instrument = INSTRUMENTS[row.instrument]
    told = (row.instrument, row.day.isoformat(), row.written_utc_ms, row.answers)
    name = f"measure {subject.code.hex()} {_digest(told)}"
    response = _said(
        resourceType="QuestionnaireResponse",
        meta=_tagged(terms.REPORTED, lang),
        language=lang,
        questionnaire=questions.about(row.instrument),
        status="completed",
        subject={"reference": subject.urn},
        authored=when.iso(row.written_utc_ms) if is_a_time(row.written_utc_ms) else None,
        source={"reference": subject.urn},
        item=questions.instrument_items(instrument, row.answers, lang),
    )
    yield _answered(name, response)
    scores = instrument.scored(row.answers)
    for score in instrument.scores:
        if score.key in scores:
            code = f"{row.instrument}-{score.key}"
            observation = _said(
                resourceType="Observation",
                meta=_tagged(terms.REPORTED, lang),
                language=lang,
                status="final",
                category=[{"coding": [{"system": _CATEGORIES, "code": "survey"}]}],
                code={"coding": [*terms.OTHERS.get(code, ()), terms.coding(code, lang)]},
                subject={"reference": subject.urn},
                effectiveDateTime=row.day.isoformat(),
                performer=[{"reference": subject.urn}],
                valueQuantity=_measured(scores[score.key], score.unit),
                derivedFrom=[{"reference": terms.urn(name)}],
            )
            yield _answered(f"{name} {score.key}", observation)


def _answered(name: str, resource: Resource) -> Piece:
    """Return something that the wearer said, under the identifier that its name comes to."""
    urn = terms.urn(name)
    value = urn.removeprefix("urn:uuid:")
    identifier: Any = {"system": terms.ANSWERS, "value": value}
    is_response = resource["resourceType"] == "QuestionnaireResponse"
    return Piece(
        urn,
        resource | {"identifier": identifier if is_response else [identifier]},
        terms.ANSWERS,
        value,
    )


def _observation(
    entry: ExportEntry, subject: Subject | None, with_words: bool, lang: str
) -> Resource:
    night, session = entry.night, entry.night.session
    return _said(
        resourceType="Observation",
        meta=_tagged(terms.SENSED, lang),
        language=lang,
        identifier=[{"system": terms.KEYS, "value": entry.key}],
        status="final",
        category=[{"coding": [{"system": _CATEGORIES, "code": "activity"}]}],
        code={"coding": [terms.MINDFUL, terms.coding(terms.SESSION, lang)]},
        subject=None if subject is None else {"reference": subject.urn},
        effectivePeriod=_period(night.began, session.duration_ms),
        device={"reference": _urn_of(night.watch)},
        note=[{"text": words.sensed(night, lang)}],
        component=[*_clock(night.began, lang), *_practice(entry, with_words, lang)],
    )


def _period(began: Moment, duration_ms: int) -> Resource:
    """Return from when to when, as well as it is known; where it is not, that it is unknown."""
    if began.utc_ms is None:
        return {"extension": [{"url": _ABSENT, "valueCode": "unknown"}]}
    return {
        "start": _time(began, began.utc_ms),
        "end": _time(began, began.utc_ms + duration_ms),
    }


def _clock(began: Moment, lang: str) -> Iterator[Resource]:
    yield _concept("clock-quality", when.quality(began), lang)
    if began.error_ms is not None:
        yield _quantity("clock-error", began.error_ms, "ms", lang)
    if began.is_disputed:
        yield _component("clock-disputed", {"valueBoolean": True}, lang)
    bounds = (("began-earliest", began.earliest_ms), ("began-latest", began.latest_ms))
    for code, utc_ms in bounds:
        if utc_ms is not None:
            yield _component(code, {"valueDateTime": _time(began, utc_ms)}, lang)


def _practice(entry: ExportEntry, with_words: bool, lang: str) -> Iterator[Resource]:
    night, session = entry.night, entry.night.session
    named = words.printable(night.protocol_name or "") if with_words else ""
    yield _component("protocol", {"valueString": named or session.protocol_id.hex()}, lang)
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


def _response(
    entry: ExportEntry,
    subject: Subject | None,
    name: str,
    answers: dict[str, int | bool | str | None],
    authored: str | None,
    lang: str,
) -> Piece:
    person = None if subject is None else {"reference": subject.urn}
    response = _said(
        resourceType="QuestionnaireResponse",
        meta=_tagged(terms.REPORTED, lang),
        language=lang,
        questionnaire=questions.about_session(),
        partOf=[{"reference": entry.uuid.urn}],
        status="completed",
        subject=person,
        authored=authored,
        source=person,
        item=questions.session_items(answers, lang),
    )
    return _answered(f"{entry.key} {name}", response)


def _answers(note: Note, with_words: bool) -> dict[str, int | bool | str | None]:
    remarks = words.printable(note.text).strip() if with_words else ""
    return {
        questions.TENSION_BEFORE: note.tension_before,
        questions.TENSION_AFTER: note.tension_after,
        questions.CALMER: note.calmer,
        questions.REMARKS: remarks or None,
    }


def _digest(said: tuple[object, ...]) -> str:
    """Return what tells one thing that was said from every other: it may be said in any order."""
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def _tagged(code: str, lang: str) -> Resource:
    return {"tag": [terms.coding(code, lang)]}


def _component(code: str, value: Resource, lang: str) -> Resource:
    return {"code": terms.concept(code, lang)} | value


def _concept(code: str, value: str, lang: str) -> Resource:
    return _component(code, {"valueCodeableConcept": terms.concept(value, lang)}, lang)


def _quantity(code: str, value: float, unit: str, lang: str) -> Resource:
    return _component(code, {"valueQuantity": _measured(value, unit)}, lang)


def _measured(value: float, unit: str) -> Resource:
    number = int(value) if value == int(value) else value
    return {"value": number, "unit": unit, "system": _UNITS, "code": unit}


def _time(moment: Moment, utc_ms: int) -> str:
    """Return a time with the wearer's offset, in UTC where none is known."""
    return when.iso_local(moment, utc_ms) if moment.zones_min else when.iso(utc_ms)


def _urn_of(watch: WatchRow) -> str:
    return terms.urn(f"watch {watch.serial.hex()}")


def _said(**fields: Any) -> Resource:
    """Return the fields that have a value: FHIR knows no empty ones."""
    return {name: value for name, value in fields.items() if value is not None}
