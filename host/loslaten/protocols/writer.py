# SPDX-License-Identifier: MIT
"""A protocol file to edit: written out whole, with what every field means beside it."""

import copy
import json
import textwrap
from collections import Counter

from loslaten.errors import LoslatenError
from loslaten.language.muscle_texts import catalogue
from loslaten.language.text import LANGUAGES, Text
from loslaten.protocols import comments, problem_words
from loslaten.protocols.file import (
    SHIPPED_NAMES,
    GroupText,
    ProtocolFile,
    instruction,
    shipped_name,
)
from loslaten_core.practice import limits, muscles
from loslaten_core.practice.checks import problems
from loslaten_core.practice.limits import EFFORTS, MODES, RATINGS
from loslaten_core.practice.protocol import Group

_COMMENT_COLUMNS = 99
_IS_SHIPPED = Text("{} is een meegeleverd protocol", "{} is a protocol that is shipped")
_ANOTHER_NAME = Text("kies een andere naam", "choose another name")


class NotWrittenError(LoslatenError):
    """A protocol file that was not written; nothing was changed."""


def render(file: ProtocolFile, name: str, lang: str = "en") -> str:
    """Return the text of a copy of `file` called `name`, with comments in `lang`.

    Raise NotWrittenError for a bad name.
    """
    renamed = copy.copy(file.protocol)
    renamed.name = name
    wrong = [problem_words.told(problem) for problem in problems(renamed)]
    if shipped_name(name) in SHIPPED_NAMES:
        wrong.append(_IS_SHIPPED.format(name))
    if wrong:
        raise NotWrittenError(wrong[0], _ANOTHER_NAME)
    parts = (
        _head(file, name, lang),
        _session(file, lang),
        _groups(file, lang),
        _texts(file, lang),
    )
    return "\n".join(line for lines in parts for line in lines) + "\n"


def _head(file: ProtocolFile, name: str, lang: str) -> list[str]:
    return [
        *_comment(comments.HEAD.format(name, file.name), lang),
        *_comment(comments.WHEN_DONE.format(name), lang),
        "",
        *_comment(comments.NAME.format(comments.span(limits.NAME_BYTES)), lang),
        f"name = {_quoted(name)}",
        *_comment(comments.TEXTS, lang),
        *_both("title", file.title),
        *_both("description", file.description),
        *(_both("caution", file.caution) if file.caution is not None else ()),
        *_comment(comments.SOURCE, lang),
        *_both("source", file.source),
        *(_both("from_memory", file.from_memory) if file.from_memory is not None else ()),
        "",
    ]


def _session(file: ProtocolFile, lang: str) -> list[str]:
    protocol = file.protocol
    values = {
        "posture": _quoted("seated" if protocol.seated else "lying"),
        "settle_in": _number(protocol.settle_in_ms),
        "final_rest": _number(protocol.final_rest_ms),
        "fade_pct": str(protocol.fade_pct),
        "wrist": _quoted("right" if protocol.wrist == muscles.RIGHT else "left"),
        "end_cue": _boolean(protocol.end_cue),
        "ratings": _quoted(RATINGS[protocol.ratings]),
        "mirrored": _boolean(protocol.mirrored),
    }
    lines: list[str] = []
    for key, comment in comments.of_session().items():
        lines += [*_comment(comment, lang), f"{key} = {values[key]}"]
    return [*lines, ""]


def _groups(file: ProtocolFile, lang: str) -> list[str]:
    every = [_fields(group) for group in file.protocol.groups]
    common = {
        key: Counter(fields[key] for fields in every).most_common(1)[0][0] for key in every[0]
    }
    lines = _comment(comments.DEFAULTS, lang)
    for key, comment in comments.of_group().items():
        lines += [*_comment(comment, lang), f"defaults.{key} = {common[key]}"]
    lines += ["", *_comment(comments.GROUPS, lang), '#   { muscle = "neck", mode = "left-out" },']
    keys = ", ".join(muscle.key for muscle in muscles.every())
    lines += [*_comment(comments.MUSCLES.format(keys), lang), "groups = ["]
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


def _texts(file: ProtocolFile, lang: str) -> list[str]:
    lines = ["", *_comment(comments.OWN_TEXTS, lang)]
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


def _comment(text: Text, lang: str) -> list[str]:
    return textwrap.wrap(
        text.say(lang),
        _COMMENT_COLUMNS,
        initial_indent="# ",
        subsequent_indent="#   ",
        break_on_hyphens=False,
    )
