"""The words in a picture of a night, in Dutch and in English."""

from loslaten.language.text import Text
from loslaten_core.practice import muscles

PHASES = {
    "settle": Text("gaan liggen", "settle in"),
    "ready": Text("aankondiging", "get ready"),
    "tense": Text("aanspannen", "tense"),
    "release": Text("loslaten", "release"),
    "count": Text("tellen", "count"),
    "paused": Text("pauze", "pause"),
    "rest": Text("rust", "final rest"),
}
MEANINGS = {
    "started": Text("gestart", "started"),
    "begin": Text("nu beginnen", "begin now"),
    "again": Text("nog eens", "again"),
    "limit": Text("mocht niet vaker", "no more allowed"),
    "cut": Text("meteen los", "let go early"),
    "skipped": Text("overgeslagen", "skipped"),
    "next": Text("verder", "go on"),
    "paused": Text("pauze", "pause"),
    "resumed": Text("hervat", "resumed"),
    "position": Text("waar ben ik?", "where am I?"),
    "stopped": Text("gestopt", "stopped"),
    "refused": Text("kon niet", "refused"),
    "nothing": Text("geen gevolg", "no effect"),
}
PRESSES = {
    "press": Text("drukken", "press"),
    "double": Text("twee keer drukken", "two presses"),
    "hold": Text("ingedrukt houden", "hold"),
    "long": Text("lang ingedrukt houden", "long hold"),
}
CUES = {
    "ready": Text("maak u klaar", "get ready"),
    "tense": Text("aanspannen", "tense"),
    "release": Text("loslaten", "let go"),
    "landmark": Text("nieuw lichaamsdeel", "new body part"),
    "end": Text("einde", "end"),
    "ack": Text("begrepen", "noticed"),
    "limit": Text("niet vaker", "no more"),
    "paused": Text("pauze", "paused"),
    "resumed": Text("hervat", "resumed"),
    "position": Text("hier bent u", "where you are"),
    "battery": Text("batterij", "battery"),
    "refused": Text("kan niet", "refused"),
    "tick": Text("lang genoeg", "long enough"),
    "here": Text("ik ben er", "I am here"),
    "sync": Text("lees mij uit", "sync me"),
    "started": Text("begonnen", "started"),
    "radio": Text("radio aan", "radio on"),
}
REGIONS = {
    muscles.LEGS: Text("benen", "legs"),
    muscles.TRUNK: Text("romp", "trunk"),
    muscles.ARMS: Text("armen", "arms"),
    muscles.FACE: Text("hoofd en nek", "head and neck"),
}
ENDINGS = {
    "completed": Text("voltooid", "completed"),
    "stopped": Text("gestopt", "stopped"),
    "left": Text("niet terug uit een pauze", "not back from a pause"),
    "battery": Text("batterij te laag", "battery too low"),
    "power-lost": Text("stroom weggevallen", "power lost"),
    "fault": Text("storing", "fault"),
}
COMPUTED = Text(
    "De momenten zijn berekend uit de sommen van het logboek; pauzes zijn niet getekend.",
    "The moments are computed from the sums in the log; pauses are not drawn.",
)
WHOLE = Text("De hele sessie", "The whole session")
EACH = Text("Elke spiergroep, in seconden", "Each muscle group, in seconds")
ENLARGED = Text(
    "Elk signaal vergroot: twee seconden van de motor",
    "Each cue enlarged: two seconds of the motor",
)
ENLARGED_FELT = Text(
    "Elk signaal vergroot: twee seconden van de motor, en wat daarvan te voelen is",
    "Each cue enlarged: two seconds of the motor, and what is felt of it",
)
FIRM = Text(", steviger", ", firmer")
DRIVE = Text("motor", "motor")
FELT = Text("gevoeld", "felt")
SKIPPED = Text("overgeslagen", "skipped")
LEFT_OUT = Text("weggelaten", "left out")
NOT_DONE = Text("niet gedaan", "not done")
NOT_REACHED = Text("niet bereikt", "not reached")
REPEAT = Text("herhaling", "repeat")


def repeats(count: int, lang: str) -> str:
    """Return "3 repeats"."""
    if lang == "nl":
        return f"{count} keer"
    return "1 repeat" if count == 1 else f"{count} repeats"


def repeats_in_all(count: int, lang: str) -> str:
    """Return "36 repeats", of a whole session."""
    if lang == "nl":
        return "1 herhaling" if count == 1 else f"{count} herhalingen"
    return repeats(count, lang)


def asked(count: int, lang: str) -> str:
    """Return "1 asked for": repeats that the wearer asked for."""
    return f"{count} gevraagd" if lang == "nl" else f"{count} asked for"


def cut(count: int, lang: str) -> str:
    """Return "1 cut short"."""
    return f"{count} afgebroken" if lang == "nl" else f"{count} cut short"


def skipped(count: int, lang: str) -> str:
    """Return "1 skipped"."""
    return f"{count} overgeslagen" if lang == "nl" else f"{count} skipped"


def pauses(count: int, lang: str) -> str:
    """Return "2 pauses"."""
    if lang == "nl":
        return "1 pauze" if count == 1 else f"{count} pauzes"
    return "1 pause" if count == 1 else f"{count} pauses"


def groups_done(done: int, of: int, lang: str) -> str:
    """Return "16 of 17 muscle groups"; without the whole where that is not known (0)."""
    count = f"{done} {'van' if lang == 'nl' else 'of'} {of}" if of else f"{done}"
    return f"{count} {'spiergroepen' if lang == 'nl' else 'muscle groups'}"
