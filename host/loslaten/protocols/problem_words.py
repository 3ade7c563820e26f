# SPDX-License-Identifier: MIT
"""Problems of a protocol in both languages: those of the watch's own check, and those of a file.

The shared code tells a problem in English, which costs a watch less. What it says is looked up
here; the names of fields and their values stay as they are typed in the file.
"""

import re

from loslaten.language.text import Text
from loslaten_core.practice import limits
from loslaten_core.practice.checks import Problem

_TOLD = Text("{} is {}; toegestaan: {} ({})", "{} is {}; allowed: {} ({})")
# Fields, values, what is allowed and why, as they stand in a `Problem`.
DUTCH = {
    limits.WHY_CRAMP: "voeten krijgen kramp als het langer duurt",
    limits.WHY_TENSE: "korter voelt u niet, langer vermoeit de spier en geeft kramp",
    limits.WHY_RELEASE: (
        "het verschil voelt u bij het loslaten; dat kost tijd, maar niet zo veel dat de aandacht"
        " afdwaalt"
    ),
    limits.WHY_GAP: "tijd om de volgende spiergroep te vinden zonder de draad kwijt te raken",
    limits.WHY_REPEATS: (
        "de folder herhaalt een spiergroep tot u het verschil voelt, hooguit vijf keer"
    ),
    limits.WHY_REST: "na de laatste spiergroep ligt u nog minstens vijf minuten stil",
    limits.WHY_COUNT: "één tel gaat met één rustige uitademing",
    limits.WHY_SETTLE: "tijd om te gaan liggen en te voelen dat het begonnen is",
    limits.WHY_STRENGTH: "zwakker voelt u niet met een gespannen arm",
    limits.WHY_LONGEST: "de langste weg mag twee uur duren",
    limits.WHY_TENSED_REPEATS: (
        "de folder spant een spiergroep twee tot vijf keer aan, tot u het verschil voelt"
    ),
    "the watch is on one arm": "het horloge zit om één arm",
    "no such way": "die manier bestaat niet",
    "the catalogue's numbers": "de nummers van de lijst",
    "unknown muscle": "onbekende spiergroep",
    "twice": "dubbel",
    "once": "één keer",
    "a muscle group stands once in a protocol": "een spiergroep staat één keer in een protocol",
    "a to z, 0 to 9 and -": "a tot z, 0 tot 9 en -",
    "it is typed": "het wordt getypt",
    "all left out": "alles weggelaten",
    "at least one": "minstens één",
    "nothing would be felt": "er zou niets te voelen zijn",
    "the file": "het bestand",
    "not found": "niet gevonden",
    "the name of a protocol, or a file": "de naam van een protocol, of een bestand",
    "too large": "te groot",
    "a protocol is a page of text": "een protocol is een bladzijde tekst",
    "not UTF-8": "geen UTF-8",
    "text in UTF-8": "tekst in UTF-8",
    "TOML is written in it": "TOML is zo geschreven",
    "not TOML": "geen TOML",
    "it is nested too deep": "het is te diep genest",
    "a muscle of the catalogue": "een spiergroep van de lijst",
    "missing": "afwezig",
    "unknown": "onbekend",
    "it cannot be guessed": "het is niet te raden",
    "text": "tekst",
    "every text is there in Dutch and in English": "elke tekst is er in het Nederlands en Engels",
    "a table": "een tabel",
    "true or false": "true of false",
    "a number of seconds": "een aantal seconden",
    "a whole number": "een geheel getal",
    "[fewest, most], two whole numbers": "[minste, meeste], twee gehele getallen",
    "a text in nl and in en": "een tekst in nl en in en",
    "a list of muscle groups": "een lijst van spiergroepen",
    "this is true or false": "dit is true of false",
    "this is text": "dit is tekst",
    "this is a whole number": "dit is een geheel getal",
    "this is a number": "dit is een getal",
    "this is a list": "dit is een lijst",
    "this is a table": "dit is een tabel",
    "this is not finite": "dit is niet eindig",
    "this is too large": "dit is te groot",
    "this is empty": "dit is leeg",
    "this has characters that cannot be shown": "dit heeft tekens die niet te tonen zijn",
    "this is a date or a time": "dit is een datum of een tijd",
    "there is no such thing": "dat bestaat niet",
    "a very large number": "een heel groot getal",
    "groups": "groups",
    "longest way": "langste weg",
}
_PARTS = (
    (re.compile(r"^group (\d+)"), r"spiergroep \1"),
    (re.compile(r"(?<=\d) to (?=\d)"), " tot "),
    (re.compile(r"(?<=s) to (?=\d)"), " tot "),
    (re.compile(r"^at most "), "hooguit "),
    (re.compile(r" in steps of "), " in stappen van "),
    (re.compile(r"^did you mean (.*)\?$"), r"bedoelt u \1?"),
)


def words(english: str) -> Text:
    """Return words of a problem in both languages."""
    return Text(_dutch(english), english)


def told(problem: Problem) -> Text:
    """Return a problem as a line in both languages."""
    parts = (problem.field, problem.value, problem.allowed, problem.why)
    return _TOLD.format(*(words(str(part)) for part in parts))


def _dutch(words: str) -> str:
    """Return words of a problem in Dutch; what is not known, such as a value, stays as it is."""
    if words in DUTCH:
        return DUTCH[words]
    for pattern, dutch in _PARTS:
        words = pattern.sub(dutch, words)
    return words
