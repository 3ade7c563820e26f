# SPDX-License-Identifier: MIT
"""Texts of the muscle groups: names and instructions, in Dutch and in English.

The watch knows muscle groups by number only; what they are called and what is done with them is
in `muscles.toml`.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from loslaten.language.text import Text
from loslaten_core.practice import muscles

_FILE = Path(__file__).with_name("muscles.toml")
_UNKNOWN = Text("spiergroep {}", "muscle group {}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MuscleText:
    """Name of a muscle group, and how it is tensed and how released: a sentence each."""

    name: Text
    tense: Text
    release: Text


@cache
def catalogue() -> dict[str, MuscleText]:
    """Return the texts of every muscle group in the catalogue, by key."""
    import tomllib  # most commands name no muscle, and start sooner without it

    return {
        key: MuscleText(**{part: Text(**words) for part, words in texts.items()})
        for key, texts in tomllib.loads(_FILE.read_text("utf-8")).items()
    }


def muscle_name(number: int, lang: str) -> str:
    """Return the name of the muscle group with this catalogue number.

    A number that this version does not know, as in a log from a newer watch, is told as a number.
    """
    muscle = muscles.by_number(number)
    if muscle is None:
        return _UNKNOWN.say(lang).format(number)
    return catalogue()[muscle.key].name.say(lang)
