# SPDX-License-Identifier: MIT
"""Headings and notes that only the picture of a night has."""

from loslaten.language import numbers
from loslaten.language.text import Text

COMPUTED = Text(
    "De momenten zijn berekend uit de sommen van het logboek; pauzes zijn niet getekend.",
    "The moments are computed from the sums in the log; pauses are not drawn.",
)
WHOLE = Text("De hele oefening", "The whole session")
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


def groups_done(done: int, whole: int, lang: str) -> str:
    """Return "16 of 17 muscle groups"; without the whole where that is not known (0)."""
    if not whole:
        return numbers.GROUPS.say(done, lang)
    return numbers.of(done, numbers.GROUPS.say(whole, lang), lang)
