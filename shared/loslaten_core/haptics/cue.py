# SPDX-License-Identifier: MIT
"""The cues: their numbers, names and priorities. What they feel like is a theme's business.

Five meanings are learned; the answers follow a movement of the wearer's own finger. A number is
never given a new meaning: the link and the journal carry them.
"""

# Meanings
READY = 1
TENSE = 2
RELEASE = 3
LANDMARK = 4
END = 5
# Answers
ACK = 10
LIMIT = 11
PAUSED = 12
RESUMED = 13
POSITION = 14
BATTERY = 15
REFUSED = 16
TICK = 17
HERE = 18
SYNC = 19
STARTED = 20
RADIO = 21

MEANINGS = (READY, TENSE, RELEASE, LANDMARK, END)
ANSWERS = (
    ACK,
    LIMIT,
    PAUSED,
    RESUMED,
    POSITION,
    BATTERY,
    REFUSED,
    TICK,
    HERE,
    SYNC,
    STARTED,
    RADIO,
)
CUES = MEANINGS + ANSWERS
# One and the same tap, "noticed": which of them it is, the finger knows.
TAPS = (ACK, TICK, HERE)
# Cues that carry a number, with the range it is kept to.
COUNTED = ((POSITION, 1, 24), (BATTERY, 0, 3))

# However far the cues have faded and however low the strength is set: never weaker than this. It
# is the weakest that the wearer can choose, too, and every cue is tested at it.
LOWEST_STRENGTH_PCT = 40

_NAMES = (
    (READY, "ready"),
    (TENSE, "tense"),
    (RELEASE, "release"),
    (LANDMARK, "landmark"),
    (END, "end"),
    (ACK, "ack"),
    (LIMIT, "limit"),
    (PAUSED, "paused"),
    (RESUMED, "resumed"),
    (POSITION, "position"),
    (BATTERY, "battery"),
    (REFUSED, "refused"),
    (TICK, "tick"),
    (HERE, "here"),
    (SYNC, "sync"),
    (STARTED, "started"),
    (RADIO, "radio"),
)

# Priorities, lowest first.
LANDMARKS = 0
ORDERS = 1
ANSWERING = 2
RELEASING = 3


class CueError(ValueError):
    """No such cue."""


def name(number: int) -> str:
    """Return a cue's name ("tense"); CueError if there is no such cue."""
    for known, text in _NAMES:
        if known == number:
            return text
    raise CueError(f"no cue {number}")


def by_name(text: str) -> int:
    """Return a cue's number by its name; CueError if there is no such cue."""
    for number, known in _NAMES:
        if known == text:
            return number
    raise CueError(f"no cue called {text}")


def priority(number: int) -> int:
    """Return who goes first: release, then answers, then orders, then landmarks.

    A release cue ends tension and comes before everything, also when it was planned; an answer
    that comes late answers nothing; an order can wait a moment; a landmark most easily.
    """
    if number == RELEASE:
        return RELEASING
    if number in ANSWERS:
        return ANSWERING
    return LANDMARKS if number == LANDMARK else ORDERS


def kept_count(number: int, count: int) -> int:
    """Return `count` kept to what this cue can tell; 0 for a cue that carries no number."""
    for counted, low, high in COUNTED:
        if counted == number:
            return min(max(count, low), high)
    return 0
