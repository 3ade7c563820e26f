# SPDX-License-Identifier: MIT
"""Acts of a wearer with a simulated watch, between the evening and the morning."""

from tests.page.person import Person
from tests.page.simulated import Simulated

LONGEST_S = 3_600
# From a hold to its answer, and on.
SOON_S = 6.0


def practise(watch: Simulated) -> None:
    """Practise once, in a night that goes by at once."""
    watch.say("h")
    told = watch.skip(LONGEST_S)
    assert any("started" in line for line in told), told


def stop_early(watch: Simulated, times: int) -> None:
    """Begin to practise and stop at once, so many times."""
    for _ in range(2 * times):
        watch.say("h")
        watch.say(f"+{SOON_S:g}")
    watch.skip(SOON_S)


def bring_home(somebody: Person, watch: Simulated) -> None:
    """Bring the one new night home, on the page of today."""
    somebody.go("today")
    somebody.press("today.fetch")
    somebody.meet(watch, somebody.say("today.home", n=1))
