# SPDX-License-Identifier: MIT
"""Measures the link from where it runs: through BlueZ, or with HOST:PORT on the virtual backend.

Prints JSON: seconds to be connected with the key proven, bytes of a notification, seconds to pull
every record, and their bytes.
"""

import asyncio
import json
import sys
import time

from loslaten.watches.reach import air


async def measure(sim: str | None, short_id: bytes) -> dict[str, float]:
    async with air(sim) as reach:
        began_s = time.monotonic()
        async with await reach.connect(short_id) as client:
            connected_s = time.monotonic() - began_s
            frame_bytes = client.frame_bytes
            began_s = time.monotonic()
            pulled_bytes = 0
            async for page in client.pull(1):
                pulled_bytes += sum(map(len, page))
            pulled_s = time.monotonic() - began_s
    return {
        "connected_s": connected_s,
        "frame_bytes": frame_bytes,
        "pulled_s": pulled_s,
        "pulled_bytes": pulled_bytes,
    }


sim, watch_id = (sys.argv[1] if len(sys.argv) > 2 else None), sys.argv[-1]
print(json.dumps(asyncio.run(measure(sim, bytes.fromhex(watch_id)[:4]))))  # noqa: T201
