# SPDX-License-Identifier: MIT
"""The radio window: the radio is never on by itself at night, only while a window is open.

The wearer opens one with a very long hold, for a few minutes; USB power keeps one open while no
session runs. The rules are `loslaten_core.power.policy`'s.
"""

import asyncio

from device import clock
from device.alarm import Alarm
from device.memory import WAITING_BYTES
from device.supervisor import BEAT_MS
from loslaten_core import ticks
from loslaten_core.link import settings as link_settings
from loslaten_core.link.message import NO_GROUP
from loslaten_core.power import policy
from loslaten_core.power.gauge import UNKNOWN_PCT
from loslaten_core.practice import event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from device.contract import Battery, Beat, Board, Button

# What a radio stack takes to start, about.
SWITCH_MS = 500
_REST_MAX_MS = 10_000
_LOOK_MS = 50
# So long does it take at most to collect, and to load one module of the link.
_LOAD_MS = 200
# While records are sent the heap is collected after so many frames, which leave 4 KB each: before
# it is full, for then a collection would begin in the middle of one.
_COLLECT_FRAMES = 13
# It takes 25 ms, and an edge of the motor is computed 40 ms before it is due.
_COLLECT_MS = 100
# After a failure a window opens by itself no sooner than this; the wearer can open one at once.
_RETRY_MS = 60_000
_FAILURES_TOLD = 3


class RadioWindow:
    """Opens and closes the radio of `board`, and tells `on_air` of it.

    code: a `device.link_code.LinkCode`. `on_fault(reason)` is told of a radio that fails while
    somebody practises.
    """

    def __init__(
        self,
        on_air,
        code,
        board: "Board",
        button: "Button",
        settings,
        practice,
        battery: "Battery",
        haptics,
        memory,
        on_fault,
    ) -> None:
        self._on_air = on_air
        self._code = code
        self._rest_radio = board.rest_radio
        self._button = button
        self._settings = settings
        self._practice = practice
        self._battery = battery
        self._haptics = haptics
        self._memory = memory
        self._on_fault = on_fault
        self._wanted = asyncio.Event()
        self._served = Alarm()
        self._by_wearer = False
        self._beat = _nothing
        self._failures = 0
        self._retry_ms = clock.now_ms()

    def listen(self, action) -> None:
        """Take an action of the practice: a wish for the radio, a start, or what is told live."""
        radio = self._on_air.radio
        self._memory.collect_every(self._collect_bytes())
        if isinstance(action, event.RadioAsked):
            self._by_wearer = True
            if self._on_air.is_open:
                radio.renew(self._length_ms)
            else:
                self._wanted.set()
        elif radio is not None and isinstance(action, event.Happened):
            at_ms, what, index, repeat, cue = action
            if what == event.STARTED and policy.closes_radio(self._by_wearer, radio.proven):
                radio.close()
            muscle = self._practice.tally.groups[index].muscle if index >= 0 else NO_GROUP
            try:
                radio.event(at_ms, what, muscle, repeat, cue)
            except Exception as error:
                # Who looks on must not end what they look at.
                radio.close()
                self._on_fault(repr(error))

    def show_name(self) -> None:
        """Let an open radio be found by the name that the settings give the watch."""
        if self._on_air.radio is not None:
            self._on_air.radio.name = self._settings.text(link_settings.NAME)

    async def run(self, beat: "Beat") -> None:
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
            await self._serve()
            self._by_wearer = False

    async def _serve(self) -> None:
        """Open a window. A radio that fails costs the window, and is tried again later.

        One that cannot even be switched off costs the watch a restart.
        """
        try:
            await self._load()
            await self._rest(SWITCH_MS)
            self._memory.tidy()
            self._wanted.clear()
            collecting = asyncio.create_task(self._collect())
            try:
                await self._on_air.radio.serve(self._length_ms, self._stay)
            finally:
                collecting.cancel()
            self._failures = 0
        except Exception as error:
            if self._on_air.is_open:
                raise
            self._failures += 1
            self._retry_ms = ticks.add(clock.now_ms(), _RETRY_MS)
            if self._failures == 1:
                # It may have been one answer that came too late.
                self._wanted.set()
            if self._failures <= _FAILURES_TOLD:
                self._on_fault(repr(error))
        finally:
            self._on_air.radio = None
            self._memory.collect_every(None)
            self._code.forget()
            self._rest_radio()

    async def _load(self) -> None:
        """Have the link's code in memory, and a radio."""
        await self._rest(SWITCH_MS)
        await self._tidy()
        for _ in self._code.load():
            self._beat()
            # Or one module would lie behind what loading the last one has left.
            await self._tidy()
        self._on_air.radio = self._code.radio()
        pct = self._battery.pct
        self._on_air.radio.battery_pct = None if pct == UNKNOWN_PCT else pct
        self.show_name()

    async def _tidy(self) -> None:
        """Collect between two modules, in a turn of its own: a press waits for one thing only."""
        await self._rest(_LOAD_MS)
        self._memory.tidy()
        await self._rest(_LOAD_MS)

    async def _rest(self, for_ms: int) -> None:
        """Wait until no press is to be answered and nothing felt for so long, a while at most.

        To switch the radio stops everything else.
        """
        since_ms = clock.now_ms()
        await asyncio.sleep_ms(0)
        while self._button.has_news or not self._haptics.is_quiet(for_ms):
            if ticks.diff(clock.now_ms(), since_ms) >= _REST_MAX_MS:
                return
            self._beat()
            await asyncio.sleep_ms(_LOOK_MS)

    @property
    def _length_ms(self) -> int:
        """Length of the wearer's window."""
        return self._settings.number(link_settings.RADIO_WINDOW_S) * 1000

    def _may_retry(self) -> bool:
        return self._failures == 0 or ticks.diff(clock.now_ms(), self._retry_ms) >= 0

    def _powered(self) -> bool:
        """Whether USB power opens a window, and keeps it open."""
        return policy.opens_radio(self._battery.charging, self._practice.running)

    def _stay(self) -> None:
        self._beat()
        self._served.set()
        self._memory.collect_every(self._collect_bytes())
        if self._powered():
            self._on_air.radio.extend(policy.window_ms(self._by_wearer, self._length_ms))

    async def _collect(self) -> None:
        """Collect in turns of their own while a laptop is served, for as long as the window lasts.

        So a press of the button waits for one thing that takes 25 ms, not for two; and what the
        link is in the middle of is not on the C stack, where it would be taken for in use.
        """
        radio, collected = self._on_air.radio, 0
        while True:
            await self._served.wait(BEAT_MS)
            while self._button.has_news or not self._haptics.is_quiet(_COLLECT_MS):
                await asyncio.sleep_ms(_LOOK_MS)
            enough = _COLLECT_FRAMES if radio.pulling else 1
            if radio.proven and radio.frames - collected >= enough and not self._practice.running:
                collected = radio.frames
                self._memory.tidy()

    def _collect_bytes(self) -> int | None:
        """New bytes between two collections, None where one could make a cue or an answer late."""
        if self._on_air.radio is None or self._on_air.proven or self._practice.running:
            return None
        return WAITING_BYTES if self._haptics.is_quiet(BEAT_MS) else None


def _nothing() -> None:
    """Nobody listens yet."""
