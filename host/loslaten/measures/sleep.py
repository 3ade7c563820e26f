# SPDX-License-Identifier: MIT
"""Sums of a night in a sleep diary: time in bed, time asleep, and their share.

The definitions are those of Carney et al., "The consensus sleep diary", SLEEP 2012;35(2):287-302:
time asleep is from the attempt to sleep to the last awakening, less the time to fall asleep and
the time awake in between; sleep efficiency is its share of the time in bed.
"""

from collections.abc import Mapping

from loslaten.language.text import Text
from loslaten.measures.question import Answer, AnswerError

_DAY_MIN = 24 * 60
# In the order in which a night has them.
_MOMENTS = ("bed", "lights-out", "woke", "up")
_WRONG_ORDER = Text(
    "{}: de tijden volgen niet op elkaar: naar bed, slapen, wakker, op",
    "{}: the times do not follow each other: to bed, to sleep, awake, up",
)
_TOO_LONG = Text(
    "{}: zo lang wakker als de nacht duurde, of langer",
    "{}: awake for all of the night, or longer",
)
_LOOK_AGAIN = Text("kijk de tijden nog eens na", "look at the times once more")


def in_bed_min(answers: Mapping[str, Answer]) -> int | None:
    """Return the minutes from going to bed to getting up; None where one is not told."""
    return _between_min(answers, "bed", "up")


def asleep_min(answers: Mapping[str, Answer]) -> int | None:
    """Return the minutes asleep; None where something for it is not told."""
    tried = _between_min(answers, "lights-out", "woke")
    lost = [answers.get(key) for key in ("latency", "awake")]
    if tried is None or None in lost:
        return None
    return tried - sum(int(minutes) for minutes in lost if minutes is not None)


def efficiency_pct(answers: Mapping[str, Answer]) -> int | None:
    """Return the share of the time in bed that was slept, in %; None where it is not known."""
    in_bed, asleep = in_bed_min(answers), asleep_min(answers)
    if not in_bed or asleep is None:
        return None
    return round(100 * asleep / in_bed)


def check(answers: Mapping[str, Answer]) -> None:
    """Raise AnswerError for a night that cannot have been."""
    told = [key for key in _MOMENTS if key in answers]
    since_min = [_between_min(answers, told[0], key) or 0 for key in told]
    for key, earlier, later in zip(told[1:], since_min, since_min[1:], strict=False):
        if later < earlier:
            raise AnswerError(key, _WRONG_ORDER.format(key), _LOOK_AGAIN)
    asleep = asleep_min(answers)
    if asleep is not None and asleep < 0:
        raise AnswerError("awake", _TOO_LONG.format("awake"), _LOOK_AGAIN)


def _between_min(answers: Mapping[str, Answer], first: str, last: str) -> int | None:
    """Return the minutes from one time of day to the next other one, over midnight or not."""
    if first not in answers or last not in answers:
        return None
    return (_minute(str(answers[last])) - _minute(str(answers[first]))) % _DAY_MIN


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
