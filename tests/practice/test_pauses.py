# SPDX-License-Identifier: MIT
"""A pause in every half second of the shipped protocols: it goes on with what was told."""

import pytest

from loslaten.protocols.file import find
from loslaten_core.practice import course, event
from loslaten_core.practice.session import Run
from tests.practice.examples import ID, hold
from tests.practice.monitor import Monitor
from tests.practice.session_explorer import Node

EVERY_MS = 500
PAUSE_MS = 10_000


@pytest.mark.parametrize(
    ("name", "pauses"), [("handout", 2_500), ("onderweg", 100), ("release-only", 600)]
)
def test_a_pause_goes_on_with_the_group_that_was_told(name: str, pauses: int):
    """The monitor refuses another group than the one told, and a next group that is not felt."""
    session = Run(find(name).protocol, ID, 0)
    monitor = Monitor(session.protocol, 0)
    monitor.step(0, event.TICK, session.begin(), session)
    node, tried = Node(session, monitor), 0
    at_ms = EVERY_MS
    while node.session.deadline_ms is not None:
        if node.session.deadline_ms <= at_ms:
            node.take(node.session.deadline_ms, event.TICK)
            continue
        tried += paused(node.copy(), at_ms)
        at_ms += EVERY_MS
    assert tried >= pauses


def paused(node: Node, at_ms: int) -> bool:
    """Whether a hold here pauses; then go on, until the phase after the next."""
    play(node, hold(at_ms))
    if node.session.phase != course.PAUSED:
        return False
    told, index = node.monitor.told, node.session.index
    assert index == told
    play(node, hold(at_ms + PAUSE_MS))
    assert node.session.phase in (course.READY, course.RELEASE)
    assert node.session.index == told
    for _ in range(3):
        if node.session.deadline_ms is not None:
            node.take(node.session.deadline_ms, event.TICK)
    return True


def play(node: Node, gestures: tuple) -> None:
    for at_ms, gesture in gestures:
        while node.session.deadline_ms is not None and node.session.deadline_ms <= at_ms:
            node.take(node.session.deadline_ms, event.TICK)
        node.take(at_ms, gesture)
