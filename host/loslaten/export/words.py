# SPDX-License-Identifier: MIT
"""A session in words, Dutch or English, for whoever reads an export without Loslaten."""

from collections.abc import Iterator
from unicodedata import category

from loslaten.language import numbers, vocabulary
from loslaten.language.text import Text
from loslaten.practice_log import moments as when
from loslaten.practice_log.rows import Note
from loslaten.practice_log.sessions import Night

SESSION = Text("Ontspanningsoefening", "Relaxation practice")
UNCERTAIN = Text("tijd onzeker", "time uncertain")
_SENSED = Text("Vastgelegd door het horloge", "Recorded by the watch")
_REPORTED = Text("Gemeld door de drager", "Reported by the wearer")
_PRESSED = Text(
    "Gemeld door de drager, met de knop van het horloge",
    "Reported by the wearer, with the watch's button",
)
_BEFORE = Text("spanning vooraf {} van 10", "tension before {} of 10")
_AFTER = Text("spanning achteraf {} van 10", "tension after {} of 10")
_NOT_PLACED = Text(
    "Niet hierin, want het is niet bekend wanneer: {}.",
    "Not in here, because it is not known when: {}.",
)


def summary(night: Night, lang: str) -> str:
    """Return what a session was, in a few words."""
    title = night.protocol_title(lang) or night.protocol_name
    said = f"{SESSION.say(lang)}: {title}" if title else SESSION.say(lang)
    return said if when.is_sharp(night.began) else f"{said} ({UNCERTAIN.say(lang)})"


def sensed(night: Night, lang: str) -> str:
    """Return what the watch recorded, on a line."""
    return f"{_SENSED.say(lang)}: {', '.join(_sensed(night, lang))}."


def reported(night: Night, lang: str) -> list[str]:
    """Return what the wearer said, each time."""
    notes = [f"{_REPORTED.say(lang)}: {_said(note, lang)}" for note in night.notes]
    if night.pressed is None:
        return notes
    return [f"{_PRESSED.say(lang)}: {_said(night.pressed, lang)}", *notes]


def not_placed(count: int, lang: str) -> str:
    """Return that so many sessions are missing, because it is not known when they were."""
    return _NOT_PLACED.format(numbers.SESSIONS.text(count)).say(lang)


def printable(text: str) -> str:
    """Return a text without control characters, which no exchange format takes; lines stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one in "\n\t" or category(one) != "Cc")


def _sensed(night: Night, lang: str) -> Iterator[str]:
    session = night.session
    yield when.span(night.began, session.duration_ms, lang)
    if night.groups:
        whole = len(night.groups) - night.left_out
        told = numbers.of(session.groups_done, whole, lang)
        yield numbers.GROUPS.form(whole).say(lang).format(told)
    else:
        yield numbers.GROUPS.say(session.groups_done, lang)
    yield vocabulary.REPEATS.say(session.repeats_done, lang)
    yield vocabulary.ending_told(night.ending, lang)


def _said(note: Note, lang: str) -> str:
    said = []
    if note.tension_before is not None:
        said.append(_BEFORE.say(lang).format(note.tension_before))
    if note.tension_after is not None:
        said.append(_AFTER.say(lang).format(note.tension_after))
    if note.calmer is not None:
        said.append(vocabulary.breathing(note.calmer, lang))
    return ", ".join([*said, note.text] if note.text else said)
