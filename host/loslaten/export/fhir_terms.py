# SPDX-License-Identifier: MIT
"""The terms of FHIR resources: Loslaten's own codes, and those of others where there are any.

A session has the code that HL7's guide to personal health records has for a mindful session. For
progressive muscle relaxation itself, and for a tension of 0 to 10 around it, neither LOINC nor
SNOMED CT has a code; a wrong one would be worse than none. So these are Loslaten's own, and a file
brings their definitions along (docs/fhir.md says what was looked for).
"""

import uuid
from typing import Any

from loslaten.export import words
from loslaten.language import vocabulary
from loslaten.language.text import Text, other_language
from loslaten.measures.instruments import INSTRUMENTS
from loslaten.practice_log.backup.exported import NAMESPACE

VERSION = "2"
SESSION = "relaxation-session"
SENSED, REPORTED = "sensed", "self-reported"

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
    **{
        f"{instrument.key}-{score.key}": score.name
        for instrument in INSTRUMENTS.values()
        for score in instrument.scores
    },
}
# HL7's own: http://hl7.org/fhir/uv/phr, version 1.0.0-ballot2.
_PGHD = "http://hl7.org/fhir/uv/phr/CodeSystem/observation-pghd-codes"
_SLEEP = "http://hl7.org/fhir/uv/phr/CodeSystem/sleep-episode-codes"
_LOINC = "http://loinc.org"
MINDFUL = {"system": _PGHD, "code": "mindfulSession", "display": "Mindful session"}
# What others call the scores of measures, by "instrument-score".
OTHERS = {
    "sleep-asleep": (
        {"system": _LOINC, "code": "93832-4", "display": "Sleep duration"},
        {"system": _SLEEP, "code": "totalSleepTime", "display": "Total sleep time"},
    ),
    "sleep-efficiency": (
        {
            "system": _SLEEP,
            "code": "sleepEfficiencyPercentage",
            "display": "Sleep efficiency percentage",
        },
    ),
}


def urn(name: str) -> str:
    """Return the URN that something of this name has in every export."""
    return uuid.uuid5(NAMESPACE, name).urn


CODE_SYSTEM = urn("code system")
# Systems of identifiers: what a receiver knows a resource again by.
KEYS, PERSONS, WATCHES, ANSWERS = map(urn, ("session keys", "persons", "watches", "answers"))


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
