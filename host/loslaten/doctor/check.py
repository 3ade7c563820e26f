# SPDX-License-Identifier: MIT
"""One thing that was looked at: what was found, and what to do."""

from dataclasses import dataclass

from loslaten.errors import LoslatenError
from loslaten.language.text import Text, either

_VERDICTS = {
    "ok": Text("goed", "ok"),
    "note": Text("let op", "note"),
    "wrong": Text("fout", "wrong"),
}

_SHOWS_WHERE = Text(
    "met LOSLATEN_DEBUG=1 laten andere opdrachten zien waar",
    "with LOSLATEN_DEBUG=1 other commands show where",
)


@dataclass(frozen=True)
class Check:
    """One check: `verdict` is "ok", "note" or "wrong", `told` says what was found."""

    about: str | Text
    verdict: str
    told: str | Text
    advice: str | Text | None = None

    def lines(self, lang: str) -> list[str]:
        """Return the check as lines to read, its advice on a line of its own."""
        verdict = _VERDICTS[self.verdict].say(lang)
        width = max(len(each.say(lang)) for each in _VERDICTS.values())
        found = f"{verdict:<{width}}  {either(self.about, lang):<12}  {either(self.told, lang)}"
        if self.advice is None:
            return [found]
        return [found, f"{'':<{width + 16}}-> {either(self.advice, lang)}"]

    def as_json(self) -> dict[str, str | None]:
        """Return the check as plain values, its words in English."""
        return {
            "about": either(self.about, "en"),
            "verdict": self.verdict,
            "told": either(self.told, "en"),
            "advice": None if self.advice is None else either(self.advice, "en"),
        }


def failed(about: str | Text, error: Exception, verdict: str = "wrong") -> Check:
    """Return what a look failed with, whatever that is."""
    if isinstance(error, LoslatenError):
        told = error.in_both()
        return Check(about, verdict, told.message, told.advice)
    words = f"{type(error).__name__}: {error}".rstrip(": ")
    return Check(about, verdict, words, _SHOWS_WHERE)
