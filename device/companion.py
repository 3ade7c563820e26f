"""What the wearer meets: the button, the practice and the motor, joined, and the journal kept.

The timing logic is `loslaten_core.practice`; here its actions are carried out. Anything slow, the
flash and the battery, waits until the motor is at rest.
"""

import asyncio

from device import clock
from device.supervisor import BEAT_MS
from loslaten_core import ticks
from loslaten_core.practice import event
from loslaten_core.practice.practice import Practice

# Flash and battery wait until nothing is felt for this long: a page takes tens of ms to write.
QUIET_MS = 400


class Companion:
    """Runs the practice.

    `log` keeps sessions, `listeners` are called with every action, and `is_transferring` tells
    whether records are on the air, which a write to flash would disturb.
    """

    def __init__(self, practice: Practice, button, haptics, battery, log, protocols) -> None:
        self.practice = practice
        self.listeners: list = []
        self.is_transferring = lambda: False
        self._button = button
        self._haptics = haptics
        self._battery = battery
        self._log = log
        self._protocols = protocols
        self._checkpoint_due = False
        self._ended = False
        self._read_battery_due = True
        self.update_protocols()
        self.update_sync_due()

    async def run(self, beat) -> None:
        """Serve the wearer for ever; `beat` is called at least every BEAT_MS."""
        while True:
            beat()
            now_ms = clock.now_ms()
            for at_ms, gesture in self._button.gestures(now_ms):
                self._carry_out(self.practice.handle(at_ms, gesture))
            deadline_ms = self.practice.deadline_ms
            if deadline_ms is not None and ticks.diff(now_ms, deadline_ms) >= 0:
                self._carry_out(self.practice.handle(now_ms, event.TICK))
            if self._work_due() and self._may_work():
                self._work()
            await self._pause()

    def stop(self, ending: int) -> None:
        """End the session under way, if there is one, and keep it; nothing more is felt.

        For a fault or a restart: the motor must be off already, and stay off.
        """
        actions = self.practice.end(clock.now_ms(), ending)
        self._carry_out([action for action in actions if action[0] != event.CUE])
        while self._work_due():
            self._work()

    def update_protocols(self) -> None:
        """Take over the protocols and the choice from flash."""
        self.practice.protocols = [(i, protocol) for i, _, protocol in self._protocols.entries]
        self.practice.chosen = self._protocols.chosen

    def update_sync_due(self) -> None:
        """Note whether the journal is so full that the laptop should take it."""
        self.practice.sync_due = self._log.is_sync_due

    async def _pause(self) -> None:
        """Wait for the button or the next deadline, whichever comes first."""
        wait_ms = BEAT_MS
        for deadline_ms in (self.practice.deadline_ms, self._button.deadline_ms):
            if deadline_ms is not None:
                wait_ms = min(wait_ms, ticks.diff(deadline_ms, clock.now_ms()))
        if self._work_due():
            wait_ms = min(wait_ms, QUIET_MS)
        if wait_ms <= 0:
            return
        try:
            await asyncio.wait_for_ms(self._button.changed.wait(), wait_ms)
        except asyncio.TimeoutError:
            pass

    def _carry_out(self, actions) -> None:
        for action in actions:
            kind = action[0]
            if kind == event.CUE:
                self._haptics.cue(*action[1:])
            elif kind == event.CANCEL:
                self._haptics.cancel(action[1])
            elif kind == event.EVENT:
                self._note(action[2])
            elif kind == event.ENDED:
                self._ended = self._read_battery_due = True
            elif kind == event.CHOOSE:
                self._protocols.choose_index(action[2])
            for listener in self.listeners:
                listener(action)

    def _note(self, what: int) -> None:
        if what == event.STARTED:
            self._haptics.worst_late_ms = 0
            self._log.started(self._battery.raw_mv)
        elif what in (event.READY, event.REST):
            self._checkpoint_due = True

    def _may_work(self) -> bool:
        return self._haptics.is_quiet(QUIET_MS) and not self.is_transferring()

    def _work_due(self) -> bool:
        return self._ended or self._checkpoint_due or self._read_battery_due

    def _work(self) -> None:
        """What may take a while: one thing at a time, the motor at rest."""
        tally = self.practice.tally
        if self._read_battery_due:
            self._read_battery_due = False
            self._battery.read()
            self.practice.sessions_left = self._battery.sessions_left
        elif self._ended:
            self._ended = self._checkpoint_due = False
            self._log.ended(tally, self._battery.raw_mv, self._haptics.worst_late_ms)
            self.update_sync_due()
        elif self._checkpoint_due:
            self._checkpoint_due = False
            self._log.checkpoint(tally, self._haptics.worst_late_ms)
