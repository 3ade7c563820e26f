# SPDX-License-Identifier: MIT
"""Acts of a wearer with a simulated watch, between the evening and the morning."""

import time

from tests.page.person import Person
from tests.page.simulated import Simulated

# How many times as fast as life the watch lives: awake, and while it is practised with.
AWAKE, ASLEEP = 5, 900
LONGEST_MIN = 60


def practise(watch: Simulated) -> None:
    """Practise once, in a night that goes by fast."""
    began_s = watch.pace(AWAKE)
    watch.say("h")
    assert watch.wait_for("started")
    ended_s = began_s
    while ended_s < began_s + LONGEST_MIN * 60:
        ended_s = watch.pace(ASLEEP)
        time.sleep(0.1)
    watch.pace(AWAKE)


def bring_home(somebody: Person, watch: Simulated) -> None:
    """Bring the one new night home, on the page of today."""
    somebody.go("today")
    somebody.press("today.fetch")
    somebody.meet(watch, somebody.say("today.home_1"))
