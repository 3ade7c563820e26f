# SPDX-License-Identifier: MIT
"""Protocols as the commands print them with `--json`; docs/protocols.md describes the shapes.

Fields are only ever added. Texts are there in both languages, so `--lang` changes nothing.
"""

from typing import Any

import msgspec

from loslaten.language.text import Text
from loslaten.protocols.file import ProtocolFile
from loslaten.protocols.fit import Change
from loslaten.protocols.plan import Plan, Way
from loslaten.protocols.rehearsal import RehearsedEvent
from loslaten_core.practice import muscles
from loslaten_core.practice.checks import Problem
from loslaten_core.practice.limits import EFFORTS, MODES, RATINGS
from loslaten_core.practice.protocol import Group


def summary(file: ProtocolFile, plan: Plan) -> dict[str, Any]:
    """Return one protocol of `protocol list`."""
    return {
        "name": file.name,
        "title": _text(file.title),
        "posture": posture(file),
        "groups": len(file.groups),
        "shortest_ms": plan.shortest.duration_ms,
        "longest_ms": plan.longest.duration_ms,
        "content_id": file.content_id,
    }


def whole(file: ProtocolFile) -> dict[str, Any]:
    """Return a protocol with everything that is in its file."""
    protocol = file.protocol
    return {
        "name": file.name,
        "content_id": file.content_id,
        "packed_bytes": len(file.packed),
        "title": _text(file.title),
        "description": _text(file.description),
        "caution": _text(file.caution),
        "source": file.source.en,
        "source_texts": _text(file.source),
        "from_memory": file.from_memory.en if file.from_memory is not None else None,
        "from_memory_texts": _text(file.from_memory),
        "posture": posture(file),
        "settle_in_ms": protocol.settle_in_ms,
        "final_rest_ms": protocol.final_rest_ms,
        "fade_pct": protocol.fade_pct,
        "wrist": wrist(file),
        "end_cue": protocol.end_cue,
        "ratings": RATINGS[protocol.ratings],
        "mirrored": protocol.mirrored,
        "groups": [
            {**msgspec.to_builtins(text), **_group(group)}
            for group, text in zip(protocol.groups, file.groups, strict=True)
        ],
    }


def planned(
    file: ProtocolFile,
    plan: Plan,
    fit_ms: int | None,
    within_ms: int | None,
    changes: list[Change],
) -> dict[str, Any]:
    """Return what `protocol plan` tells."""
    return {
        "name": file.name,
        "content_id": file.content_id,
        "fit_ms": fit_ms,
        "fit_within_ms": within_ms,
        "changes": msgspec.to_builtins(changes),
        "shortest": _way(plan.shortest),
        "longest": _way(plan.longest),
    }


def checked(name: str, problems: tuple[Problem, ...]) -> dict[str, Any]:
    """Return what `protocol check` tells of one file."""
    return {
        "file": name,
        "ok": not problems,
        "problems": [
            {
                "field": problem.field,
                "value": str(problem.value),
                "allowed": problem.allowed,
                "why": problem.why,
            }
            for problem in problems
        ],
    }


def events(happened: list[RehearsedEvent]) -> Any:
    """Return events as a list of `{t_ms, event, group, repeat, cue}`."""
    return msgspec.to_builtins(happened)


def posture(file: ProtocolFile) -> str:
    """Return the posture as in a protocol file."""
    return "seated" if file.protocol.seated else "lying"


def wrist(file: ProtocolFile) -> str:
    """Return the wrist of the watch as in a protocol file."""
    return "right" if file.protocol.wrist == muscles.RIGHT else "left"


def _way(way: Way) -> dict[str, Any]:
    return {"duration_ms": way.duration_ms, "timeline": events(way.events)}


def _text(text: Text | None) -> Any:
    return msgspec.to_builtins(text)


def _group(group: Group) -> dict[str, Any]:
    return {
        "mode": MODES[group.mode],
        "tense_ms": group.tense_ms if group.tenses else 0,
        "release_ms": group.release_ms,
        "ready_gap_ms": group.ready_gap_ms,
        "repeats": [group.repeats_min, group.repeats_max],
        "effort": EFFORTS[group.effort],
        "strength_pct": group.strength_pct,
    }
