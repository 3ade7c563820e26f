# SPDX-License-Identifier: MIT
"""Texts in both languages. Which language is spoken is asked here and nowhere else."""

from dataclasses import dataclass

LANGUAGES = ("nl", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages."""

    nl: str
    en: str

    def say(self, lang: str) -> str:
        """Return the text in `lang`, "nl" or "en"."""
        return self.nl if lang == "nl" else self.en

    def format(self, *values: object, **named: object) -> "Text":
        """Return the text with its places filled in, by the same values in both languages.

        A value that is a text itself is said in the language of each.
        """
        return Text(
            self.nl.format(*_said(values, "nl"), **_said_by_name(named, "nl")),
            self.en.format(*_said(values, "en"), **_said_by_name(named, "en")),
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """A text for one thing and, where it differs, for several; `{}` stands for how many."""

    one: Text
    several: Text | None = None

    def form(self, count: float) -> Text:
        """Return the text for so many things, its place not filled in yet."""
        return self.one if count == 1 or self.several is None else self.several

    def text(self, count: int) -> Text:
        """Return the text for so many things."""
        return self.form(count).format(count)

    def say(self, count: int, lang: str) -> str:
        """Return the text for so many things in `lang`."""
        return self.text(count).say(lang)


def either(text: str | Text, lang: str) -> str:
    """Return a text in `lang`; a plain string is the same in every language."""
    return text.say(lang) if isinstance(text, Text) else text


def keeps_library_words(lang: str) -> bool:
    """Whether what a library says, in English, may stand as it is."""
    return lang == "en"


def other_language(lang: str) -> str:
    """Return the other one of the two languages."""
    return LANGUAGES[1 - LANGUAGES.index(lang)]


def _said(values: tuple[object, ...], lang: str) -> list[object]:
    return [value.say(lang) if isinstance(value, Text) else value for value in values]


def _said_by_name(named: dict[str, object], lang: str) -> dict[str, object]:
    return dict(zip(named, _said(tuple(named.values()), lang), strict=True))
