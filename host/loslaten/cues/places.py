# SPDX-License-Identifier: MIT
"""Places in a session: the two numbers that the wrist tells in a pause, and their groups.

The first is the part of the body, counted from the feet up: legs, trunk, arms and shoulders, head
and neck. The second is which of that part's groups it is, in the order of practice.
"""

from dataclasses import dataclass

from loslaten_core.practice import muscles
from loslaten_core.practice.limits import LEFT_OUT
from loslaten_core.practice.protocol import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A muscle group by its catalogue number, and the two numbers that tell it."""

    part: int
    number: int
    muscle: int

    @property
    def told(self) -> str:
        """Text that is typed for it: "3 2"."""
        return f"{self.part} {self.number}"


def places(protocol: Protocol) -> list[Place]:
    """Return the place of every muscle group that is practised, in their order."""
    listed: list[Place] = []
    for group in protocol.groups:
        muscle = muscles.by_number(group.muscle)
        if muscle is None or group.mode == LEFT_OUT:
            continue
        before = sum(place.part == muscle.region for place in listed)
        listed.append(Place(part=muscle.region, number=before + 1, muscle=group.muscle))
    return listed
