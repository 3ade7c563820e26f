# SPDX-License-Identifier: MIT
"""A question of a measure: what is asked, and which answers there are."""

import re
from dataclasses import dataclass
from enum import StrEnum

from loslaten.errors import LoslatenError
from loslaten.language.text import Text

Answer = int | str | bool

YES, NO = Text("ja", "yes"), Text("nee", "no")
_YES_WORDS = ("yes", "y", "ja", "j")
_NO_WORDS = ("no", "n", "nee")
# As printed, and as a hurried person types it: 23:10, 9.05, 2310.
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]?([0-5]\d)")

_NOT_ALLOWED = Text("{}: {} is geen antwoord", "{}: {} is no answer")
_FROM_TO = Text("een geheel getal van {} tot {}", "a whole number from {} to {}")
_A_TIME = Text("een tijd, zoals 23:10", "a time, such as 23:10")
_YES_OR_NO = Text("ja of nee", "yes or no")


class AnswerError(LoslatenError):
    """An answer is none that the question has. `key` is the question's name."""

    def __init__(self, key: str, message: Text, advice: Text | None = None) -> None:
        super().__init__(message, advice)
        self.key = key


class Kind(StrEnum):
    """Kinds of answers: a whole number, a time of day, or yes or no."""

    NUMBER = "number"
    CLOCK = "clock"
    YES_NO = "yes-no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `low` and `high` bound a number, both included; `unit` is its UCUM unit.

    `ends` say what the lowest and the highest number mean, where the number is a rating.
    """

    key: str
    text: Text
    kind: Kind = Kind.NUMBER
    low: int = 0
    high: int = 0
    unit: str = "1"
    ends: tuple[Text, Text] | None = None

    @property
    def allowed(self) -> Text:
        """Answers that are allowed, in words."""
        if self.kind is Kind.CLOCK:
            return _A_TIME
        return _YES_OR_NO if self.kind is Kind.YES_NO else _FROM_TO.format(self.low, self.high)

    def parse(self, said: str) -> Answer:
        """Return the answer that somebody typed. Raises AnswerError."""
        typed = said.strip()
        answer: Answer | None = None
        if self.kind is Kind.CLOCK and (match := _CLOCK.fullmatch(typed)):
            answer = f"{int(match[1]):02}:{match[2]}"
        elif self.kind is Kind.YES_NO and typed.casefold() in (*_YES_WORDS, *_NO_WORDS):
            answer = typed.casefold() in _YES_WORDS
        elif self.kind is Kind.NUMBER and typed.isascii() and typed.isdigit() and len(typed) < 9:
            answer = int(typed)
        if answer is None or not self.accepts(answer):
            raise AnswerError(self.key, _NOT_ALLOWED.format(self.key, typed or '""'), self.allowed)
        return answer

    def accepts(self, answer: object) -> bool:
        """Whether a stored value is an answer to this question."""
        if self.kind is Kind.YES_NO:
            return isinstance(answer, bool)
        if self.kind is Kind.CLOCK:
            return isinstance(answer, str) and len(answer) == 5 and bool(_CLOCK.fullmatch(answer))
        if isinstance(answer, bool) or not isinstance(answer, int):
            return False
        return self.low <= answer <= self.high

    def told(self, answer: Answer, lang: str) -> str:
        """Return an answer in words."""
        if isinstance(answer, bool):
            return (YES if answer else NO).say(lang)
        return str(answer)
