# SPDX-License-Identifier: MIT
"""One word for one thing: what phases, presses, cues and endings are called, in both languages.

A table a concept, by the names that the shared code gives them. Report, pictures, terminal,
exports and guides take their words from here.
"""

from loslaten.language.concepts import Ending, Gesture, Meaning, PhaseKind
from loslaten.language.text import Counted, Text
from loslaten_core.practice import muscles

PHASES = {
    PhaseKind.SETTLE: Text("gaan liggen", "settle in"),
    PhaseKind.READY: Text("aankondiging", "get ready"),
    PhaseKind.TENSE: Text("aanspannen", "tense"),
    PhaseKind.RELEASE: Text("loslaten", "release"),
    PhaseKind.COUNT: Text("tellen", "count"),
    PhaseKind.PAUSED: Text("pauze", "pause"),
    PhaseKind.REST: Text("eindrust", "final rest"),
}
EVENTS = {
    Meaning.STARTED: Text("begonnen", "started"),
    Meaning.BEGIN: Text("nu beginnen", "begin now"),
    Meaning.AGAIN: Text("nog een keer", "again"),
    Meaning.LIMIT: Text("kan niet vaker", "no more"),
    Meaning.CUT: Text("eerder losgelaten", "cut short"),
    Meaning.SKIPPED: Text("overgeslagen", "skipped"),
    Meaning.NEXT: Text("verder", "go on"),
    Meaning.PAUSED: Text("pauze", "pause"),
    Meaning.RESUMED: Text("hervat", "resumed"),
    Meaning.POSITION: Text("waar ben ik?", "where am I?"),
    Meaning.STOPPED: Text("gestopt", "stopped"),
    Meaning.REFUSED: Text("kan nu niet", "not now"),
    Meaning.NOTHING: Text("geen gevolg", "no effect"),
}
PRESSES = {
    Gesture.PRESS: Text("drukken", "press"),
    Gesture.DOUBLE: Text("twee keer drukken", "two presses"),
    Gesture.HOLD: Text("ingedrukt houden", "hold"),
    Gesture.LONG: Text("lang ingedrukt houden", "very long hold"),
}
CUES = {
    "ready": Text("maak u klaar", "get ready"),
    "tense": Text("aanspannen", "tense"),
    "release": Text("loslaten", "let go"),
    "landmark": Text("nieuw deel van het lichaam", "new part of the body"),
    "end": Text("einde", "end"),
    "ack": Text("gemerkt", "noticed"),
    "limit": Text("kan niet vaker", "no more"),
    "paused": Text("pauze", "paused"),
    "resumed": Text("hervat", "resumed"),
    "position": Text("hier bent u", "where you are"),
    "battery": Text("batterij", "battery"),
    "refused": Text("kan nu niet", "not now"),
    "tick": Text("lang genoeg", "long enough"),
    "here": Text("ik ben er", "I am here"),
    "sync": Text("lees mij uit", "sync me"),
    "started": Text("begonnen", "started"),
    "radio": Text("radio aan", "radio on"),
}
# Cues as sentences, for whoever learns them.
CUES_TOLD = {
    "ready": Text("maak u klaar: de volgende spiergroep", "get ready: the next muscle group"),
    "tense": Text("span aan", "tense"),
    "release": Text("laat los, en voel het verschil", "let go, and feel the difference"),
    "landmark": Text(
        "maak u klaar: een nieuw deel van het lichaam, of de eindrust",
        "get ready: a new part of the body, or the final rest",
    ),
    "end": Text("de eindrust is voorbij", "the final rest is over"),
    "ack": Text("gemerkt", "noticed"),
    "limit": Text("deze spiergroep kan niet vaker", "this muscle group cannot be repeated more"),
    "paused": Text("de oefening staat stil", "the session is paused"),
    "resumed": Text("de oefening gaat verder", "the session goes on"),
    "position": Text("hoever u bent, geteld", "where you are, counted"),
    "battery": Text(
        "voor hoeveel oefeningen de batterij nog reikt", "how many sessions the battery lasts"
    ),
    "refused": Text("dat kan nu niet", "that cannot be done now"),
    "tick": Text("lang genoeg ingedrukt", "held long enough"),
    "here": Text("ik ben er", "I am here"),
    "sync": Text("het logboek moet naar de laptop", "the log should go to the laptop"),
    "started": Text("de oefening begint", "the session begins"),
    "radio": Text("de radio staat aan", "the radio is on"),
}
# With how much force a muscle group is tensed.
EFFORTS = {
    "calm": Text("rustig", "calm"),
    "light": Text("licht", "light"),
    "firm": Text("stevig", "firm"),
}
# How a group is practised that is not tensed.
MODES = {
    "release-only": Text("alleen loslaten", "release only"),
    "count": Text("tellen", "count"),
    "left-out": Text("weggelaten", "left out"),
}
REGIONS = {
    muscles.LEGS: Text("benen", "legs"),
    muscles.TRUNK: Text("romp", "trunk"),
    muscles.ARMS: Text("armen en schouders", "arms and shoulders"),
    muscles.FACE: Text("hoofd en nek", "head and neck"),
}
ENDINGS: dict[str, Text] = {
    Ending.COMPLETED: Text("afgemaakt", "completed"),
    Ending.STOPPED: Text("gestopt", "stopped"),
    Ending.LEFT: Text("niet terug uit een pauze", "not back from a pause"),
    Ending.BATTERY: Text("batterij te laag", "battery too low"),
    Ending.POWER_LOST: Text("stroom weggevallen", "power lost"),
    Ending.FAULT: Text("storing", "fault"),
}
# Events of a timeline in the terminal; in English by the names that `--json` has as well.
_HAPPENED = {
    "started": "begonnen",
    "ready": "aankondiging",
    "tense": "aanspannen",
    "release": "loslaten",
    "again": "nog een keer",
    "limit": "kan niet vaker",
    "cut": "eerder losgelaten",
    "skipped": "overgeslagen",
    "left-out": "weggelaten",
    "paused": "pauze",
    "resumed": "hervat",
    "position": "waar ben ik?",
    "rest": "eindrust",
    "over": "einde",
    "count": "tellen",
    "next": "verder",
    "refused": "kan nu niet",
    "not-again": "toch niet",
    "interrupted": "afgebroken",
    "releasing": "loslaten",
}
# Endings as they stand in a sentence about a session.
ENDINGS_TOLD: dict[str, Text] = {
    Ending.COMPLETED: Text("afgemaakt", "completed"),
    Ending.STOPPED: Text("gestopt door de drager", "stopped by the wearer"),
    Ending.LEFT: Text("gestopt: niet terug uit een pauze", "ended: not back from a pause"),
    Ending.BATTERY: Text("gestopt: batterij te laag", "ended: battery too low"),
    Ending.POWER_LOST: Text("gestopt: stroom weggevallen", "ended: power lost"),
    Ending.FAULT: Text("gestopt: storing van het horloge", "ended: fault of the watch"),
}

# What became of a muscle group.
SKIPPED = Text("overgeslagen", "skipped")
LEFT_OUT = Text("weggelaten", "left out")
INTERRUPTED = Text("afgebroken", "interrupted")
NOT_REACHED = Text("niet bereikt", "not reached")
REPEAT = Text("herhaling", "repeat")
TIMES = Counted(Text("{} keer", "{} repeat"), Text("{} keer", "{} repeats"))
REPEATS = Counted(Text("{} herhaling", "{} repeat"), Text("{} herhalingen", "{} repeats"))
ASKED = Counted(Text("{} erbij gevraagd", "{} asked for"))
CUT = Counted(Text("{} eerder losgelaten", "{} cut short"))
SKIPPED_COUNT = Counted(Text("{} overgeslagen", "{} skipped"))
INTERRUPTED_COUNT = Counted(Text("{} afgebroken", "{} interrupted"))
PAUSES = Counted(Text("{} pauze", "{} pause"), Text("{} pauzes", "{} pauses"))


def cue(name: str, lang: str) -> str:
    """Return what a cue is called; one of a newer watch keeps its name."""
    return CUES[name].say(lang) if name in CUES else name


def cue_named(name: str, lang: str) -> str:
    """Return what a cue is called in a timeline; in English by the name that is typed."""
    return Text(cue(name, "nl"), name).say(lang)


def happened(name: str, lang: str) -> str:
    """Return what an event of a timeline is called; one of a newer watch keeps its name."""
    return Text(_HAPPENED.get(name, name), name).say(lang)


def happened_width(lang: str) -> int:
    """Return the width in characters of the longest name of an event in a timeline."""
    return max(len(happened(name, lang)) for name in _HAPPENED)


def region(number: int, lang: str) -> str:
    """Return what a part of the body is called, "" for one that is not known."""
    return REGIONS[number].say(lang) if number in REGIONS else ""


def ending(name: str, lang: str) -> str:
    """Return how a session ended; a name of a newer watch stays as it is."""
    return ENDINGS[name].say(lang) if name in ENDINGS else name


def ending_told(name: str, lang: str) -> str:
    """Return how a session ended, as it stands in a sentence."""
    return ENDINGS_TOLD[name].say(lang) if name in ENDINGS_TOLD else name


def breathing(is_calmer: bool, lang: str) -> str:
    """Return whether breathing grew calmer, in words."""
    return (_CALMER if is_calmer else _NOT_CALMER).say(lang)


_CALMER = Text("ademhaling werd rustiger", "breathing grew calmer")
_NOT_CALMER = Text("ademhaling werd niet rustiger", "breathing did not grow calmer")
