"""Events, gestures and actions of a session.

Inputs are what the button recognised and `TICK`, the passing of a deadline. Outputs are actions,
plain tuples whose first item says which:

    (CUE, at_ms, cue, count, strength_pct, firm)  let `cue` be felt from `at_ms` on, now or later;
        `firm` asks for the form that survives tension in the arm that wears the watch
    (CANCEL, at_ms)                               forget every cue due later than `at_ms`
    (EVENT, at_ms, event, group, repeat, cue)     this happened; group from 0, repeat from 1
    (ENDED, at_ms, ending)                        the session is over, its tally complete
    (CHOOSE, at_ms, index)                        the wearer chose another protocol
    (RADIO, at_ms)                                the wearer opened a radio window
"""

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

# Actions
CUE = 1
CANCEL = 2
EVENT = 3
ENDED = 4
CHOOSE = 5
RADIO = 6

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
)

# How a session ends; 4 to 6 are given from outside the session.
COMPLETED = 1
STOPPED = 2
LEFT = 3
BATTERY = 4
POWER_LOST = 5
FAULT = 6
ENDINGS = ("", "completed", "stopped", "left", "battery", "power-lost", "fault")
