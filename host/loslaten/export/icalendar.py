# SPDX-License-Identifier: MIT
"""The practice log as a calendar (iCalendar, RFC 5545): an event per session.

Only sessions of which there is an estimate of when they were; how sure that is, an event says. The
others are counted in the calendar's description and are nowhere in it: a calendar has no place for
a day that is not known.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from loslaten.export import words
from loslaten.language.text import Text
from loslaten.practice_log import moments as when
from loslaten.practice_log.backup.exported import ExportEntry, is_a_time

_LINE_BYTES_MAX = 75
_PRODUCT = "-//Loslaten//Practice log//EN"
_NAME = Text("Loslaten: oefeningen", "Loslaten: practice")

_Property = tuple[str, str]


def has_place(entry: ExportEntry) -> bool:
    """Whether a session can be in a calendar."""
    return entry.night.began.utc_ms is not None


def write(entries: Iterable[ExportEntry], left_out: int, lang: str) -> Iterator[str]:
    """Yield the calendar, line by line; texts in `lang`, "nl" or "en".

    `left_out` is how many of the sessions have no place in it. At least one must have: a calendar
    without events is none.
    """
    for name, value in _calendar(entries, left_out, lang):
        yield _folded(f"{name}:{value}")


def _calendar(entries: Iterable[ExportEntry], left_out: int, lang: str) -> Iterator[_Property]:
    yield "BEGIN", "VCALENDAR"
    yield "VERSION", "2.0"
    yield "PRODID", _PRODUCT
    yield "NAME", _escaped(_NAME.say(lang))
    yield "X-WR-CALNAME", _escaped(_NAME.say(lang))
    if left_out:
        yield "DESCRIPTION", _escaped(words.not_placed(left_out, lang))
    for entry in filter(has_place, entries):
        yield from _event(entry, lang)
    yield "END", "VCALENDAR"


def _event(entry: ExportEntry, lang: str) -> Iterator[_Property]:
    night, began = entry.night, entry.night.began
    assert began.utc_ms is not None
    assert began.error_ms is not None
    description = [words.sensed(night, lang), *words.reported(night, lang)]
    length_s = max(1, round(night.session.duration_ms / 1000))
    yield "BEGIN", "VEVENT"
    yield "UID", str(entry.uuid)
    yield "DTSTAMP", _utc(_revised_utc_ms(entry, began.utc_ms))
    yield "DTSTART", _utc(began.utc_ms)
    yield "DTEND", _utc(began.utc_ms // 1000 * 1000 + length_s * 1000)
    yield "SUMMARY", _escaped(words.summary(night, lang))
    yield (
        "DESCRIPTION",
        _escaped("\n".join(description)),
    )
    yield "STATUS", "CONFIRMED" if when.is_sharp(began) else "TENTATIVE"
    yield "CLASS", "PRIVATE"
    # It says what was done, and keeps no time free.
    yield "TRANSP", "TRANSPARENT"
    yield "X-LOSLATEN-SESSION", entry.key
    yield "X-LOSLATEN-PROVENANCE", "sensed"
    yield "X-LOSLATEN-CLOCK-QUALITY", when.quality(began)
    yield "X-LOSLATEN-CLOCK-ERROR-S", f"{began.error_ms / 1000:.3f}"
    if began.zones_min:
        yield "X-LOSLATEN-UTC-OFFSET-MIN", str(began.zones_min[0])
    yield "END", "VEVENT"


def _revised_utc_ms(entry: ExportEntry, began_utc_ms: int) -> int:
    """Return when something was last learned about a session: programs take the later of two."""
    written = [note.written_utc_ms for note in entry.night.notes]
    learned = [utc_ms for utc_ms in (entry.received_utc_ms, *written) if is_a_time(utc_ms)]
    return max([began_utc_ms + entry.night.session.duration_ms, *learned])


def _utc(utc_ms: int) -> str:
    return datetime.fromtimestamp(utc_ms // 1000, UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    text = words.printable(text).replace("\\", "\\\\").replace("\n", "\\n")
    return text.replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """Return a line in pieces of so many bytes as are allowed, none in the middle of a letter."""
    pieces, piece, room = [], "", _LINE_BYTES_MAX
    for letter in line:
        size = len(letter.encode())
        if size > room:
            pieces.append(piece)
            # The space that begins a further piece counts as well.
            piece, room = "", _LINE_BYTES_MAX - 1
        piece += letter
        room -= size
    return "\r\n ".join([*pieces, piece]) + "\r\n"
