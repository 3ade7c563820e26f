# SPDX-License-Identifier: MIT
"""A watch that lives in this process: the shared core on CPython, without firmware and board.

The same button, practice and player run here that run on a watch, so what is felt is what a watch
would let one feel. It keeps its records and its protocols in memory, and is reached by a client of
its own, without a radio: what is tried here is the practice, not the link.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import TypeVar

from loslaten.firmware.version import version
from loslaten.link.answers import ClockReading, LiveEvent, ProtocolEntry, Status
from loslaten.link.client import PAGE_RECORDS, Client
from loslaten.link.errors import DeviceRefusedError
from loslaten_core.haptics import cue as cues
from loslaten_core.haptics.motor import DRIVEN_LRA
from loslaten_core.haptics.player import Player
from loslaten_core.haptics.theme import SOFT, STANDARD, THEMES
from loslaten_core.journal import record
from loslaten_core.journal.event import POWER_ON, Boot
from loslaten_core.journal.session import from_tally
from loslaten_core.link import message, settings
from loslaten_core.practice import event, protocol
from loslaten_core.practice.evening import Practice
from loslaten_core.practice.gesture import Button
from loslaten_core.practice.protocol import NOT_RATED, Protocol

T = TypeVar("T")

BOARD = "page"
_BOOT = 1
_SETTINGS_VERSION = 2
_STORAGE_BYTES = 1 << 20
_BATTERY_MV, _BATTERY_PCT, _SESSIONS_LEFT = 3900, 80, 9
# Nothing is due: look again after this, real time.
_IDLE_S = 0.25
_EVENTS_MAX = 1_000


class Wrist:
    """A wrist with a watch on it, whose time runs `speed` times as fast as the wall clock's.

    on_level is called with the motor's level when it changes, on_cue with a cue when it is due,
    on_event with every event of a session. monotonic_s: the wall clock. protocols: (content id,
    packed), in the order in which the wearer counts them.
    """

    def __init__(
        self,
        watch_id: bytes,
        name: str,
        *,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self.watch_id = watch_id
        self.on_level: Callable[[int], None] = _nothing
        self.on_cue: Callable[[int, int], None] = _nothing
        self.on_event: Callable[[LiveEvent], None] = _nothing
        self.records: list[bytes] = []
        self.confirmed = 0
        self.clock_set = False
        self.packed: list[tuple[bytes, bytes]] = []
        self.values: dict[str, int | str] = {
            known: 0 if size else ""
            for number, known, size, *_ in settings.SETTINGS
            # Those since version 3 are about days, of which none passes here.
            if settings.since(number) <= _SETTINGS_VERSION
        }
        self.values |= {
            "name": name,
            "strength_pct": 100,
            "clenched_strength_pct": 100,
            "radio_window_s": 180,
        }
        self.awake = asyncio.Event()
        self.listeners: set[asyncio.Queue[LiveEvent]] = set()
        self._monotonic_s = monotonic_s
        self._speed = 1.0
        self._base_ms = 1_000.0
        self._base_s = monotonic_s()
        self._now_ms = 1_000
        self._practice = Practice([])
        self._practice.sessions_left = _SESSIONS_LEFT
        self._button = Button()
        self._player = Player(STANDARD, DRIVEN_LRA)
        self._level = 0
        self._due_cues: list[tuple[int, int, int]] = []
        self._radio_until_ms: int | None = None
        self._keep(Boot(POWER_ON, version()), 0)

    # Time.

    @property
    def speed(self) -> float:
        """Speed, as a multiple of life's."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._base_ms, self._base_s, self._speed = self._wall_ms(), self._monotonic_s(), speed
        self.awake.set()

    def _wall_ms(self) -> float:
        return self._base_ms + (self._monotonic_s() - self._base_s) * 1000 * self._speed

    @property
    def now_ms(self) -> int:
        """The watch's uptime."""
        return int(self._wall_ms())

    async def run(self) -> None:
        """Let time pass until cancelled."""
        while True:
            due_ms = self.advance(self.now_ms)
            self.awake.clear()
            wait_s = _IDLE_S
            if due_ms is not None:
                wait_s = min(wait_s, max(0.0, (due_ms - self._wall_ms()) / 1000 / self._speed))
            try:
                await asyncio.wait_for(self.awake.wait(), wait_s)
            except TimeoutError:
                continue

    def advance(self, now_ms: int) -> int | None:
        """Let everything happen that is due by `now_ms`; return when there is more to do."""
        while (due_ms := self._due_ms()) is not None and due_ms <= now_ms:
            self._now_ms = max(self._now_ms, due_ms)
            self._step()
        self._now_ms = max(self._now_ms, now_ms)
        return due_ms

    def _due_ms(self) -> int | None:
        due = [self._button.deadline_ms, self._practice.deadline_ms, self._player.deadline_ms]
        due += [at_ms for at_ms, _, _ in self._due_cues[:1]]
        return min((at_ms for at_ms in due if at_ms is not None), default=None)

    def _step(self) -> None:
        now_ms = self._now_ms
        for at_ms, gesture in self._button.advance(now_ms):
            self._carry_out(self._practice.handle(at_ms, gesture))
        deadline_ms = self._practice.deadline_ms
        if deadline_ms is not None and deadline_ms <= now_ms:
            self._carry_out(self._practice.handle(now_ms, event.TICK))
        while self._due_cues and self._due_cues[0][0] <= now_ms:
            _, cue, count = self._due_cues.pop(0)
            self.on_cue(cue, count)
        level = max(0, self._player.advance(now_ms))
        if level != self._level:
            self._level = level
            self.on_level(level)

    # The finger.

    def press(self, down: bool) -> None:
        """Put the finger on the button, or take it off."""
        now_ms = self.now_ms
        self.advance(now_ms)
        for at_ms, gesture in self._button.edge(now_ms, down):
            self._carry_out(self._practice.handle(at_ms, gesture))
        self._step()
        self.awake.set()

    def _carry_out(self, actions: "Sequence[event.Action]") -> None:
        for action in actions:
            if isinstance(action, event.Cue):
                self._player.plan(*action)
                due = [*self._due_cues, (action.at_ms, action.cue, action.count)]
                self._due_cues = sorted(due, key=lambda one: one[0])
            elif isinstance(action, event.Cancel):
                self._player.cancel(action.at_ms)
                self._due_cues = [cue for cue in self._due_cues if cue[0] <= action.at_ms]
            elif isinstance(action, event.Happened):
                self._tell(action)
            elif isinstance(action, event.Ended):
                self._ended(action.ending)
            elif isinstance(action, event.RadioAsked):
                self.open_radio()

    def _tell(self, happened: event.Happened) -> None:
        at_ms, what, index, repeat, cue = happened
        tally = self._practice.tally
        group = None if index < 0 or tally is None else tally.groups[index].muscle
        live = LiveEvent(at_ms=at_ms, event=what, group=group, repeat=repeat, cue=cue, lost=0)
        self.on_event(live)
        for listener in self.listeners:
            listener.put_nowait(live)

    def _ended(self, ending: int) -> None:
        tally = self._practice.tally
        if tally is None:
            return
        session = from_tally(tally, ending)
        session.battery_before_mv = session.battery_after_mv = _BATTERY_MV
        self._keep(session, tally.started_ms)

    def _keep(self, body: record.Body, at_ms: int) -> None:
        self.records.append(record.encode(record.of(body, len(self.records) + 1, _BOOT, at_ms)))

    # The radio, and what a client may do.

    @property
    def is_radio_open(self) -> bool:
        """Whether the watch can be met."""
        return self._radio_until_ms is not None and self.now_ms < self._radio_until_ms

    def open_radio(self) -> None:
        """Open the radio window."""
        window_s = int(self.values["radio_window_s"])
        # However fast its time passes: long enough for who sits before it.
        self._radio_until_ms = self.now_ms + round(window_s * 1000 * max(1.0, self._speed))

    @property
    def practice(self) -> Practice:
        """The watch between sessions and in them."""
        return self._practice

    def play(self, cue: int, count: int, strength_pct: int) -> None:
        """Play a cue now."""
        self.advance(self.now_ms)
        self._player.play(self.now_ms, cue, count, strength_pct)
        self.on_cue(cue, count)
        self.awake.set()

    def hold_protocols(self, packed: list[tuple[bytes, bytes]], chosen: int) -> None:
        """Hold these protocols, and choose one of them."""
        self.packed = packed
        self._practice.protocols = [(one, _unpacked(raw)) for one, raw in packed]
        self._practice.chosen = min(chosen, max(len(packed) - 1, 0))

    def set_values(self, values: dict[str, int | str]) -> None:
        """Change settings."""
        self.values |= values
        self._player.theme = THEMES[int(self.values["theme"])]
        self._player.strength_pct = int(self.values["strength_pct"])
        self._player.firm_strength_pct = int(self.values["clenched_strength_pct"])
        self._practice.worn = int(self.values["wrist"])
        ratings = int(self.values["ratings"])
        is_soft = self._player.theme is SOFT
        self._practice.ratings = NOT_RATED + 1 if is_soft and not ratings else ratings


class WristClient(Client):
    """A connection to a wrist in this process: a `Client` that asks it directly."""

    def __init__(self, wrist: Wrist) -> None:
        self._wrist = wrist
        # Nothing is proved where nothing is between the two.
        self.proved = b""

    async def close(self) -> None:
        """Hang up."""

    @property
    def watch_id(self) -> bytes:
        """The watch's own 8 bytes."""
        return self._wrist.watch_id

    async def status(self) -> Status:
        """Ask how the watch is."""
        wrist, practice = self._wrist, self._wrist.practice
        chosen = wrist.packed[practice.chosen][0] if wrist.packed else None
        return Status(
            boot_id=_BOOT,
            uptime_ms=wrist.now_ms,
            state=message.IN_SESSION if practice.running else message.IDLE,
            battery_mv=_BATTERY_MV,
            battery_pct=_BATTERY_PCT,
            charging=False,
            clock_set=wrist.clock_set,
            clock_too_wide=False,
            first_record=1,
            next_record=len(wrist.records) + 1,
            confirmed_record=wrist.confirmed,
            storage_used=sum(map(len, wrist.records)),
            storage_bytes=_STORAGE_BYTES,
            summarised=0,
            lost=0,
            lost_events=0,
            faults=0,
            protocols=len(wrist.packed),
            chosen_protocol=chosen,
            firmware=version(),
            board=BOARD,
        )

    async def set_clock(self, utc_ms: int, offset_min: int, error_ms: int) -> ClockReading:
        """Tell the time."""
        del utc_ms, offset_min, error_ms
        self._wrist.clock_set = True
        return ClockReading(boot_id=_BOOT, uptime_ms=self._wrist.now_ms)

    async def settings(self) -> dict[str, int | str]:
        """Ask for all settings."""
        return dict(self._wrist.values)

    async def write_settings(self, values: dict[str, int | str]) -> None:
        """Change settings, all or none."""
        numbers = {name: number for number, name, *_ in settings.SETTINGS}
        for name, value in values.items():
            settings.pack(numbers[name], value)
        self._wrist.set_values(values)

    async def list_protocols(self) -> list[ProtocolEntry]:
        """Ask which protocols the watch holds."""
        chosen = self._wrist.practice.chosen
        return [
            ProtocolEntry(content_id, len(packed), index == chosen)
            for index, (content_id, packed) in enumerate(self._wrist.packed)
        ]

    async def put_protocol(self, packed: bytes) -> bytes:
        """Put a packed protocol on the watch, in place of one of the same name."""
        content_id, name = protocol.content_id(packed), _unpacked(packed).name
        held = self._wrist.packed
        kept = [one for one in held if _unpacked(one[1]).name != name]
        chosen = self._wrist.practice.chosen
        self._wrist.hold_protocols([*kept, (content_id, packed)], min(chosen, len(kept)))
        return content_id

    async def choose_protocol(self, content_id: bytes) -> None:
        """Choose what the next session practises."""
        self._wrist.practice.chosen = self._place(message.CHOOSE_PROTOCOL, content_id)

    async def delete_protocol(self, content_id: bytes) -> None:
        """Delete a protocol from the watch."""
        place = self._place(message.DELETE_PROTOCOL, content_id)
        held = self._wrist.packed
        self._wrist.hold_protocols(held[:place] + held[place + 1 :], 0)

    async def get_protocol(self, content_id: bytes) -> bytes:
        """Get a packed protocol back."""
        return self._wrist.packed[self._place(message.GET_PROTOCOL, content_id)][1]

    async def pull(
        self, from_sequence: int, page_records: int = PAGE_RECORDS
    ) -> AsyncGenerator[Sequence[bytes], None]:
        """Yield pages of raw records from a sequence number on."""
        wanted = self._wrist.records[from_sequence - 1 :]
        for start in range(0, len(wanted), page_records):
            yield wanted[start : start + page_records]

    async def count(self, from_sequence: int) -> int:
        """Ask how many records there are from a sequence number on."""
        return max(0, len(self._wrist.records) - from_sequence + 1)

    async def confirm(self, sequence: int) -> None:
        """Say that all records up to and including this one are safe here."""
        self._wrist.confirmed = sequence

    async def play_cue(self, cue: int, count: int = 0, strength_pct: int = 100) -> None:
        """Let the watch play a cue now."""
        self._wrist.play(cue, count, strength_pct)

    async def identify(self) -> None:
        """Let the watch vibrate."""
        self._wrist.play(cues.HERE, 0, 100)

    async def events(self) -> AsyncGenerator[LiveEvent, None]:
        """Yield what a session tells until the caller leaves."""
        listener: asyncio.Queue[LiveEvent] = asyncio.Queue(_EVENTS_MAX)
        self._wrist.listeners.add(listener)
        try:
            while True:
                yield await listener.get()
        finally:
            self._wrist.listeners.discard(listener)

    async def meanwhile(self, waiting: Awaitable[T]) -> T:
        """Wait for something that is not the watch's."""
        return await waiting

    async def forget_key(self) -> None:
        """Nothing is shared with it that could be forgotten."""

    async def hand_over(self, sequence: int, key: bytes, name: str, packed: bytes) -> None:
        """It is nobody's."""
        del sequence, key, name, packed
        raise DeviceRefusedError(message.HAND_OVER, message.OPCODE_NOT_SUPPORTED, "")

    async def reboot(self, *, safe_mode: bool = False) -> None:
        """It has nothing to restart."""
        del safe_mode

    def _place(self, opcode: int, content_id: bytes) -> int:
        for place, (known, _) in enumerate(self._wrist.packed):
            if known == content_id:
                return place
        raise DeviceRefusedError(opcode, message.NOT_FOUND, "")


def _unpacked(packed: bytes) -> Protocol:
    return protocol.unpack(packed)


def _nothing(*_: object) -> None:
    return None
