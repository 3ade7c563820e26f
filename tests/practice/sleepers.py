# SPDX-License-Identifier: MIT
"""Sleepers on their button: who practised, fell asleep, and lies on it now and then all night.

Presses come at random at a rate per hour, each by itself; a share of them is held down for a
random time, which also stops sessions and starts new ones. The session asks for the tension before
and after it, and ends with a cue or in silence. None of it may become a rating.
"""

from random import Random

from loslaten_core.practice import event
from loslaten_core.practice.evening import Practice
from loslaten_core.practice.gesture import Button
from loslaten_core.practice.limits import RATED_BEFORE_AND_AFTER
from loslaten_core.practice.protocol import Group, Protocol
from tests.practice.examples import BUTTOCKS, ID, RIGHT_SHIN

RATES_PER_HOUR = (0.5, 2.0, 5.0, 10.0)
HELD_SHARES = (0.0, 0.2, 0.5)
HELD_S = (0.2, 10.0)
NIGHT_H = 8
# Nobody falls asleep before the first group is announced.
ASLEEP_AFTER_MS = 60_000
PRACTICES = tuple(
    Protocol(
        "night",
        (Group(RIGHT_SHIN), Group(BUTTOCKS)),
        settle_in_ms=60_000,
        end_cue=end_cue,
        ratings=RATED_BEFORE_AND_AFTER,
    )
    for end_cue in (False, True)
)


class Sleeper:
    """Starts a session awake, says nothing, falls asleep, and lies until morning.

    `presses` and `restarts` count presses asleep and sessions that one of them began, `offers`
    the ends after which two presses would have asked for the count; `ratings` counts the gestures
    after which there was a rating.
    """

    def __init__(self, practice: Protocol) -> None:
        self.presses = self.ratings = self.offers = 0
        self.restarts = -1
        self._practice = Practice([(ID, practice)])
        self._button = Button()
        self._press(1_000, 1_000)

    def sleep(self, random: Random, rate_per_hour: float, held_share: float) -> None:
        """Press until morning, so often an hour, such a share of it held down."""
        now_ms = 2_000 + ASLEEP_AFTER_MS
        while True:
            now_ms += round(random.expovariate(rate_per_hour) * 3_600_000) + 30
            if now_ms > NIGHT_H * 3_600_000:
                break
            held = random.random() < held_share
            stay_ms = round(random.uniform(*HELD_S) * 1_000) if held else random.randint(30, 300)
            self._press(now_ms, stay_ms)
            now_ms += stay_ms
            self.presses += 1
        self._wait(NIGHT_H * 3_600_000)

    def _press(self, at_ms: int, stay_ms: int) -> None:
        self._wait(at_ms)
        self._take(self._button.edge(at_ms, True))
        self._wait(at_ms + stay_ms)
        self._take(self._button.edge(at_ms + stay_ms, False))

    def _wait(self, until_ms: int) -> None:
        while True:
            due = [self._button.deadline_ms, self._practice.deadline_ms]
            now_ms = min((at_ms for at_ms in due if at_ms is not None), default=until_ms + 1)
            if now_ms > until_ms:
                return
            self._take([*self._button.advance(now_ms), (now_ms, event.TICK)])

    def _take(self, gestures: list[tuple[int, int]]) -> None:
        for at_ms, gesture in gestures:
            for action in self._practice.handle(at_ms, gesture):
                is_start = isinstance(action, event.Happened) and action.event == event.STARTED
                self.restarts += is_start
                is_end = isinstance(action, event.Ended)
                self.offers += is_end and self._practice.awaits_rating
            tally = self._practice.tally
            if tally is not None:
                said = (tally.tension_before, tally.tension_after, tally.calmer or None)
                self.ratings += said != (None, None, None)


def slept(seed: int, rate_per_hour: float, held_share: float) -> Sleeper:
    """Return a sleeper after the night, whose session ends with a cue in every second."""
    sleeper = Sleeper(PRACTICES[seed % 2])
    sleeper.sleep(Random(seed), rate_per_hour, held_share)
    return sleeper
