# SPDX-License-Identifier: MIT
"""The two laptops of a household: a practice log each, the keys of both, and clocks years off."""

import asyncio
import random
from itertools import count
from pathlib import Path

from bleak.backends.client import BaseBleakClient
from bleak.backends.scanner import BaseBleakScanner

from loslaten.language.text import Text
from loslaten.link.keys import KeyStore
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.sessions import nights
from loslaten.protocols.file import ProtocolFile
from loslaten.sim.bedroom import KEY, laptop_clock
from loslaten.watches.hand_over import hand_over
from loslaten.watches.reach import Reach
from loslaten.watches.sync import sync
from loslaten_core.practice.protocol import Group, Protocol
from tests.nights.account import Account, Kept, kept
from tests.rigs.bedroom import WATCH_ID

FILE = ProtocolFile(
    path=Path("short.toml"),
    protocol=Protocol(
        "short",
        tuple(
            Group(muscle, release_ms=10_000, ready_gap_ms=2_000, repeats_max=3)
            for muscle in (2, 8, 12)
        ),
        settle_in_ms=5_000,
        final_rest_ms=10_000,
        seated=True,
    ),
    title=Text("kort", "short"),
    description=Text("kort", "short"),
    caution=None,
    source=Text("", ""),
    from_memory=None,
    groups=(),
)
PACKED = FILE.packed
FIND_S = 30
DAY_MS = 86_400_000
YEARS_OFF_DAYS = 3 * 365
# The laptop that hands the watch over, and so is told of persons.
FIRST = 0


class Laptops:
    """The first knows of the persons, and hands over; `lost` is what the watch said last."""

    def __init__(self, folder: Path, draw: random.Random) -> None:
        self._paths = [folder / f"{name}.db" for name in ("one", "two")]
        self._keys = KeyStore(folder / "keys.json")
        self._keys.put(bytes.fromhex(WATCH_ID), KEY)
        self._draw = draw
        self._numbers = count(1)
        self.lost = 0

    def listen(self, scanner: type[BaseBleakScanner], client: type[BaseBleakClient]) -> None:
        """Give both a Bluetooth adapter."""
        self._reach = Reach(
            key_for=self._keys.get,
            scanner_backend=scanner,
            client_backend=client,
            keys=self._keys,
        )

    def add_person(self) -> str:
        """Tell the first laptop of somebody else; return their name."""
        name = f"wearer {next(self._numbers)}"
        with PracticeLog(self._paths[FIRST]) as log:
            log.add_person(name, self._clock()[0])
        return name

    async def sync(self, number: int) -> None:
        """Bring the nights home to a laptop, 0 or 1. Raises LinkError."""
        client = await self._reach.connect(timeout_s=FIND_S)
        try:
            with PracticeLog(self._paths[number]) as log:
                outcome = await sync(client, log, self._clock)
            self.lost = outcome.status.lost + outcome.status.summarised
        finally:
            await client.close()
            await asyncio.sleep(2)

    async def hand_over(self, name: str) -> None:
        """Clear the watch for a person. Raises LinkError; then it may be done, or not."""
        client = await self._reach.connect(timeout_s=FIND_S)
        try:
            with PracticeLog(self._paths[FIRST]) as log:
                person = log.person(name)
                await hand_over(client, log, self._keys, person.id, FILE, self._clock)
        finally:
            await client.close()
            await asyncio.sleep(2)

    def tell(self, account: Account) -> None:
        """Add what each laptop holds to an account, in the order in which it was practised."""
        for path in self._paths:
            with PracticeLog(path) as log:
                names = {person.id: person.name for person in log.persons()}
                found = sorted(
                    nights(log),
                    key=lambda one: (
                        one.session.journal_id,
                        one.session.boot,
                        one.session.uptime_ms,
                    ),
                )
            account.latest_ms += [one.session.worst_late_ms or 0 for one in found]
            account.logs.append(
                [
                    Kept(told=kept(one), person=names.get(one.session.person_id or 0))
                    for one in found
                ]
            )

    def _clock(self) -> tuple[int, int]:
        """Return a laptop's time, at times years off."""
        utc_ms, zone_min = laptop_clock()
        if self._draw.random() < 0.1:
            utc_ms += self._draw.randint(-YEARS_OFF_DAYS, YEARS_OFF_DAYS) * DAY_MS
        return utc_ms, zone_min
