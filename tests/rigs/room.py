# SPDX-License-Identifier: MIT
"""The firmware that ships in a room with a finger on its button and a laptop beside it."""

import asyncio

from loslaten.firmware import tree
from loslaten.protocols import file as protocol_file
from loslaten.sim import clock
from loslaten.sim.bedroom import deployed
from loslaten.sim.watch import SimulatedWatch
from loslaten_core.journal import body, record
from loslaten_core.journal.log import Journal
from loslaten_core.journal.segment import Scan
from loslaten_core.practice import protocol
from loslaten_core.practice.protocol import Group, Protocol
from tests.rigs.ram_flash import RamFlash
from tests.rigs.raw_records import DAY_MS, session_of_night
from tests.rigs.within_reach import WithinReach

GROUPS = (8, 12, 17)
SHORT = protocol.pack(
    Protocol(
        "short",
        tuple(
            Group(muscle, release_ms=10_000, ready_gap_ms=2_000, repeats_min=1)
            for muscle in GROUPS
        ),
        settle_in_ms=5_000,
        final_rest_ms=5_000,
        seated=True,
    )
)
SETTLE_S, GROUP_S, REST_S = 5, 2 + 6 + 10, 5
SESSION_S = SETTLE_S + len(GROUPS) * GROUP_S + REST_S + 2
HOLD_S, VERY_LONG_S = 1.2, 3.4
PROTOCOL = {"/data/protocols/": b"", "/data/protocols/protocol-0": SHORT}
TWO_PROTOCOLS = PROTOCOL | {"/data/protocols/protocol-1": protocol_file.find("onderweg").packed}
START = "\nfrom device import app\napp.run()\n"


class Room(WithinReach):
    """One deployed watch, its button, and a laptop that may connect."""

    async def hold(self, seconds=HOLD_S):
        await super().hold(seconds)

    async def open_radio(self):
        await self.hold(VERY_LONG_S)

    async def press_twice(self):
        for _ in range(2):
            await self.hold(0.1)
            await asyncio.sleep(0.15)

    async def practise(self):
        """Start a session and wait until it is over and written."""
        await self.hold()
        await asyncio.sleep(SESSION_S + 6)


def live(
    story,
    board="pico_w",
    *,
    flash=PROTOCOL,
    main="",
    battery_mv=3_900,
    on=True,
    wall_limit_s=clock.WALL_LIMIT_S,
):
    """Let `story(room)` happen to a watch whose /main.py begins with `main`; return the watch.

    on: whether it is switched on before. wall_limit_s: what the wall clock allows it.
    """

    async def whole():
        firmware = tree.firmware_tree()
        if main:
            firmware["/main.py"] = (main + START).encode()
        watch = SimulatedWatch(board, firmware=firmware, flash=deployed(board) | flash)
        watch.battery_mv = battery_mv
        room = await Room.begin(watch, is_on=on)
        if on:
            await asyncio.sleep(1)
        await story(room)
        assert watch.crashes == []
        return watch

    return clock.run(whole(), wall_limit_s=wall_limit_s)


def nights_in_flash(nights, until=lambda journal: False):
    """The files of a journal with so many nights in it, or as many as it takes `until`."""
    storage = RamFlash()
    journal = Journal(storage)
    journal.open()
    for night in range(nights):
        if until(journal):
            break
        journal.finish((night + 1) * DAY_MS, session_of_night(night))
    return {f"/data/journal/{name}": data for name, data in storage.files.items()}


def kept(watch):
    """The records in the watch's flash, each with what it holds."""
    return records_in(watch.flash())


def records_in(files):
    """The records in a flash's files, each with what it holds."""
    found = []
    for path, raw in sorted(files.items()):
        if path.startswith("/data/journal/") and path.endswith(".log"):
            scan = Scan()
            found += [record.decode(one) for _, one in scan.feed(raw) + scan.finish()]
    return [(one, body.unpack(one)) for one in found]


def of_kind(watch, kind):
    return [content for one, content in kept(watch) if one.kind == kind]
