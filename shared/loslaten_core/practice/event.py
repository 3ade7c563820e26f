# SPDX-License-Identifier: MIT
"""Events, gestures and actions of a session.

Inputs are what the button recognised and `TICK`, the passing of a deadline. Outputs are actions:

    Cue       let `cue` be felt from `at_ms` on, now or later; `firm` (0 or 1) asks for the form
              that survives tension in the arm that wears the watch
    Cancel    forget every cue due later than `at_ms`, and every order of before that still waits
    Happened  `event` happened; `group` counts from 0, -1 outside groups; `repeat` from 1, 0 where
              there is none; `cue` is what is felt of it, 0 for nothing
    Ended     the session is over, its tally complete
    Chosen    the wearer chose the protocol at place `index`
    RadioAsked  the wearer asked for a radio window
"""

from collections import namedtuple

Cue = namedtuple("Cue", ("at_ms", "cue", "count", "strength_pct", "firm"))
Cancel = namedtuple("Cancel", ("at_ms",))
Happened = namedtuple("Happened", ("at_ms", "event", "group", "repeat", "cue"))
Ended = namedtuple("Ended", ("at_ms", "ending"))
Chosen = namedtuple("Chosen", ("at_ms", "index"))
RadioAsked = namedtuple("RadioAsked", ("at_ms",))

TYPE_CHECKING = False
if TYPE_CHECKING:
    Action = Cue | Cancel | Happened | Ended | Chosen | RadioAsked

# Inputs
TICK = 0
PRESS = 1
DOUBLE = 2
HOLD_REACHED = 3
HOLD = 4
LONG_REACHED = 5
LONG = 6
STUCK = 7
INPUTS = ("tick", "press", "double", "hold-reached", "hold", "long-reached", "long", "stuck")

# Events
STARTED = 1
READY = 2
TENSE = 3
RELEASE = 4
AGAIN = 5
LIMIT = 6
CUT = 7
SKIPPED = 8
LEFT_OUT = 9
PAUSED = 10
RESUMED = 11
POSITION = 12
REST = 13
OVER = 14
COUNT = 15
NEXT = 16
REFUSED = 17
# A hold or a second press takes back what its press asked for.
NOT_AGAIN = 18
# The repeat let go of just now counts neither as done nor as cut.
INTERRUPTED = 19
# After a pause the release of the group under way begins once more.
RELEASING = 20
EVENTS = (
    "",
    "started",
    "ready",
    "tense",
    "release",
    "again",
    "limit",
    "cut",
    "skipped",
    "left-out",
    "paused",
    "resumed",
    "position",
    "rest",
    "over",
    "count",
    "next",
    "refused",
    "not-again",
    "interrupted",
    "releasing",
)

# How a session ends; 4 to 6 are given from outside the session.
COMPLETED = 1
STOPPED = 2
LEFT = 3
BATTERY = 4
POWER_LOST = 5
FAULT = 6
ENDINGS = ("", "completed", "stopped", "left", "battery", "power-lost", "fault")
