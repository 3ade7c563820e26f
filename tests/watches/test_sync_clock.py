# SPDX-License-Identifier: MIT
"""The laptop's time, told to the watch and kept of it in a sync: also where it is wrong or set."""

import asyncio
from contextlib import closing
from itertools import count

import pytest

from loslaten.link.client import connect
from loslaten.practice_log.log import PracticeLog
from loslaten.sim import clock
from loslaten.watches.sync import sync
from loslaten_core.journal import event
from loslaten_core.link import settings
from tests.link.wrist import KEY, Memory, Wrist
from tests.rigs.raw_records import DAY_MS
from tests.watches.synced import NIGHTS, NOW_MS, ask, bring, wall


@pytest.mark.parametrize("delay_s", [0.0, 0.03, 0.4, 1.5])
def test_the_anchor_is_never_more_wrong_than_it_says(path, delay_s):
    """The watch takes the time when the request arrives, the laptop knows only of both ends."""
    taken = {}

    class Timed(Memory):
        def set_clock(self, utc_ms, offset_min, error_ms):
            taken.update(true=wall()[0], told=utc_ms, error=error_ms)
            return super().set_clock(utc_ms, offset_min, error_ms)

    async def once():
        wrist = Wrist(Timed(NIGHTS))

        class Slow(wrist.backend()):
            async def write_gatt_char(self, characteristic, data, response):
                await asyncio.sleep(delay_s * (1 if response else 0))
                await super().write_gatt_char(characteristic, data, response)

        with closing(PracticeLog(path)) as log:
            async with await connect(wrist.device, KEY, Slow) as client:
                await sync(client, log, wall)

    clock.run(once())
    (utc_ms, zone_min, error_ms) = ask(path, "SELECT utc_ms, zone_min, error_ms FROM anchor")[0]
    assert abs(utc_ms - taken["true"]) <= error_ms <= 1000 * delay_s + 2
    assert abs(taken["told"] - taken["true"]) <= taken["error"]
    assert zone_min == 60


@pytest.mark.parametrize(
    "wrong_ms", [0, 1_000_000_000, 1_500_000_000_000, 7_258_118_400_000], ids=str
)
def test_a_laptop_whose_clock_is_wrong_fetches_all_and_tells_no_time(path, wrong_ms):
    async def once():
        wrist = Wrist(Memory(NIGHTS))
        with closing(PracticeLog(path)) as log:
            async with await connect(wrist.device, KEY, wrist.backend()) as client:
                wrong = await sync(client, log, lambda: (wrong_ms, 60))
        assert wrist.services.clock is None
        assert wrong.wrong_utc_ms == wrong_ms
        assert wrong.new == wrist.services.confirmed == len(NIGHTS)
        assert ask(path, "SELECT * FROM anchor") == []
        right = await bring(wrist, path)
        assert right.wrong_utc_ms is None
        assert wrist.services.clock is not None
        return len(ask(path, "SELECT * FROM anchor"))

    assert clock.run(once()) == 1


@pytest.mark.parametrize("step_ms", [-DAY_MS, -30_000, 30_000, DAY_MS], ids=str)
@pytest.mark.parametrize("looks", range(1, 7))
def test_a_clock_that_is_set_in_the_middle_of_a_sync_leaves_no_vague_moment(path, looks, step_ms):
    """As by a laptop that has just woken: after so many looks at it, it says something else."""
    readings = count()

    def stepped():
        return NOW_MS + step_ms * (next(readings) >= looks), 60

    async def once():
        wrist = Wrist(Memory(NIGHTS))
        with closing(PracticeLog(path)) as log:
            async with await connect(wrist.device, KEY, wrist.backend()) as client:
                await sync(client, log, stepped)
        return wrist.services.confirmed

    assert clock.run(once()) == len(NIGHTS)
    ((utc_ms, error_ms),) = ask(path, "SELECT utc_ms, error_ms FROM anchor")
    assert min(abs(utc_ms - NOW_MS), abs(utc_ms - NOW_MS - step_ms)) <= error_ms <= 1_000


def test_a_clock_that_is_set_wrong_in_the_middle_of_a_sync_is_not_told(path):
    wrong_ms = event.UTC_MS_MIN - 1
    readings = iter((NOW_MS, NOW_MS))

    async def once():
        wrist = Wrist(Memory(NIGHTS))
        with closing(PracticeLog(path)) as log:
            async with await connect(wrist.device, KEY, wrist.backend()) as client:
                return wrist, await sync(client, log, lambda: (next(readings, wrong_ms), 60))

    wrist, outcome = clock.run(once())
    assert outcome.wrong_utc_ms == wrong_ms
    assert wrist.services.clock is None
    assert outcome.new == wrist.services.confirmed == len(NIGHTS)


@pytest.mark.parametrize(
    ("wishes", "told"),
    [({"reminder": 1}, ["60"]), ({"day_programme": 1}, ["60"]), ({"theme": 1}, [])],
    ids=str,
)
def test_a_watch_that_needs_the_time_of_day_is_told_its_zone_once(path, wishes, told):
    async def twice():
        wrist = Wrist(Memory(NIGHTS))
        written = []

        def write(items):
            written.extend(raw.decode() for number, raw in items if number == settings.ZONE)
            wrist.services.values = [*wrist.services.values, *items]

        async with await connect(wrist.device, KEY, wrist.backend()) as client:
            await client.write_settings(wishes)
        wrist.services.write_settings = write
        await bring(wrist, path)
        await bring(wrist, path)
        return written

    assert clock.run(twice()) == told
