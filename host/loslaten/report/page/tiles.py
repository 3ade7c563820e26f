# SPDX-License-Identifier: MIT
"""Sums at the top of a report, each with what belongs to it, in one language."""

from collections.abc import Iterator
from dataclasses import dataclass

from loslaten.language import numbers
from loslaten.report.figures import Figures
from loslaten.report.page import phrases as tell
from loslaten.report.page import words


@dataclass(frozen=True, slots=True)
class Tile:
    """A sum at the top of the page and what belongs to it."""

    label: str
    value: str
    details: tuple[str, ...]


def tiles(figures: Figures, lang: str) -> Iterator[Tile]:
    """Yield the sums at the top."""
    medians = figures.medians
    sessions = len(figures.entries)
    yield Tile(
        words.SESSIONS.say(lang),
        str(sessions),
        _filled(tell.on_days(figures, lang), tell.agreed(figures, lang)),
    )
    yield Tile(
        words.COMPLETED.say(lang),
        numbers.of(figures.completed, sessions, lang) if sessions else tell.DASH,
        _filled(tell.endings(figures, lang)),
    )
    yield Tile(
        words.PRACTISED.say(lang),
        numbers.length(figures.practised_ms, lang) if sessions else tell.DASH,
        _filled(tell.session_length(medians, lang), tell.beginning(figures, lang)),
    )
    yield Tile(
        words.REPEATS.say(lang),
        tell.DASH if medians.repeats is None else numbers.decimal(medians.repeats, lang),
        _filled(tell.planned_repeats(medians, lang), tell.groups_done(medians, lang)),
    )
    yield Tile(
        words.TENSION.say(lang),
        tell.tension(medians.before, medians.after, lang) or tell.DASH,
        _filled(tell.rated(figures, lang), tell.calmer(figures, lang)),
    )


def _filled(*texts: str) -> tuple[str, ...]:
    return tuple(filter(None, texts))
