# SPDX-License-Identifier: MIT
"""A session run on the laptop by the engine of the watch, with presses at chosen moments.

Nothing here knows how long anything takes: the button and the session of `loslaten_core` are
driven from deadline to deadline, and what they tell is collected.
"""

import msgspec

from loslaten.errors import LoslatenError
from loslaten.language.concepts import Gesture
from loslaten.language.durations import clock_tenths
from loslaten.language.text import Text
from loslaten_core.haptics import cue as cues
from loslaten_core.practice import event, muscles
from loslaten_core.practice.gesture import Button
from loslaten_core.practice.protocol import Group, Protocol, content_id, pack
from loslaten_core.practice.session import Run
from loslaten_core.practice.tally import Tally

# What a finger does for each gesture: (after_ms, down) from the moment it first goes down.
GESTURES: dict[str, tuple[tuple[int, bool], ...]] = {
    Gesture.PRESS: ((0, True), (150, False)),
    Gesture.DOUBLE: ((0, True), (120, False), (300, True), (420, False)),
    Gesture.HOLD: ((0, True), (1_000, False)),
    Gesture.LONG: ((0, True), (3_300, False)),
}

_TWO_AT_ONCE = Text(
    "de druk op {} begint voordat de vorige voorbij is",
    "the press at {} begins before the last one has ended",
)


class PressError(LoslatenError):
    """Presses that one finger cannot make."""

    exit_code = 2


class RehearsedPress(msgspec.Struct, frozen=True, order=True):
    """The finger at `at_ms` after the start."""

    at_ms: int
    gesture: Gesture = Gesture.PRESS

    def edges(self) -> list[tuple[int, bool]]:
        """Return when the button goes down (True) and up (False)."""
        return [(self.at_ms + after_ms, down) for after_ms, down in GESTURES[self.gesture]]


class RehearsedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened at `t_ms` after the start.

    `event` is a name of `loslaten_core.practice.event.EVENTS`; `group` the key of the muscle
    group and `repeat` its repeat, from 1; `cue` the name of what was felt. None: there is none.
    """

    t_ms: int
    event: str
    group: str | None
    repeat: int | None
    cue: str | None


class Rehearsal(msgspec.Struct, frozen=True):
    """Outcome of a rehearsal: events, the session's tally, and the presses in order of time."""

    events: list[RehearsedEvent]
    tally: Tally
    presses: list[RehearsedPress]

    @property
    def duration_ms(self) -> int:
        """Length of the session."""
        return self.tally.duration_ms

    @property
    def heard(self) -> list[RehearsedPress]:
        """The presses before the end of the session."""
        return [press for press in self.presses if press.at_ms < self.duration_ms]

    @property
    def unheard(self) -> list[RehearsedPress]:
        """The presses after the end of the session: nothing came of them."""
        return [press for press in self.presses if press.at_ms >= self.duration_ms]


def rehearse(
    protocol: Protocol, presses: list[RehearsedPress] | None = None
) -> list[RehearsedEvent]:
    """Return every event of a session; presses after its end do nothing. See `run`."""
    return run(protocol, presses or []).events


def run(protocol: Protocol, presses: list[RehearsedPress]) -> Rehearsal:
    """Run a session from its start to its end.

    Raise PressError where a press begins while the finger is still on the button.
    """
    waiting = sorted(presses)
    edges = _edges(waiting)
    session, actions = begin(protocol)
    button = Button()
    while session.deadline_ms is not None:
        due = [session.deadline_ms, button.deadline_ms, edges[0][0] if edges else None]
        now_ms = min(at_ms for at_ms in due if at_ms is not None)
        if edges and edges[0][0] == now_ms:
            gestures = button.edge(*edges.pop(0))
        else:
            gestures = button.advance(now_ms)
        for at_ms, gesture in gestures:
            actions += session.handle(at_ms, gesture)
        actions += session.handle(now_ms, event.TICK)
    return Rehearsal(events_of(protocol, actions), session.tally, waiting)


def begin(protocol: Protocol) -> "tuple[Run, list[event.Action]]":
    """Return a session begun at 0 ms, and the actions that begin it."""
    session = Run(protocol, content_id(pack(protocol)), 0)
    return session, session.begin()


def events_of(protocol: Protocol, actions: "list[event.Action]") -> list[RehearsedEvent]:
    """Return the events among a session's actions, with names in place of numbers."""
    return [_event(protocol, action) for action in actions if isinstance(action, event.Happened)]


def muscle_key(group: Group) -> str:
    """Return the key of the muscle that a group of a checked protocol is about."""
    muscle = muscles.by_number(group.muscle)
    return muscle.key if muscle is not None else str(group.muscle)


def _event(protocol: Protocol, one: event.Happened) -> RehearsedEvent:
    in_group = one.group >= 0 and one.event not in (event.REST, event.OVER)
    return RehearsedEvent(
        t_ms=one.at_ms,
        event=event.EVENTS[one.event],
        group=muscle_key(protocol.groups[one.group]) if in_group else None,
        repeat=one.repeat or None,
        cue=cues.name(one.cue) if one.cue else None,
    )


def _edges(presses: list[RehearsedPress]) -> list[tuple[int, bool]]:
    edges: list[tuple[int, bool]] = []
    for press in presses:
        if edges and press.at_ms <= edges[-1][0]:
            raise PressError(_TWO_AT_ONCE.format(clock_tenths(press.at_ms)))
        edges += press.edges()
    return edges
