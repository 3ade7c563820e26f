# SPDX-License-Identifier: MIT
"""Gaps of a report in words: where a drawing could be taken for more than it is."""

from collections.abc import Iterator

from loslaten.language import dates, left_out, numbers
from loslaten.language.text import Text
from loslaten.report.figures import Figures
from loslaten.report.page import phrases as tell
from loslaten.report.page import words

_UNDATED_MAX = 4
_MORE = Text("nog {}", "{} more")
_NOTHING_TOLD = Text(
    "Over deze dagen is niets uitgelezen.", "Of these days nothing has been read out."
)
_LAST_TOLD = Text(
    "Het horloge is op {} voor het laatst uitgelezen.", "The watch was last read out on {}."
)
_PERHAPS = Text(
    "{} misschien buiten deze periode: niet meegeteld.",
    "{} perhaps outside this period: not counted.",
)
_SUMMARIES = Text(
    "{} zonder spiergroepen: het horloge was vol.",
    "{} without muscle groups: the watch was full.",
)
_LOST = Text("{} verloren: het horloge was vol.", "{} lost: the watch was full.")


def unknown(figures: Figures, lang: str) -> Iterator[str]:
    """Yield each gap in a sentence."""
    said = (
        undated(figures, lang),
        _not_told(figures, lang),
        _counted(_PERHAPS, figures.perhaps, lang),
        _counted(_SUMMARIES, figures.summaries, lang),
        _counted(_LOST, figures.lost, lang),
        left_out.sentence(figures.left_out, lang) if figures.left_out else "",
    )
    yield from filter(None, said)


def undated(figures: Figures, lang: str) -> str:
    """Return where sessions may be whose day is not known, "" where there are none."""
    if not figures.undated:
        return ""
    with_year = tell.needs_year(figures)
    nights = [
        f"{tell.between(span, lang, with_year)} ({numbers.SESSIONS.say(count, lang)})"
        for span, count in figures.undated[:_UNDATED_MAX]
    ]
    more = sum(count for _, count in figures.undated[_UNDATED_MAX:])
    if more:
        nights.append(_MORE.say(lang).format(more))
    return f"{words.UNDATED.say(lang)} {', '.join(nights)}."


def _not_told(figures: Figures, lang: str) -> str:
    """Return since when nothing has been heard of the watch, "" where that is not so."""
    if figures.told is None:
        return _NOTHING_TOLD.say(lang)
    if figures.told.last >= figures.period.last:
        return ""
    last = dates.day(figures.told.last, lang, tell.needs_year(figures))
    return _LAST_TOLD.say(lang).format(last)


def _counted(sentence: Text, sessions: int, lang: str) -> str:
    """Return a sentence about so many sessions, "" where there are none."""
    return sentence.say(lang).format(numbers.SESSIONS.say(sessions, lang)) if sessions else ""
