# SPDX-License-Identifier: MIT
"""Durations as people write and read them."""

import re

_PARTS = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d{1,3})?)s)?", re.ASCII)
_CLOCK = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d{1,3})?)", re.ASCII)
# Longer than any session: more is a mistake in writing.
_MOST_MS = 24 * 3_600_000


def clock(time_ms: int) -> str:
    """Return a time as it is read from a clock, to the second: 0:06, 27:18, 1:05:00."""
    seconds = (time_ms + 500) // 1000
    if seconds < 3600:
        return f"{seconds // 60}:{seconds % 60:02d}"
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def clock_tenths(time_ms: int) -> str:
    """Return a time to the tenth of a second: 0:06.5, 27:18.0."""
    tenths = (time_ms + 50) // 100
    return f"{clock(tenths // 10 * 1000)}.{tenths % 10}"


def parse_clock(text: str) -> int:
    """Return the ms of a moment: "12.5", "1:02.5" or "1:00:00". Raise ValueError otherwise."""
    return _ms(_CLOCK.fullmatch(text))


def parse(text: str) -> int:
    """Return the ms of a duration: "30m", "1h15m", "90s", or as a clock "30:00".

    Raise ValueError for anything else, for a bare number too: it does not say of what.
    """
    return _ms(_PARTS.fullmatch(text) if ":" not in text else _CLOCK.fullmatch(text))


def _ms(match: re.Match[str] | None) -> int:
    if match is None or not any(match.groups()):
        raise ValueError("no duration")
    hours, minutes, seconds = (float(part or 0) for part in match.groups())
    total_ms = round(((hours * 60 + minutes) * 60 + seconds) * 1000)
    if total_ms > _MOST_MS:
        raise ValueError("longer than a day")
    return total_ms
