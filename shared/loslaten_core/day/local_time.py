# SPDX-License-Identifier: MIT
"""The wearer's local time: a moment that a laptop told, what has passed since, and a zone's rule.

A rule is text, numbers with commas between, as POSIX has them but all in minutes:

    standard                          minutes ahead of UTC all year: "60"
    standard,summer,BEGINS,ENDS       with summer time, each change as month,week,weekday,minute:
                                      "60,120,3,5,0,120,10,5,0,180" in most of Europe

Week 5 is the last of its month, weekday 0 Sunday; the minute counts from the local midnight of
that day, by the clock as it is before the change.
"""

MINUTE_MS = 60_000
DAY_MS = 86_400_000
_PARTS = (1, 10)
_OFFSET_MIN = (-900, 900)
# Month, week, weekday, minute; a few zones change before or after the day that they name.
_LIMITS = (_OFFSET_MIN, _OFFSET_MIN) + ((1, 12), (1, 5), (0, 6), (-1_440, 2_880)) * 2
# 1970-01-01 was a Thursday.
_FIRST_WEEKDAY = 4


def rule(text: str) -> "tuple[int, ...]":
    """Return the rule that `text` says. Raise ValueError where it says none."""
    parts = tuple([int(part) for part in text.split(",")])
    if len(parts) not in _PARTS:
        raise ValueError("a zone is one number, or ten")
    for place, part in enumerate(parts):
        low, high = _LIMITS[place]
        if not low <= part <= high:
            raise ValueError(f"number {place + 1} of a zone may be {low} to {high}")
    return parts


def offset_min(zone: "tuple[int, ...]", utc_ms: int) -> int:
    """Return how many minutes local time is ahead of UTC at a moment."""
    standard = zone[0]
    if len(zone) == 1:
        return standard
    summer = zone[1]
    year = _year((utc_ms + standard * MINUTE_MS) // DAY_MS)
    begins_ms = _change_ms(year, zone[2:6]) - standard * MINUTE_MS
    ends_ms = _change_ms(year, zone[6:10]) - summer * MINUTE_MS
    if begins_ms < ends_ms:
        is_summer = begins_ms <= utc_ms < ends_ms
    else:
        is_summer = not ends_ms <= utc_ms < begins_ms
    return summer if is_summer else standard


def _change_ms(year: int, change: "tuple[int, ...]") -> int:
    """Return the local moment of a change, as if it were UTC."""
    month, week, weekday, minute = change
    first = _day(year, month)
    day = first + (weekday - first - _FIRST_WEEKDAY) % 7 + 7 * (week - 1)
    if day >= _day(year + month // 12, month % 12 + 1):
        day -= 7
    return day * DAY_MS + minute * MINUTE_MS


def _day(year: int, month: int) -> int:
    """Return the first day of a month, counted from 1970-01-01 (Hinnant, days_from_civil)."""
    if month <= 2:
        year -= 1
    era, month = year // 400, (month + 9) % 12
    of_era = year - era * 400
    return (
        era * 146_097
        + of_era * 365
        + of_era // 4
        - of_era // 100
        + (153 * month + 2) // 5
        - 719_468
    )


def _year(day: int) -> int:
    """Return the year of a day."""
    year = 1970 + day // 366
    while _day(year + 1, 1) <= day:
        year += 1
    return year


class LocalTime:
    """Local time in `zone`, as far as it is known.

    It was `utc_ms` ± `error_ms` at `uptime_ms`; since then the watch's own count may have been
    wrong by `drift_ppm`.
    """

    def __init__(
        self, zone: "tuple[int, ...]", utc_ms: int, uptime_ms: int, error_ms: int, drift_ppm: int
    ) -> None:
        self._zone = zone
        self._utc_ms = utc_ms
        self._uptime_ms = uptime_ms
        self._error_ms = error_ms
        self._drift_ppm = drift_ppm

    def at(self, uptime_ms: int) -> "tuple[int, int]":
        """Return local milliseconds since 1970 at a count of uptime, and the error's bound."""
        passed_ms = uptime_ms - self._uptime_ms
        utc_ms = self._utc_ms + passed_ms
        error_ms = self._error_ms + abs(passed_ms) * self._drift_ppm // 1_000_000
        return utc_ms + offset_min(self._zone, utc_ms) * MINUTE_MS, error_ms
