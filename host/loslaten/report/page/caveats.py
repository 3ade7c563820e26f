"""What a report does not know, in words: where a drawing could be taken for more than it is."""

from collections.abc import Iterator

from loslaten.report.figures import Figures
from loslaten.report.page import phrases as tell
from loslaten.report.page import words

_UNDATED_MAX = 4


def unknown(figures: Figures, lang: str) -> Iterator[str]:
    """Yield what is not known, a sentence each."""
    said = (
        undated(figures, lang),
        _not_told(figures, lang),
        _perhaps(figures, lang),
        _summaries(figures, lang),
        _lost(figures, lang),
    )
    yield from filter(None, said)


def undated(figures: Figures, lang: str) -> str:
    """Return where sessions may be whose day is not known, "" where there are none."""
    if not figures.undated:
        return ""
    with_year = tell.needs_year(figures)
    told = [
        f"{tell.between(span, lang, with_year)} ({tell.counted(count, 'session', lang)})"
        for span, count in figures.undated[:_UNDATED_MAX]
    ]
    more = sum(count for _, count in figures.undated[_UNDATED_MAX:])
    if more:
        told.append(f"nog {more}" if lang == "nl" else f"{more} more")
    return f"{words.UNDATED.say(lang)} {', '.join(told)}."


def _not_told(figures: Figures, lang: str) -> str:
    """Return since when nothing has been heard of the watch, "" where that is not so."""
    if figures.told is None:
        if lang == "nl":
            return "Over deze dagen is niets uitgelezen."
        return "Of these days nothing has been read out."
    if figures.told.last >= figures.period.last:
        return ""
    last = tell.day(figures.told.last, lang, tell.needs_year(figures))
    if lang == "nl":
        return f"Het horloge is op {last} voor het laatst uitgelezen."
    return f"The watch was last read out on {last}."


def _perhaps(figures: Figures, lang: str) -> str:
    """Return how many sessions may be in the period or not, and are not counted."""
    if not figures.perhaps:
        return ""
    told = tell.counted(figures.perhaps, "session", lang)
    if lang == "nl":
        return f"{told} misschien buiten deze periode: niet meegeteld."
    return f"{told} perhaps outside this period: not counted."


def _summaries(figures: Figures, lang: str) -> str:
    """Return how many sessions came without their muscle groups."""
    if not figures.summaries:
        return ""
    told = tell.counted(figures.summaries, "session", lang)
    if lang == "nl":
        return f"{told} zonder spiergroepen: het horloge was vol."
    return f"{told} without muscle groups: the watch was full."


def _lost(figures: Figures, lang: str) -> str:
    """Return how many sessions the watch had to give up."""
    if not figures.lost:
        return ""
    told = tell.counted(figures.lost, "session", lang)
    if lang == "nl":
        return f"{told} verloren: het horloge was vol."
    return f"{told} lost: the watch was full."
