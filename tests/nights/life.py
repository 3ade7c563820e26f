# SPDX-License-Identifier: MIT
"""Nights of a watch with a random wearer and random faults, from one seed, in virtual time.

Each night somebody practises by feel or presses at random, or sleeps, or the button rattles. The
power goes, also in the middle of a flash operation; calls of the flash fail, or the motor's bus
does; the cell runs out; the link is cut in a sync; one of two laptops comes in the morning, or
none, and its clock may be years off; the firmware is put on anew; the watch is handed over to
somebody else. In the end both laptops sync, and must hold what the wrist did.
"""

import asyncio
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import accumulate
from pathlib import Path

from loslaten.firmware import tree
from loslaten.link.errors import LinkError
from loslaten.sim import clock
from loslaten.sim.bluetooth.bleak_backend import backends
from loslaten.sim.bluetooth.radio import Radio
from loslaten.sim.watch import FULL_BATTERY_MV, SimulatedWatch
from tests.nights.account import Account, Night
from tests.nights.laptops import PACKED, Laptops
from tests.nights.wrist import Stroke
from tests.rigs.worn import Worn

HOLD_MS, VERY_LONG_MS, TAP_MS = 1_300, 3_500, 150
FLASH = {"/data/protocols/": b"", "/data/protocols/protocol-0": PACKED}
# Every n-th call of the flash fails, once; what is tried a second time is done.
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
# Operations of the flash that a hand-over takes on the watch, and some of the sync before it.
HAND_OVER_OPERATIONS = 16
# A pause at the end of the presses ends the session ten minutes later.
LONGEST_MS = 1_000_000
NO_DROP = 1_000_000_000


class Life:
    """A watch, its wearer and two laptops, from a seed."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.draw = random.Random(seed)
        self.account = Account(seed=seed, packed=PACKED)
        # Lots of its own: how often a laptop looks at its clock changes nothing else in a life.
        self._laptops = Laptops(folder, random.Random(f"laptops {seed}"))
        self._radio = Radio()
        self._worn = Worn(self._radio, self.draw.choice(BOARDS))
        self._firmware = tree.firmware_tree()
        self._person = ""
        if self.draw.random() < 0.5:
            flaky = FLAKY_FLASH.format(every=self.draw.choice(CALLS_BETWEEN)).encode()
            self._firmware["/main.py"] = flaky + self._firmware["/main.py"]

    async def live(self, nights: int) -> Account:
        """Let so many nights pass; return what is known of them in the end."""
        await self._take(FLASH)
        self._person = self._laptops.add_person()
        self._laptops.listen(*backends(await self._radio.central()))
        for _ in range(nights):
            await asyncio.sleep(self.draw.uniform(20, 120))
            await self._night()
            await asyncio.sleep(20)
            chance = self.draw.random()
            if chance < 0.15:
                await self._reinstall()
            elif chance < 0.2:
                await self._hand_over()
            if self.draw.random() < 0.7:
                await self._morning(self.draw.choice((0, 1)), self._cut_after())
        for number in (0, 1):
            await self._morning(number, None)
        self.account.lost = self._laptops.lost
        self._laptops.tell(self.account)
        return self.account

    @property
    def watch(self) -> SimulatedWatch:
        """Return the watch on the wrist."""
        return self._worn.watch

    async def _take(self, flash: dict[str, bytes]) -> None:
        """Put a watch with this flash on the wrist, and switch it on."""
        await self._worn.put_on(flash, self._firmware)
        self.watch.power_on()
        await asyncio.sleep(5)

    async def _reinstall(self) -> None:
        """Put the same firmware on anew: what lies on the flash stays."""
        await self._take(self._worn.take_off())

    async def _night(self) -> None:
        """Start a session and press as this night's wearer does, with its fault."""
        began_ms = clock.current().now_ms
        strokes = [(began_ms, began_ms + HOLD_MS)]
        strokes += self._presses(began_ms + HOLD_MS + 4_000)
        night = Night(
            strokes=strokes,
            began_ms=began_ms,
            until_ms=began_ms + LONGEST_MS,
            person=self._person,
        )
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

    async def _morning(self, number: int, cut_after: int | None) -> None:
        """Open the radio and bring the nights home; after a cut link once more."""
        await self._open_radio()
        self._radio.drop_after(NO_DROP if cut_after is None else cut_after)
        try:
            await self._laptops.sync(number)
        except LinkError:
            self._radio.drop_after(NO_DROP)
            await self._laptops.sync(number)
        finally:
            self._radio.drop_after(NO_DROP)

    async def _hand_over(self) -> None:
        """Bring all home, then clear the watch for somebody else; at times the power goes in it.

        Whose the watch is then, is what its key says: what is left open the next sync settles.
        """
        for number in (1, 0):
            await self._morning(number, None)
        await self._open_radio()
        key = self.watch.flash()["/data/key"]
        nobody_yet = self._laptops.add_person()
        if self.draw.random() < 0.5:
            self.watch.cut_power_at(self.draw.randint(1, HAND_OVER_OPERATIONS))
        with suppress(LinkError):
            await self._laptops.hand_over(nobody_yet)
        await asyncio.sleep(6)
        self.watch.cut_power_at(None)
        if self.watch.state == "off":
            self.watch.power_on()
            await asyncio.sleep(6)
        if self.watch.flash()["/data/key"] != key:
            self._person = nobody_yet
            self.account.handed_over += 1

    async def _open_radio(self) -> None:
        self.watch.button_down()
        await asyncio.sleep(VERY_LONG_MS / 1_000)
        self.watch.button_up()
        await asyncio.sleep(3)

    async def _until(self, at_ms: int) -> None:
        await asyncio.sleep(max(0, at_ms - clock.current().now_ms) / 1_000)


def play(seed: int, nights: int, folder: Path, wall_limit_s: float | None = None) -> Account:
    """Let nights pass in virtual time; the same seed is the same life."""
    return clock.run(Life(seed, folder).live(nights), wall_limit_s=wall_limit_s)
