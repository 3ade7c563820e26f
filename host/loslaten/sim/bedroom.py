# SPDX-License-Identifier: MIT
"""A bedroom with a simulated watch and a laptop in it, all on one virtual clock."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from random import Random as Seeded

from bleak.backends.client import BaseBleakClient
from bleak.backends.scanner import BaseBleakScanner

from loslaten.cues.motor_model import Model, model_of
from loslaten.firmware.tree import Files
from loslaten.link.client import Client, connect
from loslaten.link.scan import find
from loslaten.link.session import Random
from loslaten.sim import clock
from loslaten.sim.bluetooth.bleak_backend import backends
from loslaten.sim.bluetooth.peripheral import Peripheral
from loslaten.sim.bluetooth.radio import Radio
from loslaten.sim.board import board_named
from loslaten.sim.body.recogniser import Heard
from loslaten.sim.body.skin import Skin
from loslaten.sim.body.wearer import Wearer
from loslaten.sim.watch import SimulatedWatch
from loslaten_core import flash_layout
from loslaten_core.haptics.theme import STANDARD

# What a deployment over USB would have placed; a simulated watch guards nothing.
KEY = bytes(range(32))
ZONE_MIN = 60
_PATIENCE_S = 3600.0
# Friday 20 November 2026, 22:30 in Amsterdam.
EVENING_UTC_MS = 1_795_210_200_000


@dataclass(kw_only=True)
class Stage:
    """The parts of a simulated bedroom; made by `set_up`."""

    radio: Radio
    watch: SimulatedWatch
    wearer: Wearer
    scanner_backend: type[BaseBleakScanner]
    client_backend: type[BaseBleakClient]
    model: Model
    radio_off: asyncio.Event
    random: Random

    async def connect(self) -> Client:
        """Find the watch and connect to it, as on a real radio: through bleak."""
        found = await find(scanner_backend=self.scanner_backend)
        return await connect(
            found.device, KEY, self.client_backend, self.random, wanted=found.short_id
        )

    async def until_radio_is_off(self) -> None:
        """Wait until the watch has closed its radio window. Raises TimeoutError after an hour."""
        await asyncio.wait_for(self.radio_off.wait(), _PATIENCE_S)


def laptop_clock() -> tuple[int, int]:
    """Return the laptop's time in the simulation: Unix milliseconds, zone in minutes."""
    return EVENING_UTC_MS + clock.current().now_ms, ZONE_MIN


def deployed(board: str) -> dict[str, bytes]:
    """Return what a deployment writes beside the firmware."""
    button = board_named(board).button_pin
    named = board if button is None else f"{board} {button}"
    return {
        flash_layout.BOARD: named.encode(),
        f"{flash_layout.DATA}/": b"",
        flash_layout.KEY: KEY,
    }


async def set_up(
    board: str = "pico_w",
    seed: int = 1,
    on_cue: Callable[[Heard], None] | None = None,
    *,
    firmware: Files | None = None,
    gauge: bool = False,
    protocol: bytes | None = None,
    kept: int | None = None,
) -> Stage:
    """Put a deployed watch with its wearer and a laptop into one room, and switch the watch on.

    `protocol` is what it has to practise, packed. `firmware` is what lies on its flash, by default
    the source of what ships. `gauge` lets it keep its `peak_heap_bytes`, which is slow. `kept` is
    how many messages of the watch, and cues that nobody waited for, are kept; None: all.
    """
    radio = Radio()
    flash = deployed(board)
    if protocol is not None:
        folder = flash_layout.PROTOCOLS
        flash |= {f"{folder}/": b"", f"{folder}/protocol-0": protocol}
    watch = SimulatedWatch(board, firmware, flash=flash, seed=seed, gauge=gauge, kept=kept)
    await Peripheral.attach(radio, watch)
    model = model_of(watch.board.motor)
    skin = Skin(watch, model, STANDARD, on_cue, kept=kept)
    scanner, client = backends(await radio.central())
    radio_off = asyncio.Event()

    def switched(_t_ms: int, on: bool, *_: object) -> None:
        (radio_off.clear if on else radio_off.set)()

    watch.on("ble_active", switched)
    watch.power_on()
    return Stage(
        radio=radio,
        watch=watch,
        wearer=Wearer(watch, skin),
        scanner_backend=scanner,
        client_backend=client,
        model=model,
        radio_off=radio_off,
        random=Seeded(seed).randbytes,
    )
