# SPDX-License-Identifier: MIT
"""Days and times of day as people read them, in Dutch and in English."""

from datetime import date, datetime, timedelta

from loslaten.language.text import Text

_TO = "\N{EN DASH}"
_WEEKDAYS = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_SHORT_WEEKDAYS = {
    "nl": ("ma", "di", "wo", "do", "vr", "za", "zo"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = {
    "nl": (
        *("januari", "februari", "maart", "april", "mei", "juni"),
        *("juli", "augustus", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_SHORT_MONTHS = {
    "nl": ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_UNTIL = Text("{} tot {}", "{} to {}")
_ZONES = Text(" (UTC{}, of UTC{})", " (UTC{}, or UTC{})")
_HOURS = Text("{} uur", "{} h")
_DAYS = Text("{} dagen", "{} days")


def weekdays(lang: str) -> tuple[str, ...]:
    """Return the days of the week, from Monday on, in short."""
    return _SHORT_WEEKDAYS[lang]


def month(number: int, lang: str) -> str:
    """Return the name in short of a month from 1 to 12."""
    return _SHORT_MONTHS[lang][number - 1]


def long_day(at: date, lang: str) -> str:
    """Return a day in full: "Friday 20 November 2026"."""
    return f"{_WEEKDAYS[lang][at.weekday()]} {at.day} {_MONTHS[lang][at.month - 1]} {at.year}"


def day(at: date, lang: str, with_year: bool = False) -> str:
    """Return a day: "3 Nov", "3 Nov 2026"."""
    year = f" {at.year}" if with_year else ""
    return f"{at.day} {month(at.month, lang)}{year}"


def days(first: date, last: date, lang: str, with_year: bool = False) -> str:
    """Return from which day to which: "3 to 9 Nov", with a dash."""
    if first == last:
        return day(first, lang, with_year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{_TO}{day(last, lang, with_year)}"
    begins = day(first, lang, with_year and first.year != last.year)
    return f"{begins} {_TO} {day(last, lang, with_year)}"


def months_or_days(first: date, last: date, lang: str) -> str:
    """Return from which day to which; whole months by name."""
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        begins, ends = month(first.month, lang), month(last.month, lang)
        return f"{begins} {last.year}" if begins == ends else f"{begins}{_TO}{ends} {last.year}"
    return days(first, last, lang)


def minute(at: datetime) -> str:
    """Return a moment to the minute: "2026-11-20 22:34"."""
    return f"{at:%Y-%m-%d %H:%M}"


def until(begin: str, end: str, lang: str) -> str:
    """Return from when to when: "22:34 to 23:01"."""
    return _UNTIL.say(lang).format(begin, end)


def zones(taken_min: int, other_min: int, lang: str) -> str:
    """Return which offset from UTC was taken, and that another one is as possible."""
    return _ZONES.say(lang).format(_offset(taken_min), _offset(other_min))


def bound(length_ms: int, lang: str) -> str:
    """Return how far off something can be, rounded up: a bound must not shrink by being told."""
    minutes = -(-length_ms // 60_000)
    if minutes <= 90:
        return f"{minutes} min"
    hours = -(-minutes // 60)
    if hours <= 48:
        return _HOURS.say(lang).format(hours)
    return _DAYS.say(lang).format(-(-hours // 24))


def _offset(zone_min: int) -> str:
    hours, minutes = divmod(abs(zone_min), 60)
    return f"{'-' if zone_min < 0 else '+'}{hours}" + (f":{minutes:02d}" if minutes else "")
