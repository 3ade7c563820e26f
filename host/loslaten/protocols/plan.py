# SPDX-License-Identifier: MIT
"""Plan of a protocol: the shortest and the longest way through it, by the engine itself.

The shortest way is the one without a press; the longest asks for every muscle group again, in its
release, as often as the protocol allows. Pauses, and a group asked for again only while the next
one is announced, come on top: they are the wearer's own time.
"""

import msgspec

from loslaten.protocols.rehearsal import RehearsedEvent, begin, events_of
from loslaten_core.practice import event
from loslaten_core.practice.course import RELEASE
from loslaten_core.practice.protocol import Protocol


class Way(msgspec.Struct, frozen=True):
    """One way through a protocol."""

    duration_ms: int
    events: list[RehearsedEvent]


class Plan(msgspec.Struct, frozen=True):
    """The shortest and the longest way through a protocol."""

    shortest: Way
    longest: Way


def plan(protocol: Protocol) -> Plan:
    """Return the shortest and the longest way through `protocol`.

    Raise ProtocolError where it breaks a limit.
    """
    return Plan(way(protocol, asking=False), way(protocol, asking=True))


def way(protocol: Protocol, asking: bool) -> Way:
    """Return the way without a press or, `asking`, the one that asks for all there is."""
    session, actions = begin(protocol)
    now_ms = 0
    while session.deadline_ms is not None:
        if asking and session.phase == RELEASE:
            done, group = session.group_tally.done, session.group
            if group.repeats_min <= done < group.repeats_max:
                actions += session.handle(now_ms, event.PRESS)
        now_ms = session.deadline_ms
        actions += session.handle(now_ms, event.TICK)
    return Way(session.tally.duration_ms, events_of(protocol, actions))
