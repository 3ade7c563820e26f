# SPDX-License-Identifier: MIT
"""Moments in words: never more than is known, never a guess shown as a fact.

The times come from `loslaten.practice_log.walltime`: exact where a sync ties them down, with a
bound where they are carried over from one, between two moments otherwise, or not known at all.
"""

from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Any

from loslaten.language import dates
from loslaten.language.text import Text
from loslaten.practice_log.walltime import BETWEEN, QUALITIES, Moment

# Times are told to the minute: less than half of one does not show.
_SHARP_MS = 30_000
_BETWEEN = Text("tussen {} en {}", "between {} and {}")
_AFTER = Text("na {}", "after {}")
_BEFORE = Text("voor {}", "before {}")
_UNKNOWN = Text("op een onbekend moment", "at an unknown time")
_DISPUTED = Text("de klokken waren het oneens", "the clocks disagreed")


def local(moment: Moment, utc_ms: int) -> datetime:
    """Return the local time of a moment's bound or estimate, by the offset nearest to it.

    UTC where no offset is known.
    """
    zone = _zone(moment.zones_min[0]) if moment.zones_min else UTC
    return datetime.fromtimestamp(utc_ms / 1000, zone)


@cache
def _zone(zone_min: int) -> timezone:
    return timezone(timedelta(minutes=zone_min))


def is_sharp(moment: Moment) -> bool:
    """Whether a moment is known so well that it can be told to the minute without a bound."""
    error_ms = moment.error_ms
    return error_ms is not None and error_ms <= _SHARP_MS and not moment.is_disputed


def started(moment: Moment) -> datetime | None:
    """Return the local time of a sharp moment without its zone, None for any other."""
    if moment.utc_ms is None or not is_sharp(moment):
        return None
    return local(moment, moment.utc_ms).replace(tzinfo=None)


def title(moment: Moment, lang: str) -> str:
    """Return the day in words, "Friday 20 November 2026", or as much as is known."""
    told = _about(moment, lang)
    if moment.utc_ms is not None and is_sharp(moment):
        told = dates.long_day(local(moment, moment.utc_ms), lang)
    return told[:1].upper() + told[1:]


def about(moment: Moment, lang: str = "en") -> str:
    """Return when something was, on one line: "2026-11-20 22:34", "... give or take 3 min"."""
    told = _about(moment, lang)
    if moment.is_disputed:
        told += f" ({_DISPUTED.say(lang)})"
    return told


def span(moment: Moment, length_ms: int, lang: str = "en", with_day: bool = True) -> str:
    """Return from when to when something of this length went on.

    Without its day only where it is known to the minute.
    """
    if moment.utc_ms is None or not is_sharp(moment):
        return about(moment, lang)
    began = local(moment, moment.utc_ms)
    ended = began + timedelta(milliseconds=length_ms)
    told = dates.minute(began) if with_day else f"{began:%H:%M}"
    return dates.until(told, f"{ended:%H:%M}", lang) + _other_zone(moment, lang)


def quality(moment: Moment) -> str:
    """Return how well a moment is known: "exact", "carried", "between" or "unknown".

    Of an exact and of a carried one there is an estimate and how far off that can be; an unknown
    one has not even a bound.
    """
    if moment.quality == BETWEEN and moment.earliest_ms is None and moment.latest_ms is None:
        return "unknown"
    return QUALITIES[moment.quality]


def as_json(moment: Moment) -> dict[str, Any]:
    """Return a moment as plain values; UTC in ISO 8601, None for what is not known."""
    return {
        "quality": quality(moment),
        "utc": _iso(moment.utc_ms),
        "error_ms": moment.error_ms,
        "earliest_utc": _iso(moment.earliest_ms),
        "latest_utc": _iso(moment.latest_ms),
        "zone_offsets_min": list(moment.zones_min),
        "disputed": moment.is_disputed,
    }


def iso(utc_ms: int) -> str:
    """Return a time as ISO 8601 in UTC, to the millisecond: "2026-11-20T21:34:00.000Z"."""
    at = datetime.fromtimestamp(utc_ms / 1000, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def iso_local(moment: Moment, utc_ms: int) -> str:
    """Return the local time of a moment's bound or estimate as ISO 8601, with its offset."""
    return local(moment, utc_ms).isoformat(timespec="milliseconds")


def _about(moment: Moment, lang: str) -> str:
    if moment.quality == BETWEEN or moment.utc_ms is None or moment.error_ms is None:
        return _bounded(moment, lang)
    told = dates.minute(local(moment, moment.utc_ms)) + _other_zone(moment, lang)
    if not is_sharp(moment):
        told += f" ± {dates.bound(moment.error_ms, lang)}"
    return told


def _bounded(moment: Moment, lang: str) -> str:
    earliest, latest = (
        None if bound_ms is None else dates.minute(local(moment, bound_ms))
        for bound_ms in (moment.earliest_ms, moment.latest_ms)
    )
    if earliest is None and latest is None:
        return _UNKNOWN.say(lang)
    if earliest is None:
        return _BEFORE.say(lang).format(latest)
    if latest is None:
        return _AFTER.say(lang).format(earliest)
    return _BETWEEN.say(lang).format(earliest, latest)


def _other_zone(moment: Moment, lang: str) -> str:
    """Say which offset was taken where another one is as possible: a journey, or summer time."""
    if len(moment.zones_min) < 2:
        return ""
    taken_min, other_min = moment.zones_min
    return dates.zones(taken_min, other_min, lang)


def _iso(utc_ms: int | None) -> str | None:
    return None if utc_ms is None else iso(utc_ms)
