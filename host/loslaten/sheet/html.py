# SPDX-License-Identifier: MIT
"""The sheet as one HTML file of a single A4 page: no scripts, no network."""

from loslaten.language.text import Text
from loslaten.protocols.file import ProtocolFile
from loslaten.sheet import words
from loslaten.sheet.view import view
from loslaten.templates import template

_TEMPLATE = "sheet.html.j2"


def html(file: ProtocolFile, wrist: int, lang: str) -> str:
    """Return the sheet of a protocol for the watch on `wrist`, LEFT or RIGHT; self-contained."""

    def say(text: Text) -> str:
        return text.say(lang)

    return template("loslaten.sheet", _TEMPLATE).render(
        lang=lang, say=say, words=words, view=view(file, wrist, lang)
    )
