# SPDX-License-Identifier: MIT
"""Protocols that were practised in a period, each with what was new in it, in one language."""

from dataclasses import dataclass

from loslaten.report.entries import Planned
from loslaten.report.figures import Figures, Use
from loslaten.report.page import phrases as tell
from loslaten.report.page import words
from loslaten.report.page.changes import changes, efforts

_PROTOCOLS_MAX = 3


@dataclass(frozen=True, slots=True)
class ProtocolRow:
    """A protocol that was practised: its sign, since when, its title, and what was new in it."""

    sign: str
    since: str
    title: str
    changed: str


def protocols(figures: Figures, lang: str) -> tuple[ProtocolRow, ...]:
    """Return the protocols in the order of their first session, each with what was new in it."""
    name = tell.names(figures, lang)
    rows = []
    before: Planned | None = None
    for place, use in enumerate(figures.uses):
        rows.append(_protocol(place, use, before, name, lang, tell.needs_year(figures)))
        before = use.planned or before
    return tuple(rows[-_PROTOCOLS_MAX:])


def _protocol(
    place: int, use: Use, before: Planned | None, name: tell.Name, lang: str, with_year: bool
) -> ProtocolRow:
    changed = ""
    if use.planned is not None and before is not None:
        found = changes(before, use.planned, name, lang)
        changed = "; ".join(found) or words.SAME.say(lang)
    elif use.planned is not None:
        changed = efforts(use.planned, name, lang)
    title = use.planned.title(lang) if use.planned else words.UNKNOWN_PROTOCOL.say(lang)
    return ProtocolRow(sign(place), tell.use(use, lang, with_year), title, changed)


def sign(place: int) -> str:
    """Number protocols by letters."""
    return chr(ord("A") + place % 26)
