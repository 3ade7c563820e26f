# SPDX-License-Identifier: MIT
"""A fortnight of a whole watch with taps by day and a reminder.

    python -m tests.torture.days --board twatch_s3

It is told the time on most days, practised with on some, charged for an afternoon, silenced once,
lives through the end of summer time, loses its clock and gets it back, and flies to New York.
Stops where a tap was felt that must not be, or one was missing. Boards differ in how long they
know the time of day: a Pico until the power goes, a XIAO for most of a day, a T-Watch for weeks,
by a clock of its own that no loss of power stops.
"""

import argparse
import asyncio
from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

from tests.device.days import FROM_H, REMINDER_H, TAPS, UNTIL_H, WISHES, Days, Diary, lived

# Monday, 19 October 2026; summer time ends on the Sunday, which is day 6.
BEGAN = "2026-10-19T06:00+02:00"
PRACTISED, SILENCED, CHARGED, LOST, FOUND, FLOWN = (1, 4, 9), 2, 3, 7, 8, 11
NEW_YORK = ZoneInfo("America/New_York")
LAST = 14
# How each kind of board carries the time: by its crystal, badly, and by a clock of its own.
BOARDS = ("pico_w", "xiao_esp32s3", "twatch_s3")
WALL_LIMIT_S = 3_600
# Days on which a board does not know the time of day.
UNKNOWN = {"xiao_esp32s3": (CHARGED, LOST), "twatch_s3": ()}
# Taps of a day that may be dropped where the time is known too badly at the ends of the hours.
DROPPED = {"xiao_esp32s3": 2}
# A clock that is read to the second, twice, lets the reminder come so much early or late.
READING_S = 2


async def fortnight(days: Days) -> None:
    """Live it."""
    diary = days.diary
    for day in range(LAST):
        await days.until(day, 7)
        if day == LOST:
            await days.restart()
        elif day == FLOWN:
            # Until a laptop tells where it is, the watch lives by the hours of before.
            await days.until(day, 18)
            diary.zones.append((days.now_ms, NEW_YORK))
            await days.sync(**WISHES)
        elif day != CHARGED and not LOST < day < FOUND:
            await days.sync(**WISHES)
        if day == SILENCED:
            await _silence(days)
        if day == CHARGED:
            await days.until(day, 12)
            days.room.watch.usb_power = True
            await days.until(day, 18)
            days.room.watch.usb_power = False
        if day in PRACTISED:
            await days.until(day, 19)
            await days.practise()


async def _silence(days: Days) -> None:
    """Hold the button within half a minute after the day's first tap."""
    motor = days.room.watch.motor
    before = len(motor)
    while len(motor) == before:
        await asyncio.sleep(1)
    await asyncio.sleep(5)
    await days.hold()


def check(diary: Diary, board: str) -> None:
    """Raise AssertionError where a day is not as it has to be."""
    taps, reminded = by_day(diary)
    unknown, dropped = UNKNOWN.get(board, (LOST,)), DROPPED.get(board, 0)
    for day in range(LAST - 1):
        is_due = day not in (*PRACTISED, *unknown)
        assert reminded[day] == is_due, f"day {day}: reminded {reminded[day]} times"
        least, most = TAPS - dropped, TAPS
        if day == SILENCED:
            least, most = 1, 1
        elif day in unknown:
            least, most = 0, 0
        elif day in (CHARGED, FLOWN):
            least = 0
        assert least <= taps[day] <= most, f"day {day}: {taps[day]} taps"


def by_day(diary: Diary) -> tuple[Counter[int], Counter[int]]:
    """Return the taps and the reminders of each day; AssertionError for one at another hour."""
    taps: Counter[int] = Counter()
    reminded: Counter[int] = Counter()
    first = diary.local(0).date()
    for at in diary.taps:
        day = (at.date() - first).days
        reminder = at.replace(hour=REMINDER_H, minute=0, second=0, microsecond=0)
        if abs(at - reminder) <= timedelta(seconds=READING_S):
            reminded[day] += 1
        else:
            assert FROM_H <= at.hour < UNTIL_H, at
            taps[day] += 1
    return taps, reminded


def main() -> None:
    """Live a fortnight on the board that the command line names, else on one of each kind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--board", action="append", help="a board; else one of each kind")
    boards = parser.parse_args().board or BOARDS
    taps = [live_through(board) for board in boards]
    print(f"days: a fortnight on {', '.join(boards)}: {taps} taps, all of them where they may be")


def live_through(board: str) -> int:
    """Live a fortnight on a board, tell it, and return how many taps were felt."""
    diary = lived(fortnight, board, BEGAN, wall_limit_s=WALL_LIMIT_S)
    for day in diary.records:
        marks = " silenced" * day.silenced + " reminded" * day.reminded
        print(f"day {day.day}: {day.taps} taps, {day.noticed} noticed{marks}")
    check(diary, board)
    return len(diary.taps)


if __name__ == "__main__":
    main()
