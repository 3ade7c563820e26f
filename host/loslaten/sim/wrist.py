# SPDX-License-Identifier: MIT
"""A watch that lives in this process: the shared core on CPython, without firmware and board.

The same button, practice and player run here that run on a watch, so what is felt is what a watch
would let one feel. It keeps its records and its protocols in memory, and is reached by a client of
its own, without a radio: what is tried here is the practice, not the link.
"""

import asyncio
import time
from collections.abc import Callable, Sequence

from loslaten.firmware.version import version
from loslaten.link.answers import LiveEvent
from loslaten_core.haptics.motor import DRIVEN_LRA
from loslaten_core.haptics.player import Player
from loslaten_core.haptics.theme import SOFT, STANDARD, THEMES
from loslaten_core.journal import record
from loslaten_core.journal.event import POWER_ON, Boot
from loslaten_core.journal.session import from_tally
from loslaten_core.link import settings
from loslaten_core.practice import event, protocol
from loslaten_core.practice.evening import Practice
from loslaten_core.practice.gesture import Button
from loslaten_core.practice.limits import NOT_RATED

BOOT = 1
BATTERY_MV = 3900
_SETTINGS_VERSION = 2
_SESSIONS_LEFT = 9
# Nothing is due: look again after this, real time.
_IDLE_S = 0.25


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
        session.battery_before_mv = session.battery_after_mv = BATTERY_MV
        self._keep(session, tally.started_ms)

    def _keep(self, body: record.Body, at_ms: int) -> None:
        self.records.append(record.encode(record.of(body, len(self.records) + 1, BOOT, at_ms)))

    # The radio, and what a client may do.

    @property
    def is_radio_open(self) -> bool:
        """Whether the watch can be met."""
        return self._radio_until_ms is not None and self.now_ms < self._radio_until_ms

    def open_radio(self) -> None:
        """Open the radio window."""
        window_s = int(self.values["radio_window_s"])
        # However fast its time passes: long enough for whoever sits before it.
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
        self._practice.protocols = [(one, protocol.unpack(raw)) for one, raw in packed]
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


def _nothing(*_: object) -> None:
    return None
