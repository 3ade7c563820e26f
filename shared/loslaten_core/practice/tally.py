# SPDX-License-Identifier: MIT
"""Tally of a session: done, asked for, cut short, skipped, and for how long.

The journal keeps it, so it is complete at every moment: a session that ends in the middle, even
by a flat battery, has all that was done until then.
"""

from loslaten_core.practice import event
from loslaten_core.practice.limits import LEFT_OUT
from loslaten_core.practice.protocol import Protocol


class GroupTally:
    """One muscle group of a session.

    `asked` counts the repeats that were added because the wearer asked for the group again; bit n
    of `cuts` is set when the wearer let go early in repeat n+1; `interrupted` says that a repeat
    was broken off in its tension and has not come again; times are totals of what really happened.
    """

    def __init__(self, muscle: int, left_out: bool) -> None:
        self.muscle = muscle
        self.left_out = left_out
        self.skipped = False
        self.interrupted = False
        self.done = 0
        self.asked = 0
        self.cuts = 0
        self.tense_ms = 0
        self.release_ms = 0


class Tally:
    """A whole session so far; `ending` is 0 while it runs.

    What the wearer says by presses: `tension_before` and `tension_after` from 0 to 10, None where
    they said nothing, and `calmer`, whether they said that their breathing has grown calmer.
    """

    def __init__(self, protocol: Protocol, protocol_id: bytes, started_ms: int) -> None:
        self.protocol_id = protocol_id
        self.started_ms = started_ms
        self.settle_in_ms = 0
        self.groups = [GroupTally(g.muscle, g.mode == LEFT_OUT) for g in protocol.groups]
        self.pauses = 0
        self.paused_ms = 0
        self.final_rest_ms = 0
        self.duration_ms = 0
        self.ending = 0
        self.tension_before: int | None = None
        self.tension_after: int | None = None
        self.calmer = False

    @property
    def ending_name(self) -> str:
        """The ending in words, "" while the session runs."""
        return event.ENDINGS[self.ending]
