# SPDX-License-Identifier: MIT
"""Days of a whole watch with taps and a reminder, told the time by a laptop now and then."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from loslaten.sim import clock
from loslaten.watches.zone import rule_of
from loslaten_core.journal import record
from tests.rigs.room import SESSION_S, Room, live, of_kind

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TAPS, FROM_H, UNTIL_H, REMINDER_H = 5, 9, 17, 21
WISHES = {
    "day_programme": 1,
    "day_taps": TAPS,
    "day_from": FROM_H * 60,
    "day_until": UNTIL_H * 60,
    "reminder": 1,
    "reminder_at": REMINDER_H * 60,
}
# A drive of the motor that comes of nothing else is a tap; so long answers and a start are felt.
ANSWER_MS = 12_000
# A tap is a drive of the motor and its kick.
TAP_MS = 1_000


@dataclass
class Diary:
    """A watch's days: `taps` and the `sessions` begun, both as local times."""

    began_utc_s: int
    taps: list[datetime] = field(default_factory=list)
    sessions: list[datetime] = field(default_factory=list)
    records: list = field(default_factory=list)
    # Which zone the wearer is in, from when in ms of the simulation.
    zones: list[tuple[int, ZoneInfo]] = field(default_factory=lambda: [(0, AMSTERDAM)])
    # When something else was felt: (from, to) in ms of the simulation.
    others_ms: list[tuple[int, int]] = field(default_factory=list)

    def local(self, sim_ms: int) -> datetime:
        zone = next(zone for from_ms, zone in reversed(self.zones) if from_ms <= sim_ms)
        return datetime.fromtimestamp(self.began_utc_s + sim_ms / 1000, UTC).astimezone(zone)

    @property
    def zone(self) -> ZoneInfo:
        """The zone that the wearer is in now."""
        return self.zones[-1][1]


class Days:
    """A story of days in `room`; every act is one of the wearer's or of the laptop's."""

    def __init__(self, room: Room, diary: Diary) -> None:
        self.room = room
        self.diary = diary

    @property
    def now_ms(self) -> int:
        return clock.current().now_ms

    def _felt(self, lasts_ms: int = ANSWER_MS) -> None:
        self.diary.others_ms.append((self.now_ms, self.now_ms + lasts_ms))

    async def until(self, day: int, hour: float) -> None:
        """Wait until this hour of the day that is so many days after the first."""
        began, zone = self.diary.local(0), self.diary.zone
        date = began.date() + timedelta(days=day)
        at = datetime.combine(date, time(), zone) + timedelta(hours=hour)
        await asyncio.sleep(at.timestamp() - self.diary.began_utc_s - self.now_ms / 1000)

    async def sync(self, **settings) -> None:
        """Tell the watch the time and the zone's rule, and change settings."""
        self._felt()
        await self.room.open_radio()
        async with await self.room.connect() as client:
            utc_ms = self.diary.began_utc_s * 1000 + self.now_ms
            offset = self.diary.local(self.now_ms).utcoffset()
            await client.set_clock(utc_ms, round(offset.total_seconds() / 60), 50)
            zone = rule_of(self.diary.zone, utc_ms // 1000)
            await client.write_settings({"zone": zone, **settings})
        await asyncio.sleep(200)

    async def open_radio(self) -> None:
        self._felt()
        await self.room.open_radio()

    async def practise(self) -> None:
        self._felt(round(SESSION_S * 1000) + ANSWER_MS)
        self.diary.sessions.append(self.diary.local(self.now_ms))
        await self.room.practise()

    async def hold(self) -> None:
        self._felt()
        await self.room.hold()

    async def felt_for(self, lasts_ms: int) -> None:
        """Wait while something else may be felt."""
        self._felt(lasts_ms)
        await asyncio.sleep(lasts_ms / 1000)

    async def restart(self) -> None:
        """Take the power away and give it back: a Pico loses the time of day."""
        self.room.watch.power_off()
        await asyncio.sleep(1)
        self._felt()
        self.room.watch.power_on()
        await asyncio.sleep(5)

    async def press(self) -> None:
        self._felt()
        await self.room.hold(0.1)


def lived(
    story,
    board: str = "pico_w",
    began: str = "2026-10-19T06:00+02:00",
    wall_limit_s: float = clock.WALL_LIMIT_S,
    main: str = "",
) -> Diary:
    """Return the diary of a watch to which `story(days)` happened; `main` as for `live`."""
    diary = Diary(int(datetime.fromisoformat(began).timestamp()))

    async def whole(room: Room) -> None:
        await story(Days(room, diary))

    watch = live(whole, board, main=main, wall_limit_s=wall_limit_s)
    diary.records = of_kind(watch, record.DAY)
    on = [t_ms for t_ms, level in watch.motor if level]
    others_ms = [(0, ANSWER_MS), *diary.others_ms]
    last_ms = 0
    for t_ms in on:
        is_alone = not any(from_ms <= t_ms <= to_ms for from_ms, to_ms in others_ms)
        if is_alone and t_ms - last_ms > TAP_MS:
            diary.taps.append(diary.local(t_ms))
        last_ms = t_ms
    return diary
