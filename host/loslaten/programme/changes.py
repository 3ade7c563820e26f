# SPDX-License-Identifier: MIT
"""Changes: what accepting a proposal does to a protocol, inside its limits."""

import copy
from dataclasses import dataclass

from loslaten.programme import rules
from loslaten.programme.rules import Change
from loslaten.protocols.new_rules import repeats_allowed
from loslaten.protocols.plan import plan
from loslaten_core.practice import limits
from loslaten_core.practice.checks import problems
from loslaten_core.practice.limits import COUNT, LEFT_OUT, LIGHT, RELEASE_ONLY, TENSE_RELEASE
from loslaten_core.practice.protocol import Group, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Effect of a change on a protocol: the shortest and the longest way before and after."""

    protocol: Protocol
    shortest_before_ms: int
    shortest_after_ms: int
    longest_before_ms: int
    longest_after_ms: int


def effect(protocol: Protocol, change: Change, muscle: int | None) -> Effect | None:
    """Return what a change makes of a protocol; None where it changes nothing in it.

    A change of the stage takes another protocol, and changes nothing in this one.
    """
    changed = applied(protocol, change, muscle)
    if changed is None:
        return None
    before, after = plan(protocol), plan(changed)
    return Effect(
        protocol=changed,
        shortest_before_ms=before.shortest.duration_ms,
        shortest_after_ms=after.shortest.duration_ms,
        longest_before_ms=before.longest.duration_ms,
        longest_after_ms=after.longest.duration_ms,
    )


def applied(protocol: Protocol, change: Change, muscle: int | None) -> Protocol | None:
    """Return the changed protocol; None where nothing would change, or a limit would break."""
    if change is Change.FEWER_REPEATS:
        groups = [_fewer(group) for group in protocol.groups]
    elif change in (Change.LIGHTEN, Change.LENGTHEN):
        of_group = _lighter if change is Change.LIGHTEN else _longer
        groups = [of_group(one) if one.muscle == muscle else one for one in protocol.groups]
    else:
        return None
    if all(new is old for new, old in zip(groups, protocol.groups, strict=True)):
        return None
    changed = copy.copy(protocol)
    changed.groups = tuple(groups)
    return None if problems(changed) else changed


def _lighter(group: Group) -> Group:
    """Return a group a step lighter: lightly tensed, then only released, then left out."""
    lighter = copy.copy(group)
    if group.mode == TENSE_RELEASE and group.effort != LIGHT:
        lighter.effort = LIGHT
    elif group.mode == TENSE_RELEASE:
        lighter.mode = RELEASE_ONLY
    elif group.mode == RELEASE_ONLY:
        lighter.mode = LEFT_OUT
    else:
        return group
    return lighter


def _longer(group: Group) -> Group:
    """Return a group that is released longer, up to the limit."""
    if group.mode in (COUNT, LEFT_OUT) or group.release_ms >= limits.RELEASE_MS[1]:
        return group
    longer = copy.copy(group)
    longer.release_ms = min(group.release_ms + rules.RELEASE_STEP_MS, limits.RELEASE_MS[1])
    return longer


def _fewer(group: Group) -> Group:
    """Return a group with one repeat less at most, and at least if it has to be."""
    if group.mode in (COUNT, LEFT_OUT) or group.repeats_max <= repeats_allowed(group)[0]:
        return group
    fewer = copy.copy(group)
    fewer.repeats_max = group.repeats_max - 1
    fewer.repeats_min = min(group.repeats_min, fewer.repeats_max)
    return fewer
