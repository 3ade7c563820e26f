# SPDX-License-Identifier: MIT
"""Failures of the laptop tool that a person can do something about."""

from collections.abc import Mapping
from typing import NamedTuple

from loslaten.language.text import Text, either


class LeftOutWarning(UserWarning):
    """Rows of the practice log could not be read and were left out; the others are as they were.

    `counts` tells how many, by the name of their table.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = dict(counts)
        super().__init__(", ".join(f"{count} {table}" for table, count in counts.items()))


class ToldError(NamedTuple):
    """A failure as it is told in one language: a line, lines that belong to it, and advice."""

    message: str
    details: tuple[str, ...]
    advice: str | None


class ErrorText(NamedTuple):
    """A failure as it is told, in both languages."""

    message: Text
    advice: Text | None
    details: tuple[Text, ...]


class LoslatenError(Exception):
    """A failure that a person can do something about; only the outermost layer tells it.

    The message is one line. `details` are further lines that belong to it, one thing each;
    `advice` says what to do about it. Each is a `Text`, or a plain string where it is the same in
    every language; `message`, `advice` and `details` hold them in English, for logs and tests.
    `exit_code` is what the command ends with: 1, unless a subclass has a reason for another.
    """

    exit_code = 1

    def __init__(
        self,
        message: str | Text,
        advice: str | Text | None = None,
        details: tuple[str | Text, ...] = (),
    ) -> None:
        self._message = message
        self._advice = advice
        self._details = details
        self.message, self.details, self.advice = self.told("en")
        super().__init__(self.message)

    def told(self, lang: str) -> ToldError:
        """Return the failure as it is told in `lang`, "nl" or "en"."""
        advice = None if self._advice is None else either(self._advice, lang)
        details = tuple(either(line, lang) for line in self._details)
        return ToldError(either(self._message, lang), details, advice)

    def in_both(self) -> ErrorText:
        """Return the failure as it is told in either language, for whoever tells it later."""
        nl, en = self.told("nl"), self.told("en")
        return ErrorText(
            Text(nl.message, en.message),
            None if nl.advice is None or en.advice is None else Text(nl.advice, en.advice),
            tuple(map(Text, nl.details, en.details)),
        )
