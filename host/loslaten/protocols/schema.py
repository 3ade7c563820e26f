# SPDX-License-Identifier: MIT
"""The fields of a protocol file and their types, read one by one so that every mistake is told.

A decoder that stops at the first mistake makes a person mend a file in as many rounds as it has
mistakes. Here each field is converted by itself; a bad one is told and its default taken, so that
the limits of all the others can still be checked.
"""

import difflib
import math
from collections.abc import Callable, Iterable
from typing import Annotated, Any, ClassVar, Literal, TypeVar, cast, get_args, get_origin

import msgspec

from loslaten.language.text import LANGUAGES, Text
from loslaten_core.practice.checks import Problem
from loslaten_core.practice.muscles import by_key

# Wider than any limit; what lies outside cannot even be counted in milliseconds.
_BOUND = 1_000_000
# The most characters of a value that a problem shows.
_SHOWN = 60

Word = Annotated[str, msgspec.Meta(min_length=1, description="text")]
# Text that may be given once for both languages, as where something is from.
Quoted = Annotated[Text, msgspec.Meta(description="text")]
YesNo = Annotated[bool, msgspec.Meta(description="true or false")]
Seconds = Annotated[float, msgspec.Meta(gt=-_BOUND, lt=_BOUND, description="a number of seconds")]
Percent = Annotated[int, msgspec.Meta(gt=-_BOUND, lt=_BOUND, description="a whole number")]
_Count = Annotated[int, msgspec.Meta(gt=-_BOUND, lt=_BOUND)]
Repeats = Annotated[
    tuple[_Count, _Count],
    msgspec.Meta(description="[fewest, most], two whole numbers"),
]
Mode = Literal["tense-release", "release-only", "count", "left-out"]
Effort = Literal["calm", "light", "firm"]
Ratings = Literal["off", "before", "before-and-after"]
Posture = Literal["lying", "seated"]
Wrist = Literal["left", "right"]


class Practised(msgspec.Struct, kw_only=True):
    """Practice of a muscle group where nothing else is said: the `defaults` of a file."""

    mode: Mode = "tense-release"
    tense: Seconds = 6.0
    release: Seconds = 30.0
    ready_gap: Seconds = 4.0
    repeats: Repeats = (2, 5)
    effort: Effort = "calm"
    strength_pct: Percent = 100


class GroupEntry(msgspec.Struct, kw_only=True):
    """One line of `groups`: a muscle, and what is different for it."""

    required: ClassVar = ("muscle",)
    muscle: Word = ""
    mode: Mode | None = None
    tense: Seconds | None = None
    release: Seconds | None = None
    ready_gap: Seconds | None = None
    repeats: Repeats | None = None
    effort: Effort | None = None
    strength_pct: Percent | None = None


class TextEntry(msgspec.Struct):
    """A name or an instruction in place of the catalogue's, under `texts`."""

    name: Text | None = None
    instruction: Text | None = None


class FileEntry(msgspec.Struct, kw_only=True):
    """A whole protocol file."""

    required: ClassVar = ("name", "title", "description", "source", "groups")
    name: Word = "unnamed"
    title: Text = Text("-", "-")
    description: Text = Text("-", "-")
    caution: Text | None = None
    source: Quoted = Text("-", "-")
    from_memory: Quoted | None = None
    posture: Posture = "lying"
    settle_in: Seconds = 60.0
    final_rest: Seconds = 300.0
    fade_pct: Percent = 30
    wrist: Wrist = "left"
    end_cue: YesNo = False
    ratings: Ratings = "off"
    mirrored: YesNo = False
    defaults: Practised = msgspec.field(default_factory=Practised)
    groups: list[GroupEntry] = []
    texts: dict[str, TextEntry] = {}


_Entry = TypeVar("_Entry", bound=msgspec.Struct)


def read(data: dict[str, Any], found: list[Problem]) -> FileEntry:
    """Return the file's fields as far as they could be read; tell every mistake in `found`."""
    return _entry(FileEntry, data, "", found)


def _entry(kind: type[_Entry], data: object, where: str, found: list[Problem]) -> _Entry:
    """Read a table into `kind`, whose fields are told as `where` and their name."""
    if not isinstance(data, dict):
        found.append(_wrong(where.strip(), data, "a table"))
        return kind()
    types = {field.name: _unless_none(field.type) for field in msgspec.structs.fields(kind)}
    found.extend(_unknown(where, key, types) for key in data if key not in types)
    values = {}
    for key, wanted in types.items():
        if key in data:
            values[key] = _value(wanted, data[key], where + key, found)
        elif key in getattr(kind, "required", ()):
            found.append(Problem(where + key, "missing", _words(wanted), "it cannot be guessed"))
    return kind(**{key: value for key, value in values.items() if value is not None})


def _value(wanted: Any, data: object, where: str, found: list[Problem]) -> object:
    """Return `data` as `wanted`, or None where it cannot be that."""
    reader = _READERS.get(wanted)
    if reader is not None:
        return reader(data, where, found)
    try:
        return cast("object", msgspec.convert(data, wanted))
    except msgspec.ValidationError:
        if get_origin(wanted) is Literal and isinstance(data, str):
            found.append(_no_choice(where, data, get_args(wanted)))
        else:
            found.append(_wrong(where, data, _words(wanted)))
        return None


def _line(data: object, where: str, found: list[Problem]) -> str | None:
    """Return text as one line, however it was broken over several in the file."""
    line = " ".join(data.split()) if isinstance(data, str) else ""
    if line and line.isprintable():
        return line
    found.append(_wrong(where, data, "text"))
    return None


def _text(data: object, where: str, found: list[Problem]) -> Text | None:
    if not isinstance(data, dict):
        found.append(_wrong(where, data, _words(Text)))
        return None
    found.extend(_unknown(where + " ", key, LANGUAGES) for key in data if key not in LANGUAGES)
    lines = []
    for lang in LANGUAGES:
        if lang in data:
            lines.append(_line(data[lang], f"{where} {lang}", found))
        else:
            why = "every text is there in Dutch and in English"
            found.append(Problem(f"{where} {lang}", "missing", "text", why))
    said = [line for line in lines if line is not None]
    return Text(*said) if len(said) == len(LANGUAGES) else None


def _quoted(data: object, where: str, found: list[Problem]) -> Text | None:
    if isinstance(data, dict):
        return _text(data, where, found)
    line = _line(data, where, found)
    return Text(line, line) if line is not None else None


def _defaults(data: object, where: str, found: list[Problem]) -> Practised:
    return _entry(Practised, data, where + " ", found)


def _groups(data: object, where: str, found: list[Problem]) -> list[GroupEntry] | None:
    if not isinstance(data, list):
        found.append(_wrong(where, data, _words(list)))
        return None
    return [
        _entry(GroupEntry, group, _group_field(n, group), found) for n, group in enumerate(data)
    ]


def _group_field(index: int, group: object) -> str:
    muscle = group.get("muscle") if isinstance(group, dict) else None
    known = isinstance(muscle, str) and by_key(muscle) is not None
    return f"group {index + 1} ({muscle}) " if known else f"group {index + 1} "


def _texts(data: object, where: str, found: list[Problem]) -> dict[str, TextEntry] | None:
    if not isinstance(data, dict):
        found.append(_wrong(where, data, "a table"))
        return None
    return {
        key: _entry(TextEntry, entry, f"{where} {key_shown(key)} ", found)
        for key, entry in data.items()
    }


_READERS: dict[Any, Callable[[object, str, list[Problem]], object]] = {
    Word: _line,
    Text: _text,
    Quoted: _quoted,
    Practised: _defaults,
    list[GroupEntry]: _groups,
    dict[str, TextEntry]: _texts,
}


def _unless_none(wanted: Any) -> Any:
    """Return the type itself for one that may be left out."""
    inner = [each for each in get_args(wanted) if each is not type(None)]
    return inner[0] if type(None) in get_args(wanted) else wanted


def _words(wanted: Any) -> str:
    """Say in words what a field takes."""
    if get_origin(wanted) is Literal:
        return ", ".join(get_args(wanted))
    meta = getattr(wanted, "__metadata__", None)
    return str(meta[0].description) if meta else _IN_WORDS[wanted]


_IN_WORDS = {
    Text: "a text in nl and in en",
    list: "a list of muscle groups",
    list[GroupEntry]: "a list of muscle groups",
}
_KINDS = (
    (bool, "this is true or false"),
    (str, "this is text"),
    (int, "this is a whole number"),
    (float, "this is a number"),
    (list, "this is a list"),
    (dict, "this is a table"),
)


def _wrong(where: str, data: object, allowed: str) -> Problem:
    return Problem(where, shown(data), allowed, _what_is(data))


def _no_choice(where: str, data: str, choices: tuple[str, ...]) -> Problem:
    return Problem(where, shown(data), ", ".join(choices), did_you_mean(data, choices))


def _what_is(data: object) -> str:
    """Say in words what kind of value was found."""
    if isinstance(data, float) and not math.isfinite(data):
        return "this is not finite"
    if isinstance(data, int | float) and abs(data) >= _BOUND:
        return "this is too large"
    if data == "":
        return "this is empty"
    if isinstance(data, str) and not data.isprintable():
        return "this has characters that cannot be shown"
    for kind, words in _KINDS:
        if isinstance(data, kind):
            return words
    return "this is a date or a time"


def _unknown(where: str, key: str, known: Iterable[str]) -> Problem:
    names = tuple(known)
    return Problem(where + key_shown(key), "unknown", ", ".join(names), did_you_mean(key, names))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the known word that was probably meant, as a question, or that there is none."""
    close = difflib.get_close_matches(word, tuple(known), 1)
    return f"did you mean {close[0]}?" if close else "there is no such thing"


def key_shown(key: str) -> str:
    """Return a key as a problem shows it: bare where TOML lets it be bare."""
    return key if key.replace("-", "_").isidentifier() and len(key) <= _SHOWN else shown(key)


def shown(data: object) -> str:
    """Return a value as a problem shows it: on one line, and not longer than one."""
    if isinstance(data, int) and abs(data) >= 10**_SHOWN:
        return "a very large number"
    text = f'"{data}"' if isinstance(data, str) and data.isprintable() else repr(data)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."
