# SPDX-License-Identifier: MIT
"""Numbers as people read them, in Dutch and in English."""

from loslaten.language.text import Counted, Text

_TO = "\N{EN DASH}"
_MINUTE_MS = 60_000
_HOURS = Text("{} u", "{} h")
_YES = Text("ja", "yes")
_NO = Text("nee", "no")
_OF = Text("{} van {}", "{} of {}")
_DECIMAL_SIGN = Text(",", ".")

SESSIONS = Counted(Text("{} oefening", "{} session"), Text("{} oefeningen", "{} sessions"))
NIGHTS = Counted(Text("{} nacht", "{} night"), Text("{} nachten", "{} nights"))
DAYS = Counted(Text("{} dag", "{} day"), Text("{} dagen", "{} days"))
WEEKS = Counted(Text("{} week", "{} week"), Text("{} weken", "{} weeks"))
MONTHS = Counted(Text("{} maand", "{} month"), Text("{} maanden", "{} months"))
YEARS = Text("{} jaar", "{} years")
GROUPS = Counted(
    Text("{} spiergroep", "{} muscle group"), Text("{} spiergroepen", "{} muscle groups")
)


def decimal(value: float, lang: str, places: int = 1) -> str:
    """Return a number as it is read: 2.5, in Dutch 2,5; without a fraction where there is none."""
    written = f"{value:.{places}f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return written.replace(".", _DECIMAL_SIGN.say(lang))


def fixed(value: float, lang: str, places: int) -> str:
    """Return a number with so many places, also where they are zeros: 3.90, in Dutch 3,90."""
    return f"{value:.{places}f}".replace(".", _DECIMAL_SIGN.say(lang))


def length(time_ms: float, lang: str) -> str:
    """Return how long something took: "27 min", "13 h 40 min"."""
    hours, minutes = divmod(round(time_ms / _MINUTE_MS), 60)
    if not hours:
        return f"{minutes} min"
    told = _HOURS.say(lang).format(hours)
    return f"{told} {minutes} min" if minutes else told


def of(count: object, whole: object, lang: str) -> str:
    """Return "3 of 8"."""
    return _OF.say(lang).format(count, whole)


def yes_or_no(value: bool, lang: str) -> str:
    """Return "yes" or "no"."""
    return (_YES if value else _NO).say(lang)


def ordinal(number: int, lang: str) -> str:
    """Return "2nd", in Dutch "2e"."""
    endings = {1: "1st", 2: "2nd", 3: "3rd"}
    return Text(f"{number}e", endings.get(number, f"{number}th")).say(lang)


def span(low: int, high: int) -> str:
    """Return "2 to 5" with a dash, or "3"."""
    return str(low) if low == high else f"{low}{_TO}{high}"
