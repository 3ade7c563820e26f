# SPDX-License-Identifier: MIT
"""The report as one HTML file: no scripts, no network, the same bytes for the same figures."""

from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from loslaten.language import dates
from loslaten.language.text import Text
from loslaten.report.figures import Figures
from loslaten.report.page import view, words
from loslaten.templates import template

_TEMPLATE = "page.html.j2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """The programme: where the wearer is in it; of each decision the day, what, and the answer."""

    here: Text
    decided: tuple[tuple[date, Text, Text], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Content of a page besides the figures.

    `wearer` is whom it is about, "" where it does not say; `made` is the day it was made; `night`
    is an SVG picture of one session for the second part, "" without one; `programme` is where the
    wearer is in the programme and what was decided, None where that is not told.
    """

    lang: str
    made: date
    wearer: str = ""
    night: str = ""
    programme: Programme | None = None


def html(figures: Figures, page: Page) -> str:
    """Return the page, self-contained."""

    def say(text: Text) -> str:
        return text.say(page.lang)

    return template("loslaten.report.page", _TEMPLATE).render(
        lang=page.lang,
        title=say(words.TITLE),
        say=say,
        words=words,
        view=view.view(figures, page.lang),
        wearer=page.wearer,
        made=say(words.MADE).format(
            dates.day(page.made, page.lang, with_year=True), version("loslaten")
        ),
        night=page.night,
        programme=page.programme,
        day=lambda at: dates.day(at, page.lang, with_year=True),
    )
