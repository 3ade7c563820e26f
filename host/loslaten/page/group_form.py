# SPDX-License-Identifier: MIT
"""The form of a muscle group: what it says, as fields of a protocol file."""

from typing import Any

from loslaten.protocols.file import ProtocolFile
from loslaten_core.practice import limits
from loslaten_core.practice.limits import CALM, EFFORTS, LEFT_OUT, LIGHT, MODES
from loslaten_core.practice.protocol import Group

# Ways to practise a group that can be chosen.
HOWS = ("tense", "light", "release", "out")
_MODES = {"tense": "tense-release", "light": "tense-release", "release": "release-only"}


def group_values(fields: dict[str, str], file: ProtocolFile, muscle: str) -> dict[str, Any]:
    """Return the values of a group that a form asks for, in the fields of a protocol file.

    Raises ValueError where no group would be left.
    """
    keys = [group.muscle for group in file.groups]
    group = file.protocol.groups[keys.index(muscle)]
    wanted: dict[str, Any] = {}
    how = fields.get("how")
    if how == "out":
        others = [one.mode != LEFT_OUT for one in file.protocol.groups if one is not group]
        if not any(others):
            raise ValueError("no group is left")
        return {"mode": "left-out"}
    if how in _MODES:
        wanted["mode"] = _MODES[how]
        wanted["effort"] = EFFORTS[_effort(how, group)]
    for name in ("tense", "release"):
        if name in fields:
            wanted[name] = _number(fields[name])
    if "fewest" in fields and "most" in fields:
        is_tensed = _MODES.get(how or "", MODES[group.mode]) == "tense-release"
        least = (limits.TENSED_REPEATS if is_tensed else limits.REPEATS)[0]
        wanted["repeats"] = _repeats(fields["fewest"], fields["most"], group, least)
    return wanted


def _effort(how: str, group: Group) -> int:
    """Return the effort that goes with a choice; a firm group stays firm, unless it is light."""
    if how == "light":
        return LIGHT
    return CALM if how == "tense" and group.effort == LIGHT else group.effort


def _repeats(
    fewest_said: str, most_said: str, group: Group, least: int
) -> list[float | int | str]:
    """Return the fewest and the most repeats, neither below `least`.

    The one that was moved takes the other along.
    """
    fewest, most = _number(fewest_said), _number(most_said)
    if isinstance(fewest, str) or isinstance(most, str):
        return [fewest, most]
    fewest, most = max(fewest, least), max(most, least)
    if fewest <= most:
        return [fewest, most]
    return [fewest, fewest] if most == group.repeats_max else [most, most]


def _number(said: str) -> float | int | str:
    """Return the number that a field says; what is none is refused by the limits, in words."""
    try:
        value = float(said)
    except ValueError:
        return said
    return int(value) if value.is_integer() else value
