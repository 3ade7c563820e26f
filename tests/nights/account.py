# SPDX-License-Identifier: MIT
"""Nights as they were, as two laptops hold them, and the differences."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from loslaten.practice_log.sessions import Night as LoggedNight
from loslaten_core.practice.event import BATTERY, POWER_LOST
from loslaten_core.practice.tally import Tally
from tests.nights.wrist import Stroke, Told, is_within, sessions, told

# A press so near to a change of phase that a few ms decide may fall on either side.
JITTER_MS = (0, -25, 25)
# A cue is felt as late at worst.
LATEST_MS = 5


@dataclass(kw_only=True)
class Night:
    """One night as it really was: the finger's strokes, and whether the power went in it.

    `person` is the name of the wearer.
    """

    strokes: list[Stroke]
    began_ms: int
    until_ms: int
    person: str
    fault: str = ""
    power_cut: bool = False
    cell_out: bool = False

    @property
    def cut_short(self) -> int | None:
        """Ending of its last session that nobody ended; None where there is none such."""
        return POWER_LOST if self.power_cut else BATTERY if self.cell_out else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A session that was really done: the night, and which of that night's sessions it was."""

    night: Night
    place: int
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A session that a laptop holds, and the name of the person whose it takes it for.

    None where it is not certain to it; "" where it was never told of any person.
    """

    told: Told
    person: str | None


@dataclass(kw_only=True)
class Account:
    """Knowledge in the end: the nights as they were, and what each laptop holds of them."""

    seed: int
    packed: bytes
    nights: list[Night] = field(default_factory=list)
    logs: list[list[Kept]] = field(default_factory=list)
    latest_ms: list[int] = field(default_factory=list)
    lost: int = 0
    handed_over: int = 0


def kept(night: LoggedNight) -> Told:
    """Return what a laptop holds of a session, as `wrist.told` tells what was done."""
    groups = tuple(
        (
            group.muscle,
            group.done,
            group.asked,
            sum(1 << (repeat - 1) for repeat in group.cuts),
            group.skipped,
            group.left_out,
        )
        for group in night.groups
    )
    return night.session.ending, night.session.pauses, groups


def broken_promises(account: Account) -> list[str]:
    """Return a line for each thing that a life shows and that must not be."""
    lines = differences(account)
    if account.lost:
        lines.append(f"the watch lost {account.lost} sessions")
    late_ms = max(account.latest_ms, default=0)
    if late_ms > LATEST_MS:
        lines.append(f"a cue came {late_ms} ms late")
    return lines


def differences(account: Account) -> list[str]:
    """Return a line for each thing that a laptop holds otherwise than the wrist did it."""
    done = [
        Done(night=night, place=place, tally=tally)
        for night in account.nights
        for place, tally in enumerate(sessions(night.strokes, account.packed, night.until_ms))
    ]
    return [
        f"laptop {number}: {line}"
        for number, log in enumerate(account.logs, 1)
        for line in _fewest_differences(done, log, account.packed)
    ]


def _fewest_differences(done: Sequence[Done], log: Sequence[Kept], packed: bytes) -> list[str]:
    """Return what differs where each kept session is taken for the one that it fits best.

    The one after a session that left no trace may look like it: both were cut off early.
    """

    @cache
    def differing(first: int, left: int) -> list[str]:
        if first == len(done):
            return [f"nobody did {one}" for one in log[left:]]
        one, found = done[first], log[left] if left < len(log) else None
        night = one.night
        lines = None
        if found is not None and _is_one_of(found.told, night, one.place, packed):
            is_theirs = found.person in ("", night.person)
            told_as = [] if is_theirs else [f"{night.person}'s is {found.person}'s, {night}"]
            lines = told_as + differing(first + 1, left + 1)
        if lines != [] and _may_be_gone(one.tally, night):
            without = differing(first + 1, left)
            lines = without if lines is None else min(lines, without, key=len)
        if lines is None:
            told_instead = f"{found or 'nothing'} instead of {told(one.tally)}, {night}"
            lines = [told_instead, *differing(first + 1, left + 1)]
        return lines

    return differing(0, 0)


def _may_be_gone(done: Tally, night: Night) -> bool:
    """Whether a session left no trace: the power went before a muscle group was written down."""
    return night.power_cut and done.ending == 0 and not done.groups[1].done


def _is_one_of(found: Told, night: Night, place: int, packed: bytes) -> bool:
    """Whether a kept session is what was done, by a finger a few ms earlier or later."""
    for jitter_ms in JITTER_MS:
        done = sessions(_moved(night.strokes, jitter_ms), packed, night.until_ms)
        if place >= len(done):
            continue
        if found == told(done[place]):
            return True
        if found[0] == night.cut_short and is_within(found, done[place]):
            return True
    return False


def _moved(strokes: Sequence[Stroke], by_ms: int) -> list[Stroke]:
    """Return the strokes, all but the one that starts the night moved in time."""
    return [strokes[0], *((down + by_ms, up + by_ms) for down, up in strokes[1:])]
