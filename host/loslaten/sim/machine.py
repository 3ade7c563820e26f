# SPDX-License-Identifier: MIT
"""A machine: whatever lives in the simulator's time beside its loop, such as a watch."""

import math
from typing import Protocol


class Machine(Protocol):
    """Something outside the loop that lives in its time: `clock.VirtualLoop` lets it run."""

    @property
    def deadline_ms(self) -> int | None:
        """Time at which it wants to run next; None while it waits for an event from outside."""

    def advance(self, now_ms: int, until_ms: int) -> int:
        """Run what is due at `now_ms`.

        Nothing else happens before `until_ms`, so it may run on until then, but has to stop when
        it has told anything that somebody acts on. Returns the time it reached.
        """

    def close(self) -> None:
        """The loop closes."""


def whole_ms(seconds: float) -> int:
    """Return the milliseconds that have passed."""
    return int(seconds * 1000 + 1e-6)


def deadline_s(machine: Machine) -> float:
    """Return the time at which a machine wants to run next; infinite while it waits."""
    deadline_ms = machine.deadline_ms
    return math.inf if deadline_ms is None else deadline_ms / 1000
