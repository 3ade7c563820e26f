# SPDX-License-Identifier: MIT
"""Taps by day and the reminder, asked for with commands: settings, the zone at a sync, status."""

import asyncio

import pytest

from tests.rigs.bedroom import Bedroom


def test_times_are_times_of_day(bedroom: Bedroom):
    said = bedroom.printed("settings", "set", "day_programme=on", "day_from=8:30", "reminder=on")
    assert said == "day_programme is on\nday_from is 08:30\nreminder is on\n"
    assert bedroom.parsed("settings", "list")["day_from"] == "08:30"


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ("day_from=5:00", "06:00 to 22:00"),
        ("day_until=23:00", "06:00 to 22:00"),
        ("reminder_at=9:60", "06:00 to 23:30"),
        ("reminder_at=nine", "06:00 to 23:30"),
        ("day_taps=13", "1 to 12"),
        ("day_programme=often", "off, on"),
        ("day_from=18:00", "day_from comes before day_until: now 18:00 and 17:00"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(bedroom: Bedroom, wish: str, said: str):
    result = bedroom.loslaten("settings", "set", wish)
    assert result.exit_code == 2
    assert said in result.stderr
    assert bedroom.parsed("settings", "list")["day_until"] == "17:00"


def test_status_says_that_it_is_silent_until_it_knows_the_time(bedroom: Bedroom):
    silent = "taps by day and the reminder are silent until it knows the time: loslaten sync"
    assert silent not in bedroom.printed("status")
    bedroom.printed("settings", "set", "reminder=on")
    assert silent in bedroom.printed("status")
    bedroom.printed("sync")
    assert silent not in bedroom.printed("status")


def test_a_sync_tells_the_zone_only_where_it_is_needed(bedroom: Bedroom):
    bedroom.printed("sync")
    assert bedroom.parsed("settings", "list")["zone"] == ""
    bedroom.printed("settings", "set", "day_programme=on")
    bedroom.printed("sync")
    # The bedroom's laptop is an hour ahead of UTC.
    assert bedroom.parsed("settings", "list")["zone"] == "60"


def test_status_says_that_it_was_told_the_time_too_long_ago():
    """An ESP32's own clock carries it over a restart to within 5 %: two hours to six minutes."""
    bedroom = Bedroom("xiao_esp32s3")
    bedroom.open_radio()
    bedroom.printed("settings", "set", "reminder=on")
    bedroom.printed("sync")
    assert "clock     knows the time of day" in bedroom.printed("status")
    bedroom.run(asyncio.sleep(2 * 3_600))
    bedroom.open_radio()
    bedroom.run(_restart(bedroom))
    bedroom.open_radio()
    said = bedroom.printed("status")
    bedroom.close()
    assert "clock     set too long ago" in said
    assert "taps by day and the reminder are silent until it knows the time" in said


async def _restart(bedroom: Bedroom) -> None:
    async with await bedroom.stage.connect() as client:
        await client.reboot()
    await asyncio.sleep(5)
