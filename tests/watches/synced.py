# SPDX-License-Identifier: MIT
"""A watch with some nights, synced into a log by a laptop whose clock is right."""

import asyncio
import sqlite3
from contextlib import closing

from loslaten.link.client import connect
from loslaten.practice_log.log import PracticeLog
from loslaten.watches.sync import sync
from tests.link.wrist import KEY
from tests.rigs.raw_records import records_of_nights

NIGHTS = records_of_nights(9)


NOW_MS = 1_800_000_000_000


def wall():
    return NOW_MS + int(asyncio.get_running_loop().time() * 1000), 60


async def bring(wrist, path, progress=None):
    with closing(PracticeLog(path)) as log:
        async with await connect(wrist.device, KEY, wrist.backend()) as client:
            return await sync(client, log, wall, progress)


def ask(path, query):
    with closing(sqlite3.connect(path)) as log:
        return log.execute(query).fetchall()
