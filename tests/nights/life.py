# SPDX-License-Identifier: MIT
"""Nights of a watch with a random wearer and random faults, from one seed, in virtual time.

Each night somebody practises by feel or presses at random, or sleeps, or the button rattles. The
power goes, also in the middle of a flash operation; calls of the flash fail, or the motor's bus
does; the cell runs out; the link is cut in a sync; one of two laptops comes in the morning, or
none, and its clock may be years off; the firmware is put on anew. In the end both laptops sync,
and must hold what the wrist did.
"""

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from loslaten.firmware import tree
from loslaten.link.client import connect
from loslaten.link.errors import LinkError
from loslaten.link.scan import find
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.sessions import Night as LoggedNight
from loslaten.practice_log.sessions import nights as logged_nights
from loslaten.sim import clock
from loslaten.sim.bedroom import KEY, deployed, laptop_clock
from loslaten.sim.bluetooth.bleak_backend import backends
from loslaten.sim.bluetooth.peripheral import Peripheral
from loslaten.sim.bluetooth.radio import Radio
from loslaten.sim.watch import FULL_BATTERY_MV, SimulatedWatch
from loslaten.watches.sync import sync
from loslaten_core.practice import protocol
from loslaten_core.practice.event import BATTERY, POWER_LOST
from loslaten_core.practice.protocol import Group, Protocol
from loslaten_core.practice.tally import Tally
from tests.nights.wrist import Stroke, Told, is_within, sessions, told

HOLD_MS, VERY_LONG_MS, TAP_MS = 1_300, 3_500, 150
# A press so near to a change of phase that a few ms decide may fall on either side.
JITTER_MS = (0, -25, 25)
SHORT = Protocol(
    "short",
    tuple(
        Group(muscle, release_ms=10_000, ready_gap_ms=2_000, repeats_max=3)
        for muscle in (2, 8, 12)
    ),
    settle_in_ms=5_000,
    final_rest_ms=10_000,
    seated=True,
)
PACKED = protocol.pack(SHORT)
FLASH = {"/data/protocols/": b"", "/data/protocols/protocol-0": PACKED}
# Every so manieth call of the flash fails, once; what is tried a second time is done.
FLAKY_FLASH = """
import builtins, os
_calls = [0]
def _flaky(call):
    def told(*args):
        _calls[0] += 1
        if _calls[0] % {every} == 0:
            raise OSError(5)
        return call(*args)
    return told
builtins.open = _flaky(open)
for _name in ("rename", "remove"):
    setattr(os, _name, _flaky(getattr(os, _name)))
"""
CALLS_BETWEEN = (211, 307, 401)
BOARDS = ("pico_w", "pico_w", "pico_w_drv2605l")
BUS_FAULTS = 5
EMPTY_MV = 2_900
CHARGED_S = 1_200
STORM_STROKES = 60
FAULTS = ("", "power", "flash", "cell", "bus")
FAULT_WEIGHTS = (60, 15, 10, 8, 7)
DAY_MS = 86_400_000
# A pause at the end of the presses ends the session ten minutes later.
LONGEST_MS = 1_000_000
NO_DROP = 1_000_000_000


@dataclass(kw_only=True)
class Night:
    """One night as it really was: the finger's strokes, and whether the power went in it."""

    strokes: list[Stroke]
    began_ms: int
    until_ms: int
    fault: str = ""
    power_cut: bool = False
    cell_out: bool = False

    @property
    def cut_short(self) -> int | None:
        """Ending of its last session that nobody ended; None where there is none such."""
        return POWER_LOST if self.power_cut else BATTERY if self.cell_out else None


@dataclass(kw_only=True)
class Account:
    """Knowledge in the end: the nights as they were, and what each laptop holds of them."""

    seed: int
    nights: list[Night] = field(default_factory=list)
    logs: list[list[Told]] = field(default_factory=list)
    latest_ms: list[int] = field(default_factory=list)
    lost: int = 0
    resets: list[str] = field(default_factory=list)


class Life:
    """A watch, its wearer and two laptops, from a seed."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.draw = random.Random(seed)
        self.account = Account(seed=seed)
        self._paths = [folder / f"{name}.db" for name in ("one", "two")]
        self._radio = Radio()
        self._board = self.draw.choice(BOARDS)
        self._firmware = tree.firmware_tree()
        if self.draw.random() < 0.5:
            flaky = FLAKY_FLASH.format(every=self.draw.choice(CALLS_BETWEEN)).encode()
            self._firmware["/main.py"] = flaky + self._firmware["/main.py"]

    async def live(self, nights: int) -> Account:
        """Let so many nights pass; return what is known of them in the end."""
        await self._take(deployed(self._board) | FLASH)
        central = await self._radio.central()
        self._scanner, self._client = backends(central)
        for _ in range(nights):
            await asyncio.sleep(self.draw.uniform(20, 120))
            await self._night()
            await asyncio.sleep(20)
            if self.draw.random() < 0.15:
                await self._reinstall()
            if self.draw.random() < 0.7:
                await self._morning(self.draw.choice(self._paths), self._cut_after())
        for path in self._paths:
            await self._morning(path, None)
        self._take_logs()
        self.account.resets += [cause for _, cause in self.watch.resets]
        return self.account

    async def _take(self, flash: dict[str, bytes]) -> None:
        """Put a watch with this flash on the wrist, and switch it on."""
        self.watch = SimulatedWatch(self._board, self._firmware, flash=flash, seed=1)
        self._peripheral = await Peripheral.attach(self._radio, self.watch)
        self.watch.power_on()
        await asyncio.sleep(5)

    async def _reinstall(self) -> None:
        """Put the same firmware on anew: what lies on the flash stays."""
        self.watch.power_off()
        self.account.resets += [cause for _, cause in self.watch.resets]
        flash = {path: data for path, data in self.watch.flash().items() if "/data" in path}
        self._peripheral.leave()
        self.watch.close()
        await self._take(deployed(self._board) | flash)

    async def _night(self) -> None:
        """Start a session and press as this night's wearer does, with its fault."""
        began_ms = clock.current().now_ms
        strokes = [(began_ms, began_ms + HOLD_MS)]
        strokes += self._presses(began_ms + HOLD_MS + 4_000)
        night = Night(strokes=strokes, began_ms=began_ms, until_ms=began_ms + LONGEST_MS)
        self.account.nights.append(night)
        fault, at_ms = self._fault(night), began_ms + self.draw.randint(8_000, 120_000)
        if fault is None:
            await self._press(night.strokes)
        else:
            await self._press([one for one in strokes if one[1] < at_ms])
            await self._until(at_ms)
            fault(night)
            await self._press([one for one in night.strokes if one[0] > at_ms])
        if not night.power_cut:
            await self._until(night.until_ms)
        self.watch.cut_power_at(None)
        await self._mend(night)

    def _fault(self, night: Night) -> Callable[[Night], None] | None:
        """Return what goes wrong in this night, or None; a cut in the flash is arranged now."""
        kind = night.fault = self.draw.choices(FAULTS, FAULT_WEIGHTS)[0]
        if kind == "flash":
            self.watch.cut_power_at(self.draw.randint(1, 6), self.draw.randint(0, 40))
        return {"power": self._lose_power, "cell": self._empty_cell, "bus": self._break_bus}.get(
            kind
        )

    def _lose_power(self, night: Night) -> None:
        self.watch.power_off()
        night.power_cut = True
        night.until_ms = clock.current().now_ms
        night.strokes = [one for one in night.strokes if one[1] < night.until_ms]

    def _empty_cell(self, night: Night) -> None:
        """Let the cell run out; the wearer does nothing more."""
        self.watch.battery_mv = EMPTY_MV
        night.cell_out = True
        night.strokes = [one for one in night.strokes if one[1] < clock.current().now_ms]

    def _break_bus(self, night: Night) -> None:
        """Let some writes on the motor's bus fail, where it has one: the practice goes on.

        A stroke that would be under way is not made.
        """
        now_ms = clock.current().now_ms
        night.strokes = [one for one in night.strokes if not one[0] <= now_ms <= one[1]]
        self.watch.send("i2c_fault", 0, BUS_FAULTS, False)

    async def _mend(self, night: Night) -> None:
        """Give the watch its power again."""
        if self.watch.state == "off" and not night.power_cut:
            night.power_cut = True
            night.until_ms = [at for at, kind, _ in self.watch.trace if kind == "power_cut"][-1]
            night.strokes = [one for one in night.strokes if one[1] < night.until_ms]
        if night.cell_out:
            self.watch.battery_mv = FULL_BATTERY_MV
            self.watch.usb_power = True
            await asyncio.sleep(CHARGED_S)
            self.watch.usb_power = False
        if night.power_cut:
            self.watch.power_off()
            await asyncio.sleep(3)
            self.watch.power_on()
            await asyncio.sleep(5)

    async def _press(self, strokes: Sequence[Stroke]) -> None:
        for down_ms, up_ms in strokes:
            await self._until(down_ms)
            self.watch.button_down()
            await self._until(up_ms)
            self.watch.button_up()

    def _presses(self, from_ms: int) -> list[Stroke]:
        """Return the strokes of a night: of a calm wearer, a restless one, or a sleeper.

        Now and then a worn button rattles: its strokes are as short and as near as they can be.
        """
        if self.draw.random() < 0.1:
            storm_ms = self.draw.randint(from_ms, from_ms + 60_000)
            steps = [self.draw.randint(60, 160) for _ in range(STORM_STROKES)]
            return [
                (at_ms, at_ms + step_ms // 2)
                for at_ms, step_ms in zip(accumulate(steps, initial=storm_ms), steps, strict=False)
            ]
        count = self.draw.choice((0, 0, 1, 2, 4, 12))
        moments = sorted(self.draw.randint(from_ms, from_ms + 200_000) for _ in range(count))
        strokes: list[Stroke] = []
        for down_ms in moments:
            length_ms = self.draw.choice((TAP_MS, TAP_MS, TAP_MS, 400, HOLD_MS))
            if strokes and down_ms < strokes[-1][1] + 120:
                continue
            strokes.append((down_ms, down_ms + length_ms))
        return strokes

    def _cut_after(self) -> int | None:
        return self.draw.randint(3, 60) if self.draw.random() < 0.3 else None

    async def _morning(self, path: Path, cut_after: int | None) -> None:
        """Open the radio and bring the nights home; after a cut link once more."""
        self.watch.button_down()
        await asyncio.sleep(VERY_LONG_MS / 1_000)
        self.watch.button_up()
        await asyncio.sleep(3)
        try:
            await self._sync(path, cut_after)
        except LinkError:
            await self._sync(path, None)

    async def _sync(self, path: Path, cut_after: int | None) -> None:
        found = await find(timeout_s=30, scanner_backend=self._scanner)
        client = await connect(found.device, KEY, self._client)
        self._radio.drop_after(NO_DROP if cut_after is None else cut_after)
        try:
            with PracticeLog(path) as log:
                outcome = await sync(client, log, self._wall_clock)
            self.account.lost = outcome.status.lost + outcome.status.summarised
        finally:
            self._radio.drop_after(NO_DROP)
            await client.close()
            await asyncio.sleep(2)

    def _wall_clock(self) -> tuple[int, int]:
        """Return a laptop's time, at times years off."""
        utc_ms, zone_min = laptop_clock()
        if self.draw.random() < 0.1:
            utc_ms += self.draw.randint(-3 * 365, 3 * 365) * DAY_MS
        return utc_ms, zone_min

    async def _until(self, at_ms: int) -> None:
        await asyncio.sleep(max(0, at_ms - clock.current().now_ms) / 1_000)

    def _take_logs(self) -> None:
        for path in self._paths:
            with PracticeLog(path) as log:
                found = logged_nights(log)
            ordered = sorted(found, key=lambda one: (one.session.boot, one.session.uptime_ms))
            self.account.logs.append([_told(one) for one in ordered])
            self.account.latest_ms += [one.session.worst_late_ms or 0 for one in found]


def _told(night: LoggedNight) -> Told:
    """Return what a laptop holds of a session, as `wrist.told` tells what was done."""
    groups = tuple(
        (
            group.muscle,
            group.done,
            group.asked,
            sum(1 << (repeat - 1) for repeat in group.cuts),
            group.skipped,
            group.left_out,
        )
        for group in night.groups
    )
    return night.session.ending, night.session.pauses, groups


def play(seed: int, nights: int, folder: Path) -> Account:
    """Let nights pass in virtual time; the same seed is the same life."""
    return clock.run(Life(seed, folder).live(nights))


def differences(account: Account) -> list[str]:
    """Return a line for each thing that a laptop holds otherwise than the wrist did it."""
    lines = []
    for number, log in enumerate(account.logs, 1):
        left = list(log)
        for night in account.nights:
            for place, done in enumerate(sessions(night.strokes, PACKED, night.until_ms)):
                if left and _is_one_of(left[0], night, place):
                    left.pop(0)
                elif not _may_be_gone(done, night):
                    kept = left.pop(0) if left else "nothing"
                    lines.append(f"laptop {number}: {kept} instead of {told(done)}, {night}")
        lines += [f"laptop {number}: nobody did {one}" for one in left]
    return lines


def _may_be_gone(done: Tally, night: Night) -> bool:
    """Whether a session left no trace: the power went before a muscle group was written down."""
    return night.power_cut and done.ending == 0 and not done.groups[1].done


def _is_one_of(kept: Told, night: Night, place: int) -> bool:
    """Whether a kept session is what was done, by a finger a few ms earlier or later."""
    for jitter_ms in JITTER_MS:
        moved = [night.strokes[0]]
        moved += [(down + jitter_ms, up + jitter_ms) for down, up in night.strokes[1:]]
        done = sessions(moved, PACKED, night.until_ms)
        if place >= len(done):
            continue
        if kept == told(done[place]):
            return True
        if kept[0] == night.cut_short and is_within(kept, done[place]):
            return True
    return False
