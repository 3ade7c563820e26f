# SPDX-License-Identifier: MIT
"""Help of the commands in Dutch, found by the English help that they carry.

The texts are in `help.toml`. One that is not there stays in English.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("help.toml")
_PLACEHOLDER = re.compile(r"\b[A-Z]{2,}(?: RANGE)?\b")
# Remarks of click behind the help of an option: its default, its range, whether it is required.
_REMARKS = re.compile(r" {2}\[([^\]]*)\]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class DutchHelp:
    """Texts of the help, placeholders for what is typed, and labels of click's: Dutch by English.

    White space of an English text does not count.
    """

    texts: dict[str, str]
    placeholders: dict[str, str]
    labels: dict[str, str]

    def text(self, english: str) -> str:
        """Return a paragraph, or a line, in Dutch."""
        words = " ".join(english.split())
        return self.texts.get(words) or self.labels.get(words, english)

    def paragraphs(self, english: str) -> str:
        r"""Return the help of a command in Dutch; after a \b line by line, as click breaks it."""
        return "\n\n".join(
            "\n".join(map(self._line, paragraph.split("\n")))
            if paragraph.startswith("\b")
            else self.text(paragraph)
            for paragraph in english.split("\n\n")
        )

    def _line(self, english: str) -> str:
        indent = english[: len(english) - len(english.lstrip())]
        return indent + self.text(english.strip())

    def with_remarks(self, english: str) -> str:
        """Return the help of an option in Dutch, and behind it click's remarks on it."""
        remarks = _REMARKS.search(english)
        if remarks is None:
            return self.text(english)
        dutch = (": ".join(map(self.text, one.split(": "))) for one in remarks[1].split("; "))
        return f"{self.text(english[: remarks.start()])}  [{'; '.join(dutch)}]"

    def typed(self, english: str) -> str:
        """Return a command line, or the names of an option, with its placeholders in Dutch."""
        return _PLACEHOLDER.sub(lambda match: self.placeholders.get(match[0], match[0]), english)


@cache
def dutch_help() -> DutchHelp:
    """Return the Dutch help, read once."""
    read = tomllib.loads(_FILE.read_text("utf-8"))
    texts = ((" ".join(text["en"].split()), " ".join(text["nl"].split())) for text in read["text"])
    return DutchHelp(texts=dict(texts), placeholders=read["placeholders"], labels=read["labels"])
