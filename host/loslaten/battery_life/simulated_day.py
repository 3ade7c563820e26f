# SPDX-License-Identifier: MIT
"""A night and the day after it on a simulated wrist, which nobody charges."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from loslaten.battery_life.usage import Usage, usage
from loslaten.protocols.file import ProtocolFile
from loslaten.protocols.plan import way
from loslaten.sim import clock
from loslaten.sim.bedroom import deployed, set_up
from loslaten.sim.body.wearer import HOLD_S
from loslaten.sim.watch import SimulatedWatch

_IDLE_BEFORE_S: Final = 120.0
# After the session it goes to rest, and then on as it does all day.
_SETTLE_S: Final = 120.0
_IDLE_S: Final = 1_800.0
DAY_S: Final = 24 * 3600.0
_HOUR_S: Final = 3600.0
# Nine in the morning of 23 November 2026; the taps of a day fall into the hour after it.
_NINE_UTC_MS: Final = 1_795_424_400_000
_DAY: Final[dict[str, int | str]] = {
    "day_programme": 1,
    "day_taps": 5,
    "day_from": 9 * 60 + 10,
    "day_until": 10 * 60,
    "reminder": 1,
    "reminder_at": 10 * 60,
}
_LATER: Final = _DAY | {"day_from": 12 * 60, "day_until": 13 * 60, "reminder_at": 13 * 60}


@dataclass(frozen=True, kw_only=True)
class Night:
    """Usage of one session, from the press that starts it until the watch is idle again.

    `idle` is half an hour after that. `edges` is how often the motor's drive changed in the
    session, `pulses` how often it began to turn, `presses` how often the button went down,
    `writes` how often a file was written.
    """

    session: Usage
    session_s: float
    idle: Usage
    edges: int
    pulses: int
    presses: int
    writes: int

    @property
    def needed_wake_ups(self) -> int:
        """The least possible: one for each pulse (awake until it ends), press and write."""
        return self.pulses + self.presses + self.writes

    def day(self) -> Usage:
        """Return 24 hours: the session, and the rest of the day as idle as that half hour."""
        times = (DAY_S - self.session_s) / _IDLE_S
        idle, session = self.idle, self.session
        return Usage(
            seconds={
                state: session.seconds[state] + idle.seconds[state] * times
                for state in idle.seconds
            },
            radio_s=session.radio_s + idle.radio_s * times,
            motor_s=session.motor_s + idle.motor_s * times,
            wake_ups=round(session.wake_ups + idle.wake_ups * times),
        )


@dataclass(frozen=True, kw_only=True)
class ByDay:
    """Usage of an hour by day: without taps, waiting for taps, and with all taps of a day."""

    off: Usage
    waiting: Usage
    tapped: Usage

    def more(self, hour_mah: Callable[[Usage], float]) -> float:
        """Return the charge that taps and reminder take a day, from that of an hour."""
        off_mah = hour_mah(self.off)
        return 23 * (hour_mah(self.waiting) - off_mah) + hour_mah(self.tapped) - off_mah

    @property
    def wake_ups(self) -> tuple[int, int]:
        """Wake-ups of the processor in a day without taps and reminder, and with them."""
        return 24 * self.off.wake_ups, 23 * self.waiting.wake_ups + self.tapped.wake_ups


def simulate_by_day(board: str) -> ByDay:
    """Let a watch on `board` lie idle by day, with the taps and the reminder of a day or without.

    Raises:
        SimulatorError: there is no such board, or the simulator cannot run here.
    """
    off, waiting, tapped = (clock.run(_hour(board, wishes)) for wishes in ({}, _LATER, _DAY))
    return ByDay(off=off, waiting=waiting, tapped=tapped)


async def _hour(board: str, wishes: dict[str, int | str]) -> Usage:
    stage = await set_up(board)
    await stage.wearer.hold_long("radio")
    async with await stage.connect() as client:
        await client.set_clock(_NINE_UTC_MS, 0, 50)
        if wishes:
            await client.write_settings(wishes)
    await stage.until_radio_is_off()
    await asyncio.sleep(_SETTLE_S)
    from_ms = clock.current().now_ms
    await asyncio.sleep(_HOUR_S)
    return usage(stage.watch, from_ms, from_ms + round(_HOUR_S * 1000))


def simulate(board: str, file: ProtocolFile) -> Night:
    """Let a watch on `board` go through a session without a press, and lie idle after it.

    Raises:
        SimulatorError: there is no such board, or the simulator cannot run here.
    """
    return clock.run(_night(board, file))


async def _night(board: str, file: ProtocolFile) -> Night:
    flash = {"/data/protocols/": b"", "/data/protocols/protocol-0": file.packed}
    watch = SimulatedWatch(board, flash=deployed(board) | flash)
    watch.power_on()
    await asyncio.sleep(_IDLE_BEFORE_S)
    from_ms = clock.current().now_ms
    watch.button_down()
    await asyncio.sleep(HOLD_S + watch.board.reset_ms / 1000)
    watch.button_up()
    await asyncio.sleep(way(file.protocol, asking=False).duration_ms / 1000 + _SETTLE_S)
    over_ms = clock.current().now_ms
    await asyncio.sleep(_IDLE_S)
    to_ms = clock.current().now_ms
    levels = [level for t_ms, level in watch.motor if from_ms <= t_ms < over_ms]
    flash_writes = [
        t_ms
        for t_ms, kind, args in watch.trace
        if kind == "flash" and args[0] == "commit" and from_ms <= t_ms < over_ms
    ]
    return Night(
        session=usage(watch, from_ms, over_ms),
        session_s=(over_ms - from_ms) / 1000,
        idle=usage(watch, over_ms, to_ms),
        edges=len(levels),
        pulses=sum(level != 0 and before == 0 for before, level in pairwise([0, *levels])),
        presses=1,
        writes=len(set(flash_writes)),
    )
