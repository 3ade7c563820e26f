# SPDX-License-Identifier: MIT
"""Settings of the watch as fields of a form, and in words why one is refused."""

from collections.abc import Mapping
from datetime import time

from loslaten.language.text import Text
from loslaten.page.words import every, text
from loslaten_core.haptics.theme import THEMES
from loslaten_core.link import settings
from loslaten_core.link.wire import WireError
from loslaten_core.practice.limits import RATINGS

Values = dict[str, int | str]

# Settings whose numbers stand for words, and the words; numbers count from 0.
CHOICES = {
    "theme": tuple(theme.name for theme in THEMES),
    "wrist": ("protocol", "left", "right"),
    "ratings": ("protocol", *RATINGS),
    "day_programme": ("off", "on"),
    "reminder": ("off", "on"),
}
# Settings in percent.
STRENGTHS = ("strength_pct", "clenched_strength_pct")
# Settings that are times of day, in minutes since midnight.
TIMES = ("day_from", "day_until", "reminder_at")
_COUNTS = ("day_taps",)
_FIELDS = ("name", *CHOICES, *STRENGTHS, *_COUNTS, *TIMES)
_NUMBERS = {name: number for number, name, *_ in settings.SETTINGS}


class SettingError(ValueError):
    """A value that a setting cannot have: `field` is the setting, `told` says why."""

    def __init__(self, field: str, told: Text) -> None:
        super().__init__(told.en)
        self.field = field
        self.told = told


def limits(name: str) -> tuple[int, int]:
    """Return the lowest and the highest value of a setting; of a text, of its bytes."""
    return next((low, high) for _, known, _, low, high in settings.SETTINGS if known == name)


def clock(minutes: int) -> str:
    """Return a time of day as a field shows it."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def shown(values: Mapping[str, int | str]) -> dict[str, str]:
    """Return settings as their fields show them."""
    return {name: _field(name, value) for name, value in values.items()}


def _field(name: str, value: int | str) -> str:
    words = CHOICES.get(name, ())
    if isinstance(value, int) and value < len(words):
        return words[value]
    return clock(value) if name in TIMES and isinstance(value, int) else str(value)


def read(fields: Mapping[str, str], now: Mapping[str, int | str]) -> Values:
    """Return the settings that a form changes, whose values are `now` these.

    Raises SettingError.
    """
    wanted = {name: _value(name, fields[name].strip()) for name in _FIELDS if name in fields}
    hours = {"day_from": 0, "day_until": 0, **now, **wanted}
    if wanted.keys() & {"day_from", "day_until"}:
        begins, ends = hours["day_from"], hours["day_until"]
        if isinstance(begins, int) and isinstance(ends, int) and begins >= ends:
            raise SettingError("day_until", every()["watch.wrong_hours"])
    return {name: value for name, value in wanted.items() if value != now.get(name)}


def _value(name: str, typed: str) -> int | str:
    try:
        value = _parsed(name, typed)
        settings.pack(_NUMBERS[name], value)
    except (WireError, ValueError) as error:
        raise SettingError(name, _allowed(name)) from error
    return value


def _parsed(name: str, typed: str) -> int | str:
    if name in CHOICES:
        return CHOICES[name].index(typed)
    if name in TIMES:
        at = time.fromisoformat(typed.zfill(len("00:00")))
        return at.hour * 60 + at.minute
    return typed if name == "name" else int(typed)


def _allowed(name: str) -> Text:
    """Return in words what a setting may be."""
    if name in CHOICES:
        return every()["watch.wrong_choice"]
    low, high = limits(name)
    if name == "name":
        return text("watch.wrong_name", high=high)
    if name in TIMES:
        return text("watch.wrong_time", low=clock(low), high=clock(high))
    return text(
        "watch.wrong_pct" if name in STRENGTHS else "watch.wrong_count", low=low, high=high
    )
