# SPDX-License-Identifier: MIT
"""The companion of the wearer: button, practice and motor joined, and the journal kept.

The timing logic is `loslaten_core.practice`; here its actions are carried out. Anything slow, the
flash and the battery, waits until the motor is at rest.
"""

import asyncio

from device import clock
from device.alarm import Alarm, ring
from device.supervisor import BEAT_MS
from loslaten_core import ticks
from loslaten_core.haptics import cue as cues
from loslaten_core.journal.event import CHOSEN, STORAGE_FAILED
from loslaten_core.power.gauge import BURST_GAP_MS
from loslaten_core.practice import event
from loslaten_core.practice.evening import Practice
from loslaten_core.practice.tally import Tally

TYPE_CHECKING = False
if TYPE_CHECKING:
    from device.contract import Battery, Beat, Button
    from device.days import Days

# Flash and battery wait until nothing is felt for this long: a page takes tens of ms to write.
QUIET_MS = 400
# Requests of the laptop's that may wait to be written; it is told when there are more.
_JOBS_MAX = 16


class Companion:
    """Runs the practice.

    log: keeps sessions. on_air: what the radio does, for a write to flash would disturb records on
    their way. `listeners` are called with every action, in this order.
    """

    def __init__(
        self,
        practice: Practice,
        button: "Button",
        haptics,
        battery: "Battery",
        log,
        protocols,
        memory,
        on_air,
        listeners: tuple,
    ) -> None:
        self.practice = practice
        self.listeners = listeners
        self._on_air = on_air
        # The taps by day and the reminder (`device.days`), where either is on.
        self.days: Days | None = None
        self.button = button
        # When somebody last wanted anything; a start counts.
        self.active_ms = clock.now_ms()
        self._haptics = haptics
        self._battery = battery
        self._log = log
        self._protocols = protocols
        self._memory = memory
        self._alarm = Alarm()
        self._jobs: list = []
        self._checkpoint_due = False
        self._choice_due = False
        self._before_due = False
        # Work that has failed once.
        self._again = None
        # What a session that is over has done, until it is kept.
        self._over: Tally | None = None
        # When work that waits for a quiet moment is tried again.
        self._work_ms: int | None = None
        self._battery_due_ms = clock.now_ms()
        self._was_charging = False
        self.update_protocols()
        self.update_sync_due()

    async def run(self, beat: "Beat") -> None:
        """Serve the wearer for ever; `beat` is called at least every BEAT_MS."""
        self._ringing = asyncio.create_task(ring(self._alarm, self.button.changed))
        while True:
            beat()
            now_ms = clock.now_ms()
            for at_ms, gesture in self.button.gestures(now_ms):
                self.active_ms = now_ms
                if not self.practice.running:
                    self._battery_due_ms = now_ms
                    if self.days is not None and self.days.takes(at_ms, gesture):
                        continue
                self._carry_out(self.practice.handle(at_ms, gesture))
            deadline_ms = self._deadline_ms
            if deadline_ms is not None and ticks.diff(now_ms, deadline_ms) >= 0:
                self._carry_out(self.practice.handle(now_ms, event.TICK))
            self._notice_charger(now_ms)
            self._pass_day(now_ms)
            if self._work_due() and self._may_work():
                self._work()
                self._end_if_empty()
            await self._pause()

    def when_quiet(self, job) -> bool:
        """Do `job()`, which writes to flash: at once, or when next nothing is felt or on the air.

        False when too many wait already.
        """
        if not self._jobs and self._may_work():
            job()
        elif len(self._jobs) < _JOBS_MAX:
            self._jobs.append(job)
        else:
            return False
        return True

    @property
    def due_ms(self) -> int | None:
        """Time of the next thing to do, None while nothing is planned."""
        now_ms = clock.now_ms()
        if self.button.has_news:
            return now_ms
        due_ms = ticks.earlier(self._deadline_ms, self.button.deadline_ms)
        if self.days is not None:
            due_ms = ticks.earlier(due_ms, self.days.due_ms)
        return ticks.earlier(due_ms, self._work_ms)

    @property
    def _deadline_ms(self) -> int | None:
        """Time at which the practice is told of its deadline, the motor's edges first.

        It counts from the deadline, however late it is told; the motor cannot.
        """
        deadline_ms = self.practice.deadline_ms
        return None if deadline_ms is None else self._haptics.behind_edge(deadline_ms)

    def stop(self, ending: int) -> None:
        """End the session under way, if there is one, and keep it; nothing more is felt.

        For a fault or a restart: the motor must be off already, and stay off.
        """
        actions = self.practice.end(clock.now_ms(), ending)
        self._carry_out([action for action in actions if not isinstance(action, event.Cue)])
        tally = self.practice.tally
        if tally is not None and not self._log.has(tally):
            # It may have ended just when nothing could be told of it any more.
            tally.ending = tally.ending or ending
            self._over = tally
        # There is no time for readings of the battery, which the record would wait for.
        self._battery.drop_burst()
        self._battery_due_ms = ticks.add(clock.now_ms(), BURST_GAP_MS)
        while self._work_due():
            self._work()

    def update_protocols(self) -> None:
        """Take over the protocols and the choice from flash."""
        self._protocols.make_ready()
        self.practice.protocols = self._protocols
        self.practice.chosen = self._protocols.chosen

    def update_sync_due(self) -> None:
        """Note whether the journal is so full that the laptop should take it."""
        self.practice.sync_due = self._log.is_sync_due

    async def _pause(self) -> None:
        """Wait for the button or the next deadline, whichever comes first."""
        self._work_ms = None
        if self._battery.in_burst and self._may_work():
            self._work_ms = self._battery_due_ms
        elif self._work_due():
            self._work_ms = ticks.add(clock.now_ms(), QUIET_MS)
        due_ms = self.due_ms
        wait_ms = BEAT_MS
        if due_ms is not None:
            wait_ms = min(wait_ms, ticks.diff(due_ms, clock.now_ms()))
        if wait_ms <= 0:
            # The others have their turn, however often something is due here.
            await asyncio.sleep_ms(0)
        else:
            await self._alarm.wait(wait_ms)

    def _carry_out(self, actions) -> None:
        # The motor first: of all that an action leads to, only a cue is late by a millisecond.
        for action in actions:
            if isinstance(action, event.Cue):
                self._haptics.cue(*action)
            elif isinstance(action, event.Cancel):
                self._haptics.cancel(action.at_ms)
        for action in actions:
            if isinstance(action, event.Happened):
                self._note(action.event)
            elif isinstance(action, event.Ended):
                self._over = self.practice.tally
                self._checkpoint_due = self.practice.awaits_rating
                self._battery_due_ms = clock.now_ms()
            elif isinstance(action, event.Chosen):
                self._protocols.chosen = action.index
                self._choice_due = True
            for listener in self.listeners:
                listener(action)

    def _pass_day(self, now_ms: int) -> None:
        days = self.days
        if days is None or days.due_ms is None or ticks.diff(now_ms, days.due_ms) < 0:
            return
        practice = self.practice
        is_busy = practice.running or practice.awaits_rating or self._battery.charging
        days.advance(not is_busy)

    def _note(self, what: int) -> None:
        if what == event.STARTED:
            if self.days is not None:
                self.days.started(clock.now_ms())
            self._haptics.worst_late_ms = 0
            if self._over is None:
                self._log.started(self._battery.raw_mv)
            self._before_due = True
            self._battery_due_ms = clock.now_ms()
        elif what in (event.READY, event.REST):
            self._checkpoint_due = True
            if what == event.READY:
                self._battery_due_ms = clock.now_ms()

    def _may_work(self) -> bool:
        is_free = not (self._on_air.pulling or self.button.has_news)
        return is_free and self._haptics.is_quiet(QUIET_MS)

    def _work_due(self) -> bool:
        return bool(
            self._is_battery_due()
            or self._is_end_due()
            or self._checkpoint_due
            or self._choice_due
            or self._jobs
            or self._again is not None
        )

    def _is_end_due(self) -> bool:
        """Whether a session is over, what it has left in the battery read, and no rating due."""
        waits = self._battery.in_burst or self.practice.awaits_rating
        return self._over is not None and not waits

    def _notice_charger(self, now_ms: int) -> None:
        """Want the battery read when power begins or ceases to come in."""
        charging = self._battery.charging
        if charging != self._was_charging:
            self._was_charging = charging
            self._battery_due_ms = now_ms

    def _is_battery_due(self) -> bool:
        now_ms = clock.now_ms()
        if ticks.diff(now_ms, self._battery_due_ms) < 0:
            return False
        if self._battery.can_read:
            return True
        self._battery_due_ms = now_ms
        self._battery.drop_burst()
        if self._battery.charging:
            self._battery.forget()
            self.practice.sessions_left = None
        return False

    def _work(self) -> None:
        """Work that may take a while or fail without harm: one thing at a time.

        What fails is done once more, for it may have lacked memory for a moment only.
        """
        job = again = self._again
        self._again = None
        try:
            if not self._battery.in_burst:
                self._memory.make_ready()
            if job is None:
                job = self._next_job()
            if job is not None:
                job()
        except Exception as error:
            if again is None:
                self._again = job
            self._log.fault(STORAGE_FAILED, repr(error))

    def _next_job(self):
        """Return what to do next, which is not due any more, or None.

        What is returned is made first: it stays due where there is no memory for that.
        """
        if self._checkpoint_due and (self._over is None or self.practice.awaits_rating):
            job = self._keep_checkpoint
            self._checkpoint_due = False
        elif self._is_battery_due():
            job = self._read_battery
            self._battery_due_ms = ticks.add(clock.now_ms(), BURST_GAP_MS)
        elif self._is_end_due():
            job = self._keeping(self._over)
            self._over = None
            self._checkpoint_due = False
        elif self._choice_due:
            job = self._keep_choice
            self._choice_due = False
        else:
            job = self._jobs.pop(0) if self._jobs else None
        return job

    def _keep_checkpoint(self) -> None:
        self._log.checkpoint(self.practice.tally, self._haptics.worst_late_ms)

    def _keeping(self, over):
        def keep() -> None:
            self._log.ended(over, self._battery.raw_mv, self._haptics.worst_late_ms)
            self.update_sync_due()

        return keep

    def _keep_choice(self) -> None:
        self._protocols.make_ready()
        chosen = self._protocols.save_choice()
        if chosen is not None:
            self._log.protocol(CHOSEN, chosen)

    def first_battery(self) -> None:
        """Read the battery at the start, before anybody may ask for it."""
        if self._battery.can_read:
            self._battery_read(self._battery.read_burst())

    def _read_battery(self) -> None:
        """Read the battery, while the motor rests."""
        self._battery_read(self._battery.read())
        if self._battery.in_burst:
            return
        if self._before_due and self._over is None:
            self._before_due = False
            self._log.started(self._battery.raw_mv)

    def _end_if_empty(self) -> None:
        """End the session under way where the battery has no more to give."""
        battery = self._battery
        is_empty = battery.is_empty and not (battery.in_burst or battery.charging)
        if is_empty and self.practice.running:
            # Felt, so that nobody goes on waiting for a cue, while there is power to keep the log.
            now_ms = clock.now_ms()
            self._carry_out(self.practice.end(now_ms, event.BATTERY))
            self._haptics.cue(now_ms, cues.BATTERY, 0, 100, 0)

    def _battery_read(self, wait_ms: int) -> None:
        self._battery_due_ms = ticks.add(clock.now_ms(), wait_ms)
        self.practice.sessions_left = self._battery.sessions_left
