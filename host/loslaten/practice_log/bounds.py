# SPDX-License-Identifier: MIT
"""Bounds of the values in a row: what lies beyond them no loslaten writes."""

import json
from datetime import UTC, datetime
from typing import Any

from loslaten.language import clean
from loslaten_core.journal.record import U32_MAX

# What a laptop's clock can say, wrong or not: a time that can be written as a date.
CLOCK_MS_MAX = int(datetime(9000, 1, 1, tzinfo=UTC).timestamp() * 1000)


def clock_ms(utc_ms: int) -> int:
    """Return a time by a laptop's clock. ValueError for one that no clock says."""
    return number(utc_ms, CLOCK_MS_MAX)


def nearest_clock_ms(utc_ms: int) -> int:
    """Return a time by a laptop's clock, or the first or the last one that a clock can say."""
    return min(max(utc_ms, 0), CLOCK_MS_MAX)


def number(value: int, most: int = U32_MAX) -> int:
    """Return a number from 0 to `most`. ValueError for any other."""
    if not 0 <= value <= most:
        raise ValueError(f"{value} is not in 0..{most}")
    return value


def known_bytes(value: bytes, length: int) -> bytes:
    """Return bytes of this length. ValueError for any other."""
    if len(value) != length:
        raise ValueError(f"{len(value)} bytes are not {length}")
    return value


def json_object(text: str) -> dict[str, Any]:
    """Return the object in a JSON text, its texts cleaned. ValueError where there is none."""
    value = json.loads(text)
    if not isinstance(value, dict):
        raise ValueError(f"{type(value).__name__} is no object")
    cleaned: dict[str, Any] = clean.nested(value)
    return cleaned
