# SPDX-License-Identifier: MIT
"""A protocol file to edit: written out whole, with what every field means beside it."""

import copy
import json
import textwrap
from collections import Counter

from loslaten.errors import LoslatenError
from loslaten.language.muscle_texts import catalogue
from loslaten.language.text import LANGUAGES, Text
from loslaten.protocols import new_rules, problem_words
from loslaten.protocols.file import (
    SHIPPED_NAMES,
    GroupText,
    ProtocolFile,
    instruction,
    shipped_name,
)
from loslaten_core.practice import limits, muscles
from loslaten_core.practice.checks import problems
from loslaten_core.practice.protocol import EFFORTS, MODES, RATINGS, Group

_COMMENT_COLUMNS = 99
_IS_SHIPPED = Text("{} is een meegeleverd protocol", "{} is a protocol that is shipped")
_ANOTHER_NAME = Text("kies een andere naam", "choose another name")


class NotWrittenError(LoslatenError):
    """A protocol file that was not written; nothing was changed."""


def render(file: ProtocolFile, name: str) -> str:
    """Return the text of a copy of `file` called `name`. Raise NotWrittenError for a bad name."""
    renamed = copy.copy(file.protocol)
    renamed.name = name
    wrong = [problem_words.told(problem) for problem in problems(renamed)]
    if shipped_name(name) in SHIPPED_NAMES:
        wrong.append(_IS_SHIPPED.format(name))
    if wrong:
        raise NotWrittenError(wrong[0], _ANOTHER_NAME)
    lines = _head(file, name) + _session(file) + _groups(file) + _texts(file)
    return "\n".join(lines) + "\n"


def _head(file: ProtocolFile, name: str) -> list[str]:
    low, high = limits.NAME_BYTES
    return [
        f"# {name}: a copy of {file.name}, to edit. All times are in seconds.",
        f"# When done: loslaten protocol check {name}.toml",
        "",
        f"# What it is asked for by: {low} to {high} of a to z, 0 to 9 and -.",
        f"name = {_quoted(name)}",
        "# Every text is there in Dutch (nl) and English (en).",
        *_both("title", file.title),
        *_both("description", file.description),
        *(_both("caution", file.caution) if file.caution is not None else ()),
        "# Where it comes from, and which of that nobody has looked up.",
        *_both("source", file.source),
        *(_both("from_memory", file.from_memory) if file.from_memory is not None else ()),
        "",
    ]


def _session(file: ProtocolFile) -> list[str]:
    protocol = file.protocol
    lying = _seconds(limits.FINAL_REST_LYING_MS)
    return [
        '# "lying" or "seated".',
        f"posture = {_quoted('seated' if protocol.seated else 'lying')}",
        f"# Before the first group, {_seconds(limits.SETTLE_IN_MS)}: {limits.WHY_SETTLE}.",
        f"settle_in = {_number(protocol.settle_in_ms)}",
        *_wrapped(f"After the last group, {lying}: {limits.WHY_REST}. Seated also less."),
        f"final_rest = {_number(protocol.final_rest_ms)}",
        f"# How much weaker the cues become until the end, {_range(limits.FADE_PCT)} %.",
        f"fade_pct = {protocol.fade_pct}",
        "# The arm with the watch, left or right: its release cues must survive its tension.",
        f"wrist = {_quoted('right' if protocol.wrist == muscles.RIGHT else 'left')}",
        "# Whether the end of the rest is felt; people fall asleep in it.",
        f"end_cue = {_boolean(protocol.end_cue)}",
        f"# When the watch asks for the tension, 0 to 10: one of {', '.join(RATINGS)}.",
        f"ratings = {_quoted(RATINGS[protocol.ratings])}",
        "# Whether the sides are exchanged against the protocol it was copied from.",
        f"mirrored = {_boolean(protocol.mirrored)}",
        "",
    ]


def _groups(file: ProtocolFile) -> list[str]:
    every = [_fields(group) for group in file.protocol.groups]
    common = {
        key: Counter(fields[key] for fields in every).most_common(1)[0][0] for key in every[0]
    }
    lines = ["# How every group is practised, where its line below says nothing else."]
    for key, value in common.items():
        lines += _wrapped(_meaning()[key])
        lines.append(f"defaults.{key} = {value}")
    lines += ["", "# The muscle groups, in their order. What hurts is left out or only released:"]
    lines += ['#   { muscle = "neck", mode = "left-out" },']
    lines += _wrapped("Muscles: " + ", ".join(m.key for m in muscles.every()) + ".")
    lines.append("groups = [")
    for text, fields in zip(file.groups, every, strict=True):
        own = "".join(f", {k} = {v}" for k, v in fields.items() if v != common[k])
        lines.append(f"  {{ muscle = {_quoted(text.muscle)}{own} }},")
    return [*lines, "]"]


def _fields(group: Group) -> dict[str, str]:
    """Return what a group's line may say, as TOML values."""
    return {
        "mode": _quoted(MODES[group.mode]),
        "tense": _number(group.tense_ms),
        "release": _number(group.release_ms),
        "ready_gap": _number(group.ready_gap_ms),
        "repeats": f"[{group.repeats_min}, {group.repeats_max}]",
        "effort": _quoted(EFFORTS[group.effort]),
        "strength_pct": str(group.strength_pct),
    }


def _meaning() -> dict[str, str]:
    """Return what every field of a group means, with its limits."""
    return {
        "mode": f"One of {', '.join(MODES)}.",
        "tense": f"How long it is tensed, {_seconds(limits.TENSE_MS)}: {limits.WHY_TENSE}. "
        f"Feet {_seconds(limits.TENSE_FOOT_MS)}: {limits.WHY_CRAMP}.",
        "release": f"How long it is released, {_seconds(limits.RELEASE_MS)}: "
        f"{limits.WHY_RELEASE}. Counting: from count to count, {_seconds(limits.COUNT_PACE_MS)}.",
        "ready_gap": f"Before its first repeat, {_seconds(limits.READY_GAP_MS)}: "
        f"{limits.WHY_GAP}.",
        "repeats": f"[fewest, most], {_range(limits.TENSED_REPEATS)}: "
        f"{limits.WHY_TENSED_REPEATS}. Nothing tensed: {_range(new_rules.RELEASED_REPEATS)}. "
        f"Counting: {_range(limits.COUNTS)} counts.",
        "effort": f"One of {', '.join(EFFORTS)}; never more than can be held without trembling.",
        "strength_pct": f"How strong its cues are, {_range(limits.STRENGTH_PCT)} %: "
        f"{limits.WHY_STRENGTH}.",
    }


def _texts(file: ProtocolFile) -> list[str]:
    lines = ["", "# Names and instructions in place of the usual ones, for any group:"]
    lines += ["#   [texts.neck]", '#   instruction.nl = "..."', '#   instruction.en = "..."']
    for group, text in zip(file.protocol.groups, file.groups, strict=True):
        lines += _own_texts(group, text)
    return lines


def _own_texts(group: Group, text: GroupText) -> list[str]:
    """Return the table of the texts that are not the catalogue's, if there are any."""
    usual = catalogue()[text.muscle]
    lines: list[str] = []
    if text.name != usual.name:
        lines += _both("name", text.name)
    if text.instruction != instruction(group, usual):
        lines += _both("instruction", text.instruction)
    return ["", f"[texts.{text.muscle}]", *lines] if lines else []


def _both(key: str, text: Text) -> list[str]:
    return [f"{key}.{lang} = {_quoted(text.say(lang))}" for lang in LANGUAGES]


def _quoted(text: str) -> str:
    """Return a TOML basic string: JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=False)


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _number(time_ms: int) -> str:
    return f"{time_ms / 1000:g}"


def _seconds(allowed_ms: tuple[int, int]) -> str:
    return f"{_number(allowed_ms[0])} to {_number(allowed_ms[1])} s"


def _range(allowed: tuple[int, int]) -> str:
    return f"{allowed[0]} to {allowed[1]}"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(
        text,
        _COMMENT_COLUMNS,
        initial_indent="# ",
        subsequent_indent="#   ",
        break_on_hyphens=False,
    )
