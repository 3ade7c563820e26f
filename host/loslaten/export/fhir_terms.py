"""The terms of the FHIR export: its own code system, and the questions to the wearer.

There is no LOINC or SNOMED CT code for a session of progressive muscle relaxation, nor for a
tension of 0 to 10 around it; a wrong one would be worse than none. So the codes are Loslaten's
own, and a bundle brings their definitions along.
"""

import uuid
from typing import Any

from loslaten.export import words
from loslaten.language import vocabulary
from loslaten.language.text import Text, other_language
from loslaten.practice_log.backup.exported import NAMESPACE
from loslaten.practice_log.rows import NOTE_CHARS, TENSION_MAX

VERSION = "1"
SESSION = "relaxation-session"
SENSED, REPORTED = "sensed", "self-reported"
TENSION_BEFORE, TENSION_AFTER = "tension-before", "tension-after"
CALMER, REMARKS = "breathing-calmer", "remarks"

CODES = {
    SESSION: words.SESSION,
    SENSED: Text("vastgelegd door het horloge", "recorded by the watch"),
    REPORTED: Text("gemeld door de drager", "reported by the wearer"),
    "watch": Text("haptisch horloge voor ontspanningsoefeningen", "haptic relaxation watch"),
    "clock-quality": Text("hoe goed de klok bekend was", "how well the clock was known"),
    "exact": Text(
        "geijkt terwijl het horloge aan stond, op clock-error na",
        "set while the watch was on, give or take clock-error",
    ),
    "carried": Text(
        "meegenomen over een herstart, op clock-error na",
        "carried over a restart, give or take clock-error",
    ),
    "between": Text("tussen twee grenzen", "between two bounds"),
    "unknown": Text("onbekend", "unknown"),
    "clock-error": Text("grootste fout van de klok", "largest error of the clock"),
    "clock-disputed": Text("de klokken waren het oneens", "the clocks disagreed"),
    "began-earliest": Text("op zijn vroegst begonnen", "began at the earliest"),
    "began-latest": Text("op zijn laatst begonnen", "began at the latest"),
    "protocol": Text("protocol", "protocol"),
    "ending": Text("hoe het eindigde", "how it ended"),
    **vocabulary.ENDINGS_TOLD,
    "duration": Text("duur", "duration"),
    "settle-in": Text("gaan liggen", "settling in"),
    "pauses": Text("aantal pauzes", "number of pauses"),
    "paused": Text("duur van de pauzes", "time in pauses"),
    "final-rest": Text("eindrust", "final rest"),
    "groups-done": Text("spiergroepen gedaan", "muscle groups done"),
    "groups-skipped": Text("spiergroepen overgeslagen", "muscle groups skipped"),
    "groups-interrupted": Text("spiergroepen afgebroken", "muscle groups interrupted"),
    "groups-left-out": Text("spiergroepen weggelaten", "muscle groups left out"),
    "repeats-done": Text("herhalingen gedaan", "repeats done"),
    "repeats-asked": Text("herhalingen gevraagd", "repeats asked for"),
    "repeats-cut": Text("herhalingen eerder losgelaten", "repeats cut short"),
    "battery-before": Text("batterij vooraf", "battery before"),
    "battery-after": Text("batterij achteraf", "battery after"),
    "worst-lateness": Text("grootste vertraging van een signaal", "largest lateness of a cue"),
    "summary-only": Text(
        "het horloge was vol en hield alleen totalen", "the watch was full and kept sums only"
    ),
}
QUESTIONS = {
    TENSION_BEFORE: Text(
        "Hoe gespannen was u vooraf, van 0 (niet) tot 10?",
        "How tense were you before it, from 0 (not at all) to 10?",
    ),
    TENSION_AFTER: Text(
        "Hoe gespannen was u achteraf, van 0 (niet) tot 10?",
        "How tense were you after it, from 0 (not at all) to 10?",
    ),
    CALMER: Text("Werd de ademhaling rustiger?", "Did breathing grow calmer?"),
    REMARKS: Text("Wat is er over te zeggen?", "What is there to say about it?"),
}


def urn(name: str) -> str:
    """Return the URN that something of this name has in every export."""
    return uuid.uuid5(NAMESPACE, name).urn


CODE_SYSTEM = urn("code system")
QUESTIONNAIRE = urn("questionnaire")
KEYS = urn("session keys")


def coding(code: str, lang: str) -> dict[str, Any]:
    """Return a code as a Coding, with what it means in `lang`."""
    return {"system": CODE_SYSTEM, "code": code, "display": CODES[code].say(lang)}


def concept(code: str, lang: str) -> dict[str, Any]:
    """Return a code as a CodeableConcept."""
    return {"coding": [coding(code, lang)]}


def code_system(lang: str) -> dict[str, Any]:
    """Return the CodeSystem with all codes in both languages."""
    other = other_language(lang)
    return {
        "resourceType": "CodeSystem",
        "url": CODE_SYSTEM,
        "version": VERSION,
        "name": "LoslatenPractice",
        "title": "Loslaten: practice",
        "status": "active",
        "content": "complete",
        "caseSensitive": True,
        "count": len(CODES),
        "language": lang,
        "concept": [
            {
                "code": code,
                "display": text.say(lang),
                "designation": [{"language": other, "value": text.say(other)}],
            }
            for code, text in CODES.items()
        ],
    }


def questionnaire(lang: str) -> dict[str, Any]:
    """Return the Questionnaire that the wearer's ratings answer."""
    scale = {"minValue": 0, "maxValue": TENSION_MAX}
    extensions = [
        {"url": f"http://hl7.org/fhir/StructureDefinition/{name}", "valueInteger": value}
        for name, value in scale.items()
    ]
    items: list[dict[str, Any]] = [
        {"linkId": name, "text": QUESTIONS[name].say(lang), "type": "integer"}
        | {"extension": extensions}
        for name in (TENSION_BEFORE, TENSION_AFTER)
    ]
    items.append({"linkId": CALMER, "text": QUESTIONS[CALMER].say(lang), "type": "boolean"})
    remarks = {"linkId": REMARKS, "text": QUESTIONS[REMARKS].say(lang), "type": "text"}
    return {
        "resourceType": "Questionnaire",
        "url": QUESTIONNAIRE,
        "version": VERSION,
        "name": "LoslatenTension",
        "title": "Loslaten: tension before and after",
        "status": "active",
        "language": lang,
        "item": [*items, remarks | {"maxLength": NOTE_CHARS}],
    }
