"""Texts for the wearer and the therapist, in Dutch and in English, and those of the catalogue.

The watch knows muscle groups by number only; what they are called and what is done with them is
in `muscles.toml`.
"""

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from loslaten_core.practice import muscles

LANGUAGES = ("nl", "en")
_FILE = Path(__file__).with_name("muscles.toml")


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text in both languages."""

    nl: str
    en: str

    def say(self, lang: str) -> str:
        """Return the text in `lang`, "nl" or "en"."""
        return self.nl if lang == "nl" else self.en


class MuscleText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a muscle group is called, and how it is tensed and how released: a sentence each."""

    name: Text
    tense: Text
    release: Text


@cache
def catalogue() -> dict[str, MuscleText]:
    """Return the texts of every muscle group in the catalogue, by key."""
    return msgspec.convert(tomllib.loads(_FILE.read_text("utf-8")), dict[str, MuscleText])


def muscle_name(number: int, lang: str) -> str:
    """Return what the muscle group with this catalogue number is called.

    A number that this version does not know, as in a log from a newer watch, is told as a number.
    """
    muscle = muscles.by_number(number)
    if muscle is None:
        return Text(f"spiergroep {number}", f"muscle group {number}").say(lang)
    return catalogue()[muscle.key].name.say(lang)
