# SPDX-License-Identifier: MIT
"""The words of the page, in Dutch and in English: one TOML file a place, one text a key."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from markupsafe import Markup, escape

from loslaten.language.text import Text

_FOLDER = Path(__file__).with_name("words")


@cache
def every() -> dict[str, Text]:
    """Return all texts, by "place.key"."""
    found: dict[str, Text] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        texts = msgspec.convert(tomllib.loads(path.read_text("utf-8")), dict[str, Text])
        found |= {f"{path.stem}.{key}": text for key, text in texts.items()}
    return found


def text(key: str, **values: Any) -> Text:
    """Return the text of "place.key" in both languages, with `values` put in."""
    return _of_so_many(key, values.get("n")).format(**values)


def _of_so_many(key: str, count: object) -> Text:
    """Return the text of "place.key"; for one, that of "place.key_1" where there is one."""
    found = every()
    return found.get(f"{key}_1", found[key]) if str(count) == "1" else found[key]


class Speech:
    """Says the texts of the page in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def say(self, said: Text | str, **values: Any) -> str:
        """Return a text, or the one of "place.key" for so many as `n`, with `values` put in."""
        found = _of_so_many(said, values.get("n")) if isinstance(said, str) else said
        told = found.say(self.lang)
        return told.format(**values) if values else told

    def rich(self, key: str, **values: Any) -> Markup:
        """Return a text as HTML, in which `*this*` is stressed."""
        parts = str(escape(self.say(key, **values))).split("*")
        return Markup("").join(
            Markup(f"<em>{part}</em>" if place % 2 else part) for place, part in enumerate(parts)
        )
