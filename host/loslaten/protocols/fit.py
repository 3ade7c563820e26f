# SPDX-License-Identifier: MIT
"""Repeats and release times that make a protocol fill a time, or keep within one."""

import copy
from collections.abc import Iterator

import msgspec

from loslaten.errors import LoslatenError
from loslaten.language.durations import clock
from loslaten.language.text import Text
from loslaten.protocols.new_rules import repeats_allowed
from loslaten.protocols.plan import way
from loslaten.protocols.rehearsal import muscle_key
from loslaten_core.practice import limits
from loslaten_core.practice.limits import COUNT, LEFT_OUT
from loslaten_core.practice.protocol import Group, Protocol

# Below this the difference is hard to feel: shorter releases are for those who have learnt it
# (20 to 30 s in the descriptions of applied relaxation after Öst).
RELEASE_KEPT_MS = 20_000
# Above this attention drifts before it has to: Bernstein & Borkovec's last release is 45 to 60 s.
RELEASE_LONG_MS = 45_000
_STEP_MS = 1_000


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """Change of a muscle group: of its `repeats`, (fewest, most), or of its `release_ms`."""

    group: str
    field: str
    before: int | tuple[int, int]
    after: int | tuple[int, int]


class Fit(msgspec.Struct, frozen=True):
    """A protocol that fits a time, and what was changed for it; nothing where it fitted."""

    protocol: Protocol
    changes: list[Change]


class NoFitError(LoslatenError):
    """No repeats and release times within the limits fit the time."""


def fit_at_least(protocol: Protocol, wanted_ms: int) -> Fit:
    """Return `protocol` with its shortest way, the one without a press, at least so long.

    In order: longer releases, up to 45 s; then more repeats at least, up to the most; and only
    then releases up to 60 s. Of what is long enough the fewest repeats are taken and then the
    shortest releases, in whole seconds. Nothing else is changed.

    Raise NoFitError where nothing within the limits lasts so long.
    """
    if _lasts(protocol, wanted_ms):
        return Fit(protocol, [])
    adjustable = [group for group in protocol.groups if _adjustable(group)]
    least = min((group.repeats_min for group in adjustable), default=1)
    most = max((group.repeats_max for group in adjustable), default=1)
    for highest_ms in (RELEASE_LONG_MS, limits.RELEASE_MS[1]):
        for at_least in range(least, most + 1):
            fitted = _shortest_release(protocol, at_least, highest_ms, wanted_ms)
            if fitted is not None:
                return Fit(fitted, _changes(protocol, fitted))
    longest_ms = way(_raised(protocol, most, limits.RELEASE_MS[1]), asking=False).duration_ms
    raise NoFitError(
        Text(
            "{} duurt geen {}: zonder te drukken duurt het hooguit {}",
            "{} does not last {}: without a press it takes {} at the very most",
        ).format(protocol.name, clock(wanted_ms), clock(longest_ms)),
        Text(
            "kies een protocol met meer spiergroepen, of vraag spiergroepen nog een keer",
            "choose a protocol with more muscle groups, or ask for groups again",
        ),
    )


def fit_within(protocol: Protocol, available_ms: int) -> Fit:
    """Return `protocol` with repeats and release times such that its longest way fits.

    Every group keeps its minimum of repeats, and releases of 20 s or more stay at that or above,
    as long as that can be. In order: fewer repeats at most; then shorter releases; then releases
    under 20 s; and only then fewer repeats at least. Of what fits, the most repeats are taken
    and then the longest releases, in whole seconds. Nothing else is changed.

    Raise NoFitError where nothing within the limits fits.
    """
    if _fits(protocol, available_ms):
        return Fit(protocol, [])
    for at_least, at_most, lowest_ms in _choices(protocol):
        fitted = _longest_release(protocol, at_least, at_most, lowest_ms, available_ms)
        if fitted is not None:
            return Fit(fitted, _changes(protocol, fitted))
    least_ms = way(_capped(protocol, 1, 1, limits.RELEASE_MS[0]), asking=False).duration_ms
    raise NoFitError(
        Text(
            "{} past niet in {}: het duurt minstens {}",
            "{} cannot be done in {}: it takes {} at the very least",
        ).format(protocol.name, clock(available_ms), clock(least_ms)),
        Text(
            "laat spiergroepen weg, of kies een protocol met minder",
            "leave muscle groups out, or choose a protocol with fewer of them",
        ),
    )


def _choices(protocol: Protocol) -> Iterator[tuple[int, int, int]]:
    """Yield (cap of the minimum, cap of the maximum, lowest release), the best choice first."""
    adjustable = [group for group in protocol.groups if _adjustable(group)]
    most = max((group.repeats_max for group in adjustable), default=1)
    least = max((group.repeats_min for group in adjustable), default=1)
    lowest_ms = limits.RELEASE_MS[0]
    for at_most in range(most, 0, -1):
        yield least, at_most, RELEASE_KEPT_MS
    yield least, 1, lowest_ms
    for at_least in range(least - 1, 0, -1):
        yield at_least, 1, RELEASE_KEPT_MS
        yield at_least, 1, lowest_ms


def _adjustable(group: Group) -> bool:
    return group.mode not in (COUNT, LEFT_OUT)


def _longest_release(
    protocol: Protocol, at_least: int, at_most: int, lowest_ms: int, available_ms: int
) -> Protocol | None:
    """Return the protocol with the longest releases that fit, or None."""
    low = lowest_ms // _STEP_MS
    high = limits.RELEASE_MS[1] // _STEP_MS
    best = None
    while low <= high:
        middle = (low + high) // 2
        candidate = _capped(protocol, at_least, at_most, middle * _STEP_MS)
        if _fits(candidate, available_ms):
            best, low = candidate, middle + 1
        else:
            high = middle - 1
    return best


def _fits(protocol: Protocol, available_ms: int) -> bool:
    return way(protocol, asking=True).duration_ms <= available_ms


def _lasts(protocol: Protocol, wanted_ms: int) -> bool:
    return way(protocol, asking=False).duration_ms >= wanted_ms


def _shortest_release(
    protocol: Protocol, at_least: int, highest_ms: int, wanted_ms: int
) -> Protocol | None:
    """Return the protocol with the shortest releases that last so long, or None."""
    low = limits.RELEASE_MS[0] // _STEP_MS
    high = highest_ms // _STEP_MS
    best = None
    while low <= high:
        middle = (low + high) // 2
        candidate = _raised(protocol, at_least, middle * _STEP_MS)
        if _lasts(candidate, wanted_ms):
            best, high = candidate, middle - 1
        else:
            low = middle + 1
    return best


def _raised(protocol: Protocol, at_least: int, release_ms: int) -> Protocol:
    """Return the protocol with no group below these; a group keeps its own most repeats."""
    raised = copy.copy(protocol)
    raised.groups = tuple(
        _raised_group(group, at_least, release_ms) if _adjustable(group) else group
        for group in protocol.groups
    )
    return raised


def _raised_group(group: Group, at_least: int, release_ms: int) -> Group:
    raised = copy.copy(group)
    raised.repeats_min = max(group.repeats_min, min(group.repeats_max, at_least))
    raised.release_ms = max(group.release_ms, release_ms)
    return raised


def _capped(protocol: Protocol, at_least: int, at_most: int, release_ms: int) -> Protocol:
    """Return the protocol with no group above these; a minimum is lowered by its own cap only."""
    capped = copy.copy(protocol)
    capped.groups = tuple(
        _capped_group(group, at_least, at_most, release_ms) if _adjustable(group) else group
        for group in protocol.groups
    )
    return capped


def _capped_group(group: Group, at_least: int, at_most: int, release_ms: int) -> Group:
    capped = copy.copy(group)
    fewest = min(group.repeats_min, repeats_allowed(group)[0])
    capped.repeats_min = min(group.repeats_min, max(at_least, fewest))
    capped.repeats_max = min(group.repeats_max, max(capped.repeats_min, at_most))
    capped.release_ms = min(group.release_ms, release_ms)
    return capped


def _changes(before: Protocol, after: Protocol) -> list[Change]:
    changes = []
    for old, new in zip(before.groups, after.groups, strict=True):
        key = muscle_key(old)
        if old.release_ms != new.release_ms:
            changes.append(
                Change(group=key, field="release_ms", before=old.release_ms, after=new.release_ms)
            )
        repeats = (old.repeats_min, old.repeats_max), (new.repeats_min, new.repeats_max)
        if repeats[0] != repeats[1]:
            changes.append(Change(group=key, field="repeats", before=repeats[0], after=repeats[1]))
    return changes
