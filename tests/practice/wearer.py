# SPDX-License-Identifier: MIT
"""A wearer with one button: edges go through the recogniser into a session that is watched."""

from loslaten_core import ticks
from loslaten_core.practice import event
from loslaten_core.practice.gesture import Button
from loslaten_core.practice.protocol import Protocol
from loslaten_core.practice.session import Run
from tests.practice.examples import ID
from tests.practice.monitor import Monitor

# More calls than any session can need.
CALLS_MAX = 20_000


class Wearer:
    """Wears a watch that begins `practice` at `started_ms`; `actions` is all that came of it.

    The session is told of deadlines `late_ms` late. Every step is checked by a Monitor.
    """

    def __init__(self, practice: Protocol, started_ms: int = 0, late_ms: int = 0) -> None:
        self.session = Run(practice, ID, started_ms)
        self.button = Button()
        self.monitor = Monitor(practice, started_ms)
        self.late_ms = late_ms
        self.now_ms = started_ms
        self.calls = 0
        self.actions: list = []
        self._took(started_ms, event.TICK, self.session.begin())

    def press(self, wait_ms: int, stay_ms: int) -> None:
        """Press after `wait_ms` and keep the button down for `stay_ms`."""
        self.wait(wait_ms)
        self._recognised(self.button.edge(self.now_ms, True))
        self.wait(stay_ms)
        self._recognised(self.button.edge(self.now_ms, False))

    def wait(self, wait_ms: int) -> None:
        until_ms = ticks.add(self.now_ms, wait_ms)
        due_ms = self._due_ms()
        while due_ms is not None and ticks.diff(until_ms, due_ms) >= 0:
            self.now_ms = due_ms
            self._recognised(self.button.advance(due_ms))
            self._tick()
            due_ms = self._due_ms()
        self.now_ms = until_ms

    def see_it_end(self) -> None:
        while self.session.deadline_ms is not None:
            self.wait(60_000)

    def _tick(self) -> None:
        deadline_ms = self.session.deadline_ms
        if deadline_ms is not None and ticks.diff(self.now_ms, deadline_ms) >= self.late_ms:
            self._took(self.now_ms, event.TICK, self.session.handle(self.now_ms, event.TICK))

    def _due_ms(self) -> int | None:
        """Time at which something happens by itself next."""
        due = [] if self.button.deadline_ms is None else [self.button.deadline_ms]
        if self.session.deadline_ms is not None:
            due.append(ticks.add(self.session.deadline_ms, self.late_ms))
        if not due:
            return None
        return min(due, key=lambda due_ms: ticks.diff(due_ms, self.now_ms))

    def _recognised(self, gestures: list) -> None:
        for at_ms, gesture in gestures:
            actions = self.session.handle(at_ms, gesture)
            if self.session.deadline_ms == at_ms:
                # A rest of no length is over as it begins; the firmware goes on at once.
                actions += self.session.handle(at_ms, event.TICK)
            self._took(at_ms, gesture, actions)

    def _took(self, now_ms: int, gesture: int, actions: list) -> None:
        self.calls += 1
        assert self.calls < CALLS_MAX, "a session that never ends"
        self.actions += actions
        self.monitor.step(now_ms, gesture, actions, self.session)
