# SPDX-License-Identifier: MIT
"""Phases, gestures, meanings of a press and endings, each a closed set of names.

The names stand in files, in JSON and in the classes of drawings; people read them in the words of
`vocabulary`.
"""

from enum import StrEnum

from loslaten_core.practice import event


class PhaseKind(StrEnum):
    """Kinds of phases, in the order of a session."""

    SETTLE = "settle"
    READY = "ready"
    TENSE = "tense"
    RELEASE = "release"
    COUNT = "count"
    PAUSED = "paused"
    REST = "rest"


# The events that begin a phase; the others happen within one.
PHASE_BEGUN_BY = {
    event.STARTED: PhaseKind.SETTLE,
    event.READY: PhaseKind.READY,
    event.TENSE: PhaseKind.TENSE,
    event.RELEASE: PhaseKind.RELEASE,
    event.COUNT: PhaseKind.COUNT,
    event.RELEASING: PhaseKind.RELEASE,
    event.PAUSED: PhaseKind.PAUSED,
    event.REST: PhaseKind.REST,
}


class Gesture(StrEnum):
    """Gestures on the one button, by how long it is held down."""

    PRESS = "press"
    DOUBLE = "double"
    HOLD = "hold"
    LONG = "long"


class Meaning(StrEnum):
    """Meanings of a gesture: what it came to."""

    STARTED = "started"
    BEGIN = "begin"
    AGAIN = "again"
    LIMIT = "limit"
    CUT = "cut"
    SKIPPED = "skipped"
    NEXT = "next"
    PAUSED = "paused"
    RESUMED = "resumed"
    POSITION = "position"
    STOPPED = "stopped"
    REFUSED = "refused"
    NOTHING = "nothing"


class Ending(StrEnum):
    """Endings of a session."""

    COMPLETED = "completed"
    STOPPED = "stopped"
    LEFT = "left"
    BATTERY = "battery"
    POWER_LOST = "power-lost"
    FAULT = "fault"


def ending_name(number: int) -> str:
    """Return the name of an ending by its number in a record; "ending 9" of a newer watch."""
    known = 0 < number < len(event.ENDINGS)
    return Ending(event.ENDINGS[number]) if known else f"ending {number}"
