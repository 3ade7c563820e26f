# SPDX-License-Identifier: MIT
"""A conversation of the laptop with a watch: something of everything in it."""

from loslaten.link.client import connect
from tests.link.wrist import KEY
from tests.rigs.raw_records import records_of_nights

RECORDS = records_of_nights(4)
PROTOCOL = b"tense the left foot, but gently"


async def converse(wrist, key=KEY):
    """Put a protocol, pull everything, confirm; return what was pulled."""
    async with await connect(wrist.device, key, wrist.backend()) as client:
        await client.put_protocol(PROTOCOL)
        pulled = [raw async for raws in client.pull(1) for raw in raws]
        await client.confirm(len(pulled))
        await client.play_cue(3)
        return pulled
