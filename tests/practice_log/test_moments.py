# SPDX-License-Identifier: MIT
"""Moments in words: never more than is known."""

from datetime import datetime

import pytest

from loslaten.practice_log import moments as when
from loslaten.practice_log.walltime import BETWEEN, CARRIED, EXACT, Moment

UTC_MS = 1_795_210_440_000  # Friday 20 November 2026, 21:34 UTC
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS


def moment(
    quality: int,
    error_ms: int | None = None,
    earliest_ms: int | None = None,
    latest_ms: int | None = None,
    zones_min: tuple[int, ...] = (60,),
    disputed: bool = False,
) -> Moment:
    made = Moment(quality=quality, earliest_ms=earliest_ms, latest_ms=latest_ms)
    made.zones_min = zones_min
    made.is_disputed = disputed
    if error_ms is not None:
        made.utc_ms, made.error_ms = UTC_MS, error_ms
        made.earliest_ms, made.latest_ms = UTC_MS - error_ms, UTC_MS + error_ms
    return made


@pytest.mark.parametrize(
    ("at", "en", "nl"),
    [
        (moment(EXACT, 200), "2026-11-20 22:34", "2026-11-20 22:34"),
        (moment(CARRIED, 30_000), "2026-11-20 22:34", "2026-11-20 22:34"),
        (moment(EXACT, 30_001), "2026-11-20 22:34 ± 1 min", "2026-11-20 22:34 ± 1 min"),
        (moment(CARRIED, 61_000), "2026-11-20 22:34 ± 2 min", "2026-11-20 22:34 ± 2 min"),
        (moment(CARRIED, 5 * HOUR_MS), "2026-11-20 22:34 ± 5 h", "2026-11-20 22:34 ± 5 uur"),
        (moment(CARRIED, 50 * HOUR_MS), "2026-11-20 22:34 ± 3 days", "2026-11-20 22:34 ± 3 dagen"),
        (moment(EXACT, 200, zones_min=(-210,)), "2026-11-20 18:04", "2026-11-20 18:04"),
        (
            moment(EXACT, 200, zones_min=(60, 330)),
            "2026-11-20 22:34 (UTC+1, or UTC+5:30)",
            "2026-11-20 22:34 (UTC+1, of UTC+5:30)",
        ),
        (
            moment(EXACT, 200, disputed=True),
            "2026-11-20 22:34 ± 1 min (the clocks disagreed)",
            "2026-11-20 22:34 ± 1 min (de klokken waren het oneens)",
        ),
        (
            moment(BETWEEN, None, UTC_MS - 9 * HOUR_MS, UTC_MS),
            "between 2026-11-20 13:34 and 2026-11-20 22:34",
            "tussen 2026-11-20 13:34 en 2026-11-20 22:34",
        ),
        (moment(BETWEEN, None, UTC_MS), "after 2026-11-20 22:34", "na 2026-11-20 22:34"),
        (
            moment(BETWEEN, None, None, UTC_MS),
            "before 2026-11-20 22:34",
            "voor 2026-11-20 22:34",
        ),
        (moment(BETWEEN, zones_min=()), "at an unknown time", "op een onbekend moment"),
    ],
)
def test_a_moment_is_told_with_its_certainty(at, en, nl):
    assert when.about(at, "en") == en
    assert when.about(at, "nl") == nl
    if at.error_ms is None or at.error_ms > 30_000 or at.is_disputed:
        # What is not sharp is nowhere told as if it were.
        assert when.started(at) is None
        assert when.span(at, MINUTE_MS) == en
        assert when.title(at, "en").lower().startswith(en.partition(" (")[0].lower())


def test_a_sharp_moment_has_a_day_a_start_and_an_end():
    at = moment(EXACT, 200)
    assert when.title(at, "en") == "Friday 20 November 2026"
    assert when.title(at, "nl") == "Vrijdag 20 november 2026"
    assert when.started(at) == datetime(2026, 11, 20, 22, 34)
    assert when.span(at, 28 * MINUTE_MS) == "2026-11-20 22:34 to 23:02"
    assert when.span(at, 28 * MINUTE_MS, "nl", with_day=False) == "22:34 tot 23:02"


def test_summer_time_is_the_offset_that_was_told():
    at = moment(EXACT, 200, zones_min=(120,))
    assert when.about(at) == "2026-11-20 23:34"


def test_json_has_all_that_is_known_and_nothing_else():
    assert when.as_json(moment(CARRIED, 5_000)) == {
        "quality": "carried",
        "utc": "2026-11-20T21:34:00.000Z",
        "error_ms": 5_000,
        "earliest_utc": "2026-11-20T21:33:55.000Z",
        "latest_utc": "2026-11-20T21:34:05.000Z",
        "zone_offsets_min": [60],
        "disputed": False,
    }
    assert when.as_json(moment(BETWEEN, None, None, UTC_MS, zones_min=())) == {
        "quality": "between",
        "utc": None,
        "error_ms": None,
        "earliest_utc": None,
        "latest_utc": "2026-11-20T21:34:00.000Z",
        "zone_offsets_min": [],
        "disputed": False,
    }
