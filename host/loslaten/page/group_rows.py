# SPDX-License-Identifier: MIT
"""The muscle groups of an exercise as a list: each with how it is practised, in short."""

from dataclasses import dataclass

from loslaten.language.numbers import decimal
from loslaten.page.words import Speech
from loslaten.protocols.file import ProtocolFile, force
from loslaten_core.practice.limits import COUNT, LEFT_OUT, LIGHT, RELEASE_ONLY
from loslaten_core.practice.protocol import Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A muscle group in the list: its key, its name, and in short how it is practised.

    `how` is one of the form's HOWS, or "count". `effort` is the force it is tensed with, "" where
    it is not.
    """

    muscle: str
    name: str
    how: str
    effort: str
    chip: str
    times: str

    @property
    def told(self) -> str:
        """Everything about it in one line."""
        return ", ".join(filter(None, (self.name, self.chip, self.times)))


def rows_of(file: ProtocolFile, speech: Speech) -> list[Row]:
    """Return the rows of an exercise, in the order of its groups."""
    return [
        _row(name.muscle, name.name.say(speech.lang), group, speech)
        for name, group in zip(file.groups, file.protocol.groups, strict=True)
    ]


def _row(muscle: str, name: str, group: Group, speech: Speech) -> Row:
    how = _how(group)
    effort = force(group, speech.lang) if group.tenses else ""
    low, high = group.repeats_min, group.repeats_max
    return Row(
        muscle=muscle,
        name=name,
        how=how,
        effort=effort,
        chip=_chip(how, effort, decimal(group.tense_ms / 1000, speech.lang), speech),
        times="" if how == "out" else _times(low, high, speech),
    )


def _times(low: int, high: int, speech: Speech) -> str:
    if low == high:
        return speech.say("exercise.times", n=low)
    return speech.say("exercise.times_between", low=low, high=high)


def _chip(how: str, effort: str, tense_s: str, speech: Speech) -> str:
    if effort:
        return speech.say("exercise.chip_tense", tense=tense_s, effort=effort)
    return speech.say(f"exercise.chip_{how}")


def _how(group: Group) -> str:
    if group.mode == LEFT_OUT:
        return "out"
    if group.mode == COUNT:
        return "count"
    if group.mode == RELEASE_ONLY:
        return "release"
    return "light" if group.effort == LIGHT else "tense"
