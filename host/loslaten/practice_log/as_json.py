# SPDX-License-Identifier: MIT
"""Nights as JSON: what the watch sensed and, apart from it, what the wearer reported."""

from typing import Any

from loslaten.practice_log import moments as when
from loslaten.practice_log.rows import Note
from loslaten.practice_log.sessions import Night, NightGroup


def whole(night: Night) -> dict[str, Any]:
    """Return a night with its muscle groups and notes."""
    session = night.session
    return summary(night) | {
        "settle_in_ms": session.settle_in_ms,
        "pauses": session.pauses,
        "paused_ms": session.paused_ms,
        "final_rest_ms": session.final_rest_ms,
        "battery_before_mv": session.battery_before_mv,
        "battery_after_mv": session.battery_after_mv,
        "worst_late_ms": session.worst_late_ms,
        "self_reported_by_press": {
            "tension_before": session.tension_before,
            "tension_after": session.tension_after,
            "breathing_calmer": session.calmer or None,
        },
        "groups": [_group(group) for group in night.groups],
        "self_reported": [_note(note) for note in night.notes],
    }


def summary(night: Night) -> dict[str, Any]:
    """Return a night as a line of the list."""
    session = night.session
    return {
        "id": night.id,
        "watch": {"serial": night.watch.serial.hex(), "name": night.watch.name},
        "record": session.sequence,
        "began": when.as_json(night.began),
        "duration_ms": session.duration_ms,
        "protocol": {"id": session.protocol_id.hex(), "name": night.protocol_name},
        "ending": night.ending,
        "summary_only": session.summary,
        "groups_done": session.groups_done,
        "repeats_done": session.repeats_done,
        "repeats_asked": None if session.summary else night.asked,
        "repeats_cut": None if session.summary else night.cut,
        "groups_skipped": None if session.summary else night.skipped,
        "groups_interrupted": None if session.summary else night.interrupted,
    }


def _group(group: NightGroup) -> dict[str, Any]:
    return {
        "muscle": group.key,
        "name": {"nl": group.name.nl, "en": group.name.en},
        "done": group.done,
        "asked": group.asked,
        "cut_repeats": list(group.cuts),
        "skipped": group.skipped,
        "interrupted": group.interrupted,
        "left_out": group.left_out,
        "tense_ms": group.tense_ms,
        "release_ms": group.release_ms,
    }


def _note(note: Note) -> dict[str, Any]:
    return {
        "written_utc": when.iso(note.written_utc_ms),
        "tension_before": note.tension_before,
        "tension_after": note.tension_after,
        "breathing_calmer": note.calmer,
        "text": note.text,
    }
