# SPDX-License-Identifier: MIT
"""The whole firmware on the air, with the key it was deployed with and records to be pulled."""

import asyncio
import time

from bench import scratch

from device import files
from loslaten_core.journal.event import Fault

_DETAIL = "as long as the record of a session is"
_LOOK_MS = 200
# Between one connection and the next.
_AWAY_MS = 15_000


async def main(board, records, wait_ms, most_ms):
    """Be there until nobody has been connected for a while, or nobody came in `wait_ms`."""
    board = scratch.board_named(board)
    watch = scratch.watch(board, files.read("/data/key"))
    for _ in range(records):
        watch.journal.add(watch.uptime.ms(), Fault(1, _DETAIL))
    found = {"records": records, "has_key": watch.identity.key is not None, "connections": 0}

    async def serve():
        began_ms = seen_ms = time.ticks_ms()
        was_proven = False
        while time.ticks_diff(time.ticks_ms(), began_ms) < most_ms:
            await asyncio.sleep_ms(_LOOK_MS)
            radio = watch.on_air
            found["was_on_air"] = found.get("was_on_air", False) or radio.is_open
            if radio.proven:
                seen_ms = time.ticks_ms()
                found["connections"] += not was_proven
            was_proven = radio.proven
            away_ms = time.ticks_diff(time.ticks_ms(), seen_ms)
            if away_ms > (_AWAY_MS if found["connections"] else wait_ms):
                break

    await scratch.run(watch, serve(), (watch.window.run,))
    scratch.tell(found)
