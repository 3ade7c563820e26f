# SPDX-License-Identifier: MIT
"""Protocols to test with, and ways to read what a session did."""

from loslaten_core import ticks
from loslaten_core.practice import event, limits
from loslaten_core.practice.protocol import Group, Protocol
from loslaten_core.practice.session import Run

ID = b"\x01\x02\x03\x04\x05\x06"

RIGHT_FOOT = 1
RIGHT_SHIN = 2
BUTTOCKS = 7
RIGHT_FOREARM = 9
LEFT_FOREARM = 11
JAW = 15

# More than the longest session has.
DEADLINES_MAX = 1_000


def two_groups(**changes) -> Protocol:
    """Shin and buttocks, 1 to 3 repeats each, 60 s to lie down, 5 min of rest."""
    groups = (
        Group(RIGHT_SHIN, repeats_min=1, repeats_max=3),
        Group(BUTTOCKS, repeats_min=1, repeats_max=3),
    )
    return Protocol(**({"name": "two", "groups": groups, "fade_pct": 0} | changes))


def of_groups(*groups: Group, **changes) -> Protocol:
    """Just these groups, nothing fading."""
    return Protocol(**({"name": "some", "groups": groups, "fade_pct": 0} | changes))


def every_mode(more: int = 0) -> Protocol:
    """A small protocol with a foot, the watch arm, a group left out, and every mode.

    `more` repeats are added to what each group may have at most.
    """
    return Protocol(
        "modes",
        (
            Group(RIGHT_FOOT, tense_ms=2_000, repeats_min=1, repeats_max=2 + more),
            Group(RIGHT_SHIN, mode=limits.LEFT_OUT),
            Group(LEFT_FOREARM, ready_gap_ms=2_000, repeats_min=1, repeats_max=1 + more),
            Group(JAW, mode=limits.RELEASE_ONLY, repeats_min=1, repeats_max=1 + more),
            Group(33, mode=limits.COUNT, release_ms=4_000, repeats_min=2, repeats_max=3),
        ),
        settle_in_ms=10_000,
        seated=True,
        final_rest_ms=30_000,
        end_cue=True,
    )


def begun(practice: Protocol, now_ms: int = 0) -> Run:
    """A session of it, just begun."""
    session = Run(practice, ID, now_ms)
    session.begin()
    return session


def played(practice: Protocol, *gestures: tuple[int, int], now_ms: int = 0) -> list:
    """All actions of a session with `(at_ms, gesture)`, called at every deadline."""
    session = Run(practice, ID, now_ms)
    actions = session.begin()
    for at_ms, gesture in gestures:
        actions += left_alone(session, at_ms)
        actions += session.handle(at_ms, gesture)
    return actions + left_alone(session)


def left_alone(session: Run, until_ms: int | None = None, late_ms: int = 0) -> list:
    """Actions of a session by itself until then, or until its end."""
    actions: list = []
    for _ in range(DEADLINES_MAX):
        deadline_ms = session.deadline_ms
        if deadline_ms is None or (until_ms is not None and deadline_ms > until_ms):
            return actions
        actions += session.handle(ticks.add(deadline_ms, late_ms), event.TICK)
    raise AssertionError("a session that never ends")


def run(practice: Protocol, *gestures: tuple[int, int]) -> Run:
    """The session after these gestures, left alone until its end."""
    session = begun(practice)
    for at_ms, gesture in gestures:
        session.handle(at_ms, gesture)
    left_alone(session)
    return session


def events(actions: list) -> list[tuple]:
    """The events among actions: (at_ms, name, group, repeat)."""
    return [
        (one.at_ms, event.EVENTS[one.event], one.group, one.repeat)
        for one in actions
        if isinstance(one, event.Happened)
    ]


def between(found: list, span: tuple[int, int]) -> list:
    """Actions of `found` from span[0] on and before span[1]."""
    return [item for item in found if span[0] <= item[0] < span[1]]


def felt(actions: list) -> list[tuple[int, int]]:
    """The cues (at_ms, cue) that a player lets be felt, oldest first."""
    planned: list[tuple[int, int]] = []
    for action in actions:
        if isinstance(action, event.Cue):
            planned.append((action.at_ms, action.cue))
        elif isinstance(action, event.Cancel):
            planned = [cue for cue in planned if cue[0] <= action.at_ms]
    return sorted(planned, key=lambda cue: cue[0])


def press(at_ms: int) -> tuple:
    """A short press."""
    return ((at_ms, event.PRESS),)


def double(at_ms: int) -> tuple:
    """Two presses, the second 200 ms after the first."""
    return ((at_ms, event.PRESS), (at_ms + 200, event.DOUBLE))


def hold(at_ms: int) -> tuple:
    """A hold of one second."""
    return ((at_ms, event.PRESS), (at_ms + 700, event.HOLD_REACHED), (at_ms + 1_000, event.HOLD))


def long(at_ms: int) -> tuple:
    """A hold of four seconds."""
    reached = ((at_ms + 700, event.HOLD_REACHED), (at_ms + 3_000, event.LONG_REACHED))
    return ((at_ms, event.PRESS),) + reached + ((at_ms + 4_000, event.LONG),)  # noqa: RUF005


def stuck(at_ms: int) -> tuple:
    """A button that is lain on."""
    reached = ((at_ms + 700, event.HOLD_REACHED), (at_ms + 3_000, event.LONG_REACHED))
    return ((at_ms, event.PRESS),) + reached + ((at_ms + 8_000, event.STUCK),)  # noqa: RUF005
