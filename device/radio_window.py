"""When the radio is on: never by itself at night, only in a window.

The wearer opens one with a very long hold, for a few minutes; USB power keeps one open while no
session runs. It closes by itself, and one that only USB power opened closes when a session starts.
"""

import asyncio

import bluetooth
from cryptolib import aes

from device.radio import Radio
from device.supervisor import BEAT_MS
from loslaten_core.link.ccm import Ccm
from loslaten_core.link.lockout import Lockout
from loslaten_core.practice import event

_ECB = 1
_CBC = 2
_NO_GROUP = 255


class RadioWindow:
    """Opens and closes `radio`. `length_ms` is how long the wearer's window lasts."""

    def __init__(self, services, model: str, firmware: str, random) -> None:
        self.length_ms = 180_000
        self._wanted = asyncio.Event()
        self._by_wearer = False
        self.radio = Radio(bluetooth.BLE(), services, Lockout(), random, _cipher, model, firmware)

    @property
    def name(self) -> str:
        """What the wearer calls the watch; it is told to whoever scans."""
        return self.radio.name

    @name.setter
    def name(self, name: str) -> None:
        self.radio.name = name

    def listen(self, action) -> None:
        """Take an action of the practice: a wish for the radio, a start, or what is told live."""
        if action[0] == event.RADIO:
            self._by_wearer = True
            self._wanted.set()
            if self.radio.is_open:
                self.radio.extend(self.length_ms)
        elif action[0] == event.EVENT:
            _, at_ms, what, group, repeat, cue = action
            if what == event.STARTED and self.radio.is_open and not self._by_wearer:
                self.radio.close()
            self.radio.event(at_ms, what, group if group >= 0 else _NO_GROUP, repeat, cue)

    async def run(self, battery, is_running, beat) -> None:
        """Serve windows for ever; `battery` says whether power comes in."""
        while True:
            beat()
            if not self._wanted.is_set() and not (battery.charging and not is_running()):
                try:
                    await asyncio.wait_for_ms(self._wanted.wait(), BEAT_MS)
                except asyncio.TimeoutError:
                    continue
            self._wanted.clear()

            def stay() -> None:
                beat()
                if battery.charging and not is_running():
                    self.radio.extend(self.length_ms)

            if battery.pct <= 100:
                self.radio.battery_pct = battery.pct
            await self.radio.serve(self.length_ms, stay)
            self._by_wearer = False


def _cipher(key: bytes) -> Ccm:
    return Ccm(aes(key, _ECB), aes(key, _CBC, bytes(16)))
