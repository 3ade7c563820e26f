# SPDX-License-Identifier: MIT
"""Sliders of an exercise: the numbers that can be set, with their limits and the reasons."""

from dataclasses import dataclass

from loslaten.language.numbers import decimal
from loslaten.page.words import Speech, every
from loslaten.protocols.file import ProtocolFile
from loslaten.protocols.new_rules import repeats_allowed
from loslaten_core.practice import limits, muscles
from loslaten_core.practice.limits import COUNT, LEFT_OUT
from loslaten_core.practice.protocol import Group

_MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Slider:
    """A native slider: it stops at `low` and `high`, and `why` says why there.

    `said` tells its value; `unit` any other, as it is moved, and `unit_of_one` a value of one.
    """

    name: str
    label: str
    value: float
    low: float
    high: float
    step: float
    said: str
    unit: str
    unit_of_one: str
    why: str


def of_group(group: Group, muscle: str, speech: Speech) -> list[Slider]:
    """Return the sliders of a muscle group, as far as it has anything to choose."""
    if group.mode == LEFT_OUT:
        return []
    found = []
    known = muscles.by_key(muscle)
    if group.tenses:
        foot = known is not None and known.foot
        low_ms, high_ms = limits.TENSE_FOOT_MS if foot else limits.TENSE_MS
        why = "exercise.why_foot" if foot else "exercise.why_tense"
        found.append(_seconds("tense", group.tense_ms, low_ms, high_ms, 500, why, speech))
    if group.mode != COUNT:
        low_ms, high_ms = limits.RELEASE_MS
        found.append(
            _seconds(
                "release", group.release_ms, low_ms, high_ms, 1000, "exercise.why_release", speech
            )
        )
        found += [
            _times("fewest", group.repeats_min, group, speech),
            _times("most", group.repeats_max, group, speech),
        ]
    return found


def _seconds(
    name: str, value_ms: int, low_ms: int, high_ms: int, step_ms: int, why: str, speech: Speech
) -> Slider:
    return Slider(
        name=name,
        label=speech.say(f"exercise.{name}"),
        value=value_ms / 1000,
        low=low_ms / 1000,
        high=high_ms / 1000,
        step=step_ms / 1000,
        said=speech.say("exercise.seconds", n=decimal(value_ms / 1000, speech.lang)),
        unit=every()["exercise.seconds"].say(speech.lang),
        unit_of_one=speech.say("exercise.seconds", n=1),
        why=speech.say(why, low=low_ms // 1000, high=high_ms // 1000),
    )


def _times(name: str, value: int, group: Group, speech: Speech) -> Slider:
    low, high = repeats_allowed(group)
    why = "exercise.why_repeats" if group.tenses else "exercise.why_repeats_released"
    return Slider(
        name=name,
        label=speech.say(f"exercise.{name}"),
        value=value,
        low=low,
        high=high,
        step=1,
        said=speech.say("exercise.times", n=value),
        unit=every()["exercise.times"].say(speech.lang),
        unit_of_one=speech.say("exercise.times", n=1),
        why=speech.say(why, low=low, high=high),
    )


def of_session(file: ProtocolFile, speech: Speech) -> list[Slider]:
    """Return the sliders of the exercise as a whole."""
    protocol = file.protocol
    rest_ms = limits.FINAL_REST_SEATED_MS if protocol.seated else limits.FINAL_REST_LYING_MS
    settle = _seconds(
        "settle", protocol.settle_in_ms, *limits.SETTLE_IN_MS, 500, "exercise.why_settle", speech
    )
    rest = Slider(
        name="final_rest",
        label=speech.say("exercise.rest"),
        value=protocol.final_rest_ms / _MINUTE_MS,
        low=rest_ms[0] / _MINUTE_MS,
        high=min(rest_ms[1], 30 * _MINUTE_MS) / _MINUTE_MS,
        step=0.5,
        said=speech.say(
            "exercise.minutes", n=decimal(protocol.final_rest_ms / _MINUTE_MS, speech.lang)
        ),
        unit=every()["exercise.minutes"].say(speech.lang),
        unit_of_one=speech.say("exercise.minutes", n=1),
        why=speech.say("exercise.why_rest", low=rest_ms[0] // _MINUTE_MS),
    )
    return [settle, rest]
