# SPDX-License-Identifier: MIT
"""The sheet as one HTML file of a single A4 page: no scripts, no network."""

from functools import cache
from typing import TYPE_CHECKING

from loslaten.language.text import Text
from loslaten.protocols.file import ProtocolFile
from loslaten.sheet import words
from loslaten.sheet.view import view

if TYPE_CHECKING:
    import jinja2

_TEMPLATE = "sheet.html.j2"


def html(file: ProtocolFile, wrist: int, lang: str) -> str:
    """Return the sheet of a protocol for the watch on `wrist`, LEFT or RIGHT; self-contained."""

    def say(text: Text) -> str:
        return text.say(lang)

    return _template().render(lang=lang, say=say, words=words, view=view(file, wrist, lang))


@cache
def _template() -> "jinja2.Template":
    """Return the template, compiled once for all sheets."""
    import jinja2  # takes longer than everything else together, and only a page needs it

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("loslaten.sheet", ""),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    return environment.get_template(_TEMPLATE)
