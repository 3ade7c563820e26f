# SPDX-License-Identifier: MIT
"""Local time by a zone's rule, against the time zone database, and on both interpreters."""

from datetime import UTC, datetime, timedelta, tzinfo
from random import Random
from zoneinfo import ZoneInfo

import pytest

from loslaten.watches.zone import rule_of
from loslaten_core.day.local_time import LocalTime, offset_min, rule

DAY_S = 86_400
NOW_S = 1_796_000_000  # 2026-11-30
ZONES = (
    "Europe/Amsterdam",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Asia/Kolkata",
    "Africa/Lagos",
    "UTC",
)


@pytest.mark.parametrize("name", ZONES)
def test_the_offset_is_the_database_s_for_nine_years(name):
    zone = ZoneInfo(name)
    said = rule(rule_of(zone, NOW_S))
    random = Random(1)
    for _ in range(3_000):
        utc_s = NOW_S + random.randrange(9 * 365 * DAY_S)
        offset = datetime.fromtimestamp(utc_s, UTC).astimezone(zone).utcoffset()
        assert offset_min(said, utc_s * 1000) * 60 == offset.total_seconds(), utc_s


@pytest.mark.parametrize("name", ZONES)
def test_a_change_happens_to_the_minute(name):
    zone = ZoneInfo(name)
    said = rule(rule_of(zone, NOW_S))
    for hour in range(365 * 24):
        for utc_s in (NOW_S + hour * 3600 - NOW_S % 3600 - 60, NOW_S + hour * 3600 - NOW_S % 3600):
            offset = datetime.fromtimestamp(utc_s, UTC).astimezone(zone).utcoffset()
            assert offset_min(said, utc_s * 1000) * 60 == offset.total_seconds(), utc_s


def test_europe_s_rule_is_what_it_says():
    assert rule_of(ZoneInfo("Europe/Amsterdam"), NOW_S) == "60,120,3,5,0,120,10,5,0,180"
    assert rule_of(ZoneInfo("Asia/Kolkata"), NOW_S) == "330"


class ByTheMoon(tzinfo):
    """An hour from Greenwich, but for one month of the moon, as Morocco's zone was."""

    def utcoffset(self, at):
        return timedelta(hours=at.toordinal() % 354 >= 30)

    def dst(self, at):
        return timedelta(0)


def test_a_zone_without_one_rule_has_the_offset_of_now():
    """Summer time that follows the moon is in no rule of this kind."""
    now = datetime.fromtimestamp(NOW_S, UTC).astimezone(ByTheMoon())
    following = [now + timedelta(days=days) for days in range(366)]
    assert {at.utcoffset() for at in following} == {timedelta(0), timedelta(hours=1)}
    assert rule_of(ByTheMoon(), NOW_S) == str(now.utcoffset() // timedelta(minutes=1))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "invalid literal"),
        ("x", "invalid literal"),
        ("1.5", "invalid literal"),
        ("60,120", "one number, or ten"),
        ("901", "number 1 of a zone may be -900 to 900"),
        ("60,120,13,5,0,120,10,5,0,180", "number 3 of a zone may be 1 to 12"),
    ],
)
def test_what_is_no_rule_is_refused(text, said):
    with pytest.raises(ValueError, match=said):
        rule(text)


def test_the_error_grows_with_the_time_since_a_laptop_told():
    local = LocalTime((60,), NOW_S * 1000, 5_000, 40, 100)
    assert local.at(5_000) == ((NOW_S + 3_600) * 1000, 40)
    assert local.at(5_000 + DAY_S * 1000)[1] == 40 + 8_640
    assert local.at(0)[1] == 40


def test_both_interpreters_reckon_alike(micropython):
    source = """
from loslaten_core.day.local_time import offset_min, rule

for text in (
    "60,120,3,5,0,120,10,5,0,180",
    "630,660,10,1,0,120,4,1,0,120",
    "-210",
    "-240,-180,9,1,6,1440,4,1,6,1440",
):
    zone = rule(text)
    print([offset_min(zone, (1_700_000_000 + step * 40_009) * 1000) for step in range(4_000)])
"""
    there = micropython(source)
    printed: list[str] = []
    exec(source, {"print": lambda thing: printed.append(str(thing))})
    assert there.splitlines() == printed
