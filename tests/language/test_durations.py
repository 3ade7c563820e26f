# SPDX-License-Identifier: MIT
"""Durations as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loslaten.language.durations import clock, clock_tenths, parse, parse_clock


@pytest.mark.parametrize(
    ("text", "expected_ms"),
    [
        ("30m", 1_800_000),
        ("1h", 3_600_000),
        ("1h15m", 4_500_000),
        ("90s", 90_000),
        ("2m2.5s", 122_500),
        ("30:00", 1_800_000),
        ("1:00:00", 3_600_000),
    ],
)
def test_a_duration_is_read(text: str, expected_ms: int):
    assert parse(text) == expected_ms


@pytest.mark.parametrize("text", ["", "30", "m", "-3m", "3m2h", "25h", "1e3s", "3 m", "٣m", "inf"])
def test_what_is_no_duration_is_refused(text: str):
    with pytest.raises(ValueError, match=r"no duration|longer than a day"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "expected_ms"),
    [("12.5", 12_500), ("1:02.5", 62_500), ("0", 0), ("1:00:00", 3_600_000)],
)
def test_a_moment_is_read(text: str, expected_ms: int):
    assert parse_clock(text) == expected_ms


@pytest.mark.parametrize("text", ["", ":", "1:", "-1", "1.2345", "1:2:3:4", "12s", "99999999999"])
def test_what_is_no_moment_is_refused(text: str):
    with pytest.raises(ValueError, match=r"no duration|longer than a day"):
        parse_clock(text)


@pytest.mark.parametrize(
    ("time_ms", "text"),
    [
        (0, "0:00"),
        (59_499, "0:59"),
        (59_500, "1:00"),
        (3_599_500, "1:00:00"),
        (3_725_000, "1:02:05"),
    ],
)
def test_a_time_is_shown_to_the_second(time_ms: int, text: str):
    assert clock(time_ms) == text


@given(st.integers(0, 863_999))
def test_a_time_to_the_tenth_is_read_back(tenths: int):
    assert parse_clock(clock_tenths(tenths * 100)) == tenths * 100
