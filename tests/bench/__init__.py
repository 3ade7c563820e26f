# SPDX-License-Identifier: MIT
"""Benchmarks: `make bench`, or one part of it with `make bench ARGS=board`.

A part is a module with `run() -> list[Row]`. Every figure is a count, bytes, time charged by
what a processor executes, or a ratio of two times taken in one run: none but those of `suite`
depends on how busy the computer is that measures.
"""

from typing import NamedTuple

PARTS = (
    "board",
    "contents",
    "start",
    "night",
    "memory",
    "lateness",
    "journal",
    "link",
    "report",
    "growth",
    "desk",
    "page",
    "power",
    "mutants",
    "suite",
)


class Row(NamedTuple):
    """A figure, with the goal that it is to keep, where there is one.

    `before` is what it was before the work on it began, by the same measurement.
    """

    name: str
    value: float
    unit: str
    note: str = ""
    at_least: float | None = None
    at_most: float | None = None
    before: float | None = None

    @property
    def is_met(self) -> bool:
        """Whether it keeps its goal; True without one."""
        is_enough = self.at_least is None or self.value >= self.at_least
        return is_enough and (self.at_most is None or self.value <= self.at_most)

    @property
    def goal(self) -> str:
        """The goal in words, or ""."""
        parts = [
            f"{sign} {limit:,g}"
            for sign, limit in ((">=", self.at_least), ("<=", self.at_most))
            if limit is not None
        ]
        return "goal " + " and ".join(parts) if parts else ""


def shown(value: float) -> str:
    """Return a number with as many digits as it deserves."""
    if value == int(value) or abs(value) >= 1_000:
        return f"{value:,.0f}"
    return f"{value:,.3f}".rstrip("0")
