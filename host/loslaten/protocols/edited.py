# SPDX-License-Identifier: MIT
"""A protocol that is changed step by step: the fields of its file, and what may be done to them.

Every step gives new fields; `file.build` says whether they are a protocol, and what is wrong with
them where they are none. So nothing here knows a limit.
"""

import copy
from typing import Any

from loslaten.language.muscle_texts import catalogue
from loslaten.language.text import Text
from loslaten.protocols.file import GroupText, ProtocolFile, instruction
from loslaten_core.practice import muscles
from loslaten_core.practice.limits import EFFORTS, MODES, RATINGS
from loslaten_core.practice.protocol import Group

# Fields as they stand in a protocol file.
Fields = dict[str, Any]

_SIDES = {"right-": "left-", "left-": "right-"}


def fields_of(file: ProtocolFile) -> Fields:
    """Return the fields of a protocol, every group with all it says."""
    protocol = file.protocol
    fields: Fields = {
        "name": file.name,
        "title": _both(file.title),
        "description": _both(file.description),
        "source": _both(file.source),
        "posture": "seated" if protocol.seated else "lying",
        "settle_in": protocol.settle_in_ms / 1000,
        "final_rest": protocol.final_rest_ms / 1000,
        "fade_pct": protocol.fade_pct,
        "wrist": "right" if protocol.wrist == muscles.RIGHT else "left",
        "end_cue": protocol.end_cue,
        "ratings": RATINGS[protocol.ratings],
        "mirrored": protocol.mirrored,
        "groups": [
            _group(text.muscle, group)
            for text, group in zip(file.groups, protocol.groups, strict=True)
        ],
    }
    if file.caution is not None:
        fields["caution"] = _both(file.caution)
    if file.from_memory is not None:
        fields["from_memory"] = _both(file.from_memory)
    texts = {
        text.muscle: own
        for text, group in zip(file.groups, protocol.groups, strict=True)
        if (own := _own_texts(text, group))
    }
    return fields | ({"texts": texts} if texts else {})


def renamed(fields: Fields, name: str, title: Text) -> Fields:
    """Return the fields under another name and title."""
    return copy.deepcopy(fields) | {"name": name, "title": _both(title)}


def with_group(fields: Fields, muscle: str, **values: Any) -> Fields:
    """Return the fields with other values for a muscle group; None takes a value away."""
    changed = copy.deepcopy(fields)
    for group in changed["groups"]:
        if group["muscle"] == muscle:
            group.update(values)
            for key in [key for key, value in group.items() if value is None]:
                del group[key]
    return changed


def with_session(fields: Fields, **values: Any) -> Fields:
    """Return the fields with other values for the session as a whole."""
    return copy.deepcopy(fields) | values


def mirrored(fields: Fields) -> Fields:
    """Return the fields with the sides of the body exchanged: the left side first, or back."""
    changed = copy.deepcopy(fields) | {"mirrored": not fields["mirrored"]}
    for group in changed["groups"]:
        group["muscle"] = _other_side(group["muscle"])
    if "texts" in changed:
        changed["texts"] = {_other_side(key): own for key, own in changed["texts"].items()}
    return changed


def _other_side(muscle: str) -> str:
    for side, other in _SIDES.items():
        if muscle.startswith(side):
            return other + muscle.removeprefix(side)
    return muscle


def _group(muscle: str, group: Group) -> Fields:
    return {
        "muscle": muscle,
        "mode": MODES[group.mode],
        "tense": group.tense_ms / 1000,
        "release": group.release_ms / 1000,
        "ready_gap": group.ready_gap_ms / 1000,
        "repeats": [group.repeats_min, group.repeats_max],
        "effort": EFFORTS[group.effort],
        "strength_pct": group.strength_pct,
    }


def _own_texts(text: GroupText, group: Group) -> Fields:
    """Return the texts of a group that are not the catalogue's."""
    usual = catalogue()[text.muscle]
    own: Fields = {}
    if text.name != usual.name:
        own["name"] = _both(text.name)
    if text.instruction != instruction(group, usual):
        own["instruction"] = _both(text.instruction)
    return own


def _both(text: Text) -> dict[str, str]:
    return {"nl": text.nl, "en": text.en}
