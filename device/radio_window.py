"""The radio window: the radio is never on by itself at night, only while a window is open.

The wearer opens one with a very long hold, for a few minutes; USB power keeps one open while no
session runs. The rules are `loslaten_core.power.policy`'s.
"""

import asyncio

import bluetooth
from cryptolib import aes

from device import clock
from device.radio import Radio
from device.supervisor import BEAT_MS
from loslaten_core import ticks
from loslaten_core.link.ccm import Ccm
from loslaten_core.link.lockout import Lockout
from loslaten_core.link.message import NO_GROUP
from loslaten_core.power import policy
from loslaten_core.power.gauge import UNKNOWN_PCT
from loslaten_core.practice import event

_ECB = 1
_CBC = 2
# What a radio stack takes to start, about.
SWITCH_MS = 500
_REST_MAX_MS = 10_000
_LOOK_MS = 50
# After a failure a window opens by itself no sooner than this; the wearer can open one at once.
_RETRY_MS = 60_000
_FAILURES_TOLD = 3


class RadioWindow:
    """Opens and closes `radio` of `board`. `length_ms` is how long the wearer's window lasts.

    `on_fault(reason)` is told of a radio that fails while somebody practises.
    """

    def __init__(
        self,
        services,
        practice,
        battery,
        board,
        firmware: str,
        random,
        haptics,
        memory,
        on_fault,
    ) -> None:
        self.length_ms = 180_000
        self.radio = Radio(
            bluetooth.BLE(), services, Lockout(), random, _cipher, board.MODEL, firmware
        )
        self._rest_radio = board.rest_radio
        self._practice = practice
        self._battery = battery
        self._haptics = haptics
        self._memory = memory
        self._on_fault = on_fault
        self._wanted = asyncio.Event()
        self._by_wearer = False
        self._beat = lambda: None
        self._failures = 0
        self._retry_ms = clock.now_ms()

    def listen(self, action) -> None:
        """Take an action of the practice: a wish for the radio, a start, or what is told live."""
        if isinstance(action, event.RadioAsked):
            self._by_wearer = True
            if self.radio.is_open:
                self.radio.renew(self.length_ms)
            else:
                self._wanted.set()
        elif isinstance(action, event.Happened):
            at_ms, what, index, repeat, cue = action
            if what == event.STARTED and policy.closes_radio(self._by_wearer, self.radio.proven):
                self.radio.close()
            muscle = self._practice.tally.groups[index].muscle if index >= 0 else NO_GROUP
            try:
                self.radio.event(at_ms, what, muscle, repeat, cue)
            except Exception as error:
                # Who looks on must not end what they look at.
                self.radio.close()
                self._on_fault(repr(error))

    async def run(self, beat) -> None:
        """Serve windows for ever; `beat` is called at least every BEAT_MS."""
        self._beat = beat
        while True:
            beat()
            if not self._wanted.is_set() and not (self._powered() and self._may_retry()):
                try:
                    await asyncio.wait_for_ms(self._wanted.wait(), BEAT_MS)
                except asyncio.TimeoutError:
                    continue
            self._wanted.clear()
            pct = self._battery.pct
            self.radio.battery_pct = None if pct == UNKNOWN_PCT else pct
            await self._rest()
            self._memory.tidy()
            await self._serve()
            self._by_wearer = False

    async def _serve(self) -> None:
        """Open a window. A radio that fails costs the window, and is tried again later.

        One that cannot even be switched off costs the watch a restart.
        """
        try:
            await self.radio.serve(self.length_ms, self._stay)
            self._failures = 0
        except Exception as error:
            if self.radio.is_open:
                raise
            self._failures += 1
            self._retry_ms = ticks.add(clock.now_ms(), _RETRY_MS)
            if self._failures == 1:
                # It may have been one answer that came too late.
                self._wanted.set()
            if self._failures <= _FAILURES_TOLD:
                self._on_fault(repr(error))
        finally:
            self._rest_radio()

    async def _rest(self) -> None:
        """Wait until nothing is felt: to switch the radio stops everything else for a while."""
        since_ms = clock.now_ms()
        while not self._haptics.is_quiet(SWITCH_MS):
            if ticks.diff(clock.now_ms(), since_ms) >= _REST_MAX_MS:
                return
            self._beat()
            await asyncio.sleep_ms(_LOOK_MS)

    def _may_retry(self) -> bool:
        return self._failures == 0 or ticks.diff(clock.now_ms(), self._retry_ms) >= 0

    def _powered(self) -> bool:
        """Whether USB power opens a window, and keeps it open."""
        return policy.opens_radio(self._battery.charging, self._practice.running)

    def _stay(self) -> None:
        self._beat()
        if self._powered():
            self.radio.extend(policy.window_ms(self._by_wearer, self.length_ms))


def _cipher(key: bytes) -> Ccm:
    return Ccm(aes(key, _ECB), aes(key, _CBC, bytes(16)))
