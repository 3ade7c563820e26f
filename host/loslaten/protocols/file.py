# SPDX-License-Identifier: MIT
"""Protocol files: read, checked against every limit, and found by name.

A file is TOML, one protocol each; docs/protocols.md is its reference. What the watch gets of it
is the packed protocol; the texts stay here.
"""

import codecs
import tomllib
from functools import cached_property
from itertools import repeat
from pathlib import Path
from typing import Any

import msgspec

from loslaten.errors import LoslatenError
from loslaten.files import STANDARD_INPUT, opened
from loslaten.language import vocabulary
from loslaten.language.muscle_texts import MuscleText, catalogue
from loslaten.language.system_words import reason_of
from loslaten.language.text import Counted, Text
from loslaten.protocols import schema
from loslaten.protocols.problem_words import told, words
from loslaten_core.practice import muscles
from loslaten_core.practice.checks import Problem, problems
from loslaten_core.practice.limits import EFFORTS, MODES, RATINGS
from loslaten_core.practice.protocol import Group, Protocol, content_id, pack

SHIPPED = Path(__file__).with_name("shipped")
# What a new watch has on it.
FIRST_PROTOCOL = "handout"
# From first practice to last, as they build on each other.
_NAMES = (
    Text("folder", FIRST_PROTOCOL),
    Text("zestien", "sixteen"),
    Text("zeven", "seven"),
    Text("zeven-voeten-eerst", "seven-feet-first"),
    Text("vier", "four"),
    Text("vier-voeten-eerst", "four-feet-first"),
    Text("alleen-loslaten", "release-only"),
    Text("herinneren", "recall"),
    Text("tellen", "counting"),
    Text("onderweg", "onderweg"),
    Text("zittend-aanspannen", "seated-tense"),
)
# A protocol is kept, pushed and logged under its English name; any of the two asks for it.
SHIPPED_NAMES = tuple(name.en for name in _NAMES)
_CALLED = {name.nl: name.en for name in _NAMES} | {"on-the-way": "onderweg"}
_SUFFIX = ".toml"
# Far above any protocol: what is larger is some other file.
_MOST_BYTES = 256 * 1024

_PROBLEMS = Counted(Text("{} fout", "{} problem"), Text("{} fouten", "{} problems"))
_WHERE = Text(
    "de velden en hun grenzen staan in docs/protocols.md",
    "the fields and their limits are in docs/protocols.md",
)
_NO_PROTOCOL = Text("er is geen protocol {}", "there is no protocol {}")
_SHIPPED_ARE = Text(
    "meegeleverd zijn {}; een eigen bestand noemt u met {}",
    "shipped are {}; a file of your own is named with {}",
)
_SAY_FILE = Text("voor het bestand: {}", "for the file, say {}")
_IS_PATH_RIGHT = Text("klopt het pad?", "is the path right?")
_UNREADABLE = Text("{}: het bestand is niet te lezen", "{}: {}")


class ProtocolFileError(LoslatenError):
    """A protocol file that cannot be used; `problems` lists everything that is wrong with it."""

    def __init__(self, path: Path, found: tuple[Problem, ...]) -> None:
        many = Text(
            _PROBLEMS.say(len(found), "nl"),
            _PROBLEMS.say(len(found), "en"),
        )
        super().__init__(
            Text("{}: {}", "{} has {}").format(path.name, many),
            _WHERE,
            tuple(Text("{0}: {1}", "{0}: {1}").format(path.name, told(one)) for one in found),
        )
        self.path = path
        self.problems = found


class NoProtocolError(LoslatenError):
    """There is no protocol of this name, or no such file."""


class GroupText(msgspec.Struct, frozen=True):
    """A muscle group (its key) of a protocol: its name, and in a sentence what is done with it."""

    muscle: str
    name: Text
    instruction: Text


class ProtocolFile(msgspec.Struct, frozen=True, dict=True, kw_only=True):
    """A protocol with its texts; `groups` has those of `protocol.groups`, in the same order."""

    path: Path
    protocol: Protocol
    title: Text
    description: Text
    caution: Text | None
    source: Text
    from_memory: Text | None
    groups: tuple[GroupText, ...]

    @property
    def name(self) -> str:
        """The protocol's name: what it is asked for by."""
        return self.protocol.name

    @cached_property
    def packed(self) -> bytes:
        """The packed form that goes to the watch."""
        return pack(self.protocol)

    @property
    def texts(self) -> dict[str, Any]:
        """Its texts, in both languages, as plain values for the practice log to keep."""
        shown: dict[str, Any] = msgspec.to_builtins(
            {"title": self.title, "description": self.description, "groups": self.groups}
        )
        return shown

    @property
    def content_id(self) -> str:
        """The content id in hexadecimal: the same practice has the same id everywhere."""
        return content_id(self.packed).hex()


def shipped_name(name: str) -> str:
    """Return the name under which a shipped protocol is kept; any other name as it is."""
    return _CALLED.get(name, name)


def called(name: str, lang: str) -> str:
    """Return the name of a protocol in `lang`; one that is not shipped has the same in both."""
    return next((each.say(lang) for each in _NAMES if each.en == name), name)


def names() -> list[str]:
    """Return every name that asks for a shipped protocol."""
    return [*SHIPPED_NAMES, *(name for name in _CALLED if name not in SHIPPED_NAMES)]


def find(name: str) -> ProtocolFile:
    """Return the shipped protocol of this name, or the protocol in the file of this name.

    `-` is standard input.

    Raise NoProtocolError where there is neither and ProtocolFileError for a file that is wrong.
    """
    if shipped_name(name) in SHIPPED_NAMES:
        return load(SHIPPED / (shipped_name(name) + _SUFFIX))
    path = Path(name)
    if path.suffix == _SUFFIX or path == STANDARD_INPUT or path.exists() or path.name != name:
        return load(path)
    if path.with_suffix(_SUFFIX).exists():
        raise NoProtocolError(
            _NO_PROTOCOL.format(schema.shown(name)), _SAY_FILE.format(f"{name}{_SUFFIX}")
        )
    raise NoProtocolError(
        Text("{}: {}", "{}: {}").format(
            _NO_PROTOCOL.format(schema.shown(name)), words(schema.did_you_mean(name, names()))
        ),
        _SHIPPED_ARE.format(", ".join(SHIPPED_NAMES), _SUFFIX),
    )


def load(path: Path) -> ProtocolFile:
    """Read a protocol file.

    Raise NoProtocolError where it cannot be opened and ProtocolFileError, with every problem in
    it, where it is no protocol or breaks a limit.
    """
    data, found = _toml(path)
    if found:
        raise ProtocolFileError(path, tuple(found))
    return build(path, data)


def build(path: Path, data: dict[str, Any]) -> ProtocolFile:
    """Return the protocol in the fields read from `path`.

    Raise ProtocolFileError with every problem there is.
    """
    wrong: list[Problem] = []
    entry = schema.read(data, wrong)
    protocol = Protocol(
        entry.name,
        tuple(_group(group, entry.defaults) for group in entry.groups),
        settle_in_ms=_ms(entry.settle_in),
        final_rest_ms=_ms(entry.final_rest),
        fade_pct=entry.fade_pct,
        seated=entry.posture == "seated",
        wrist=muscles.RIGHT if entry.wrist == "right" else muscles.LEFT,
        end_cue=entry.end_cue,
        mirrored=entry.mirrored,
        ratings=RATINGS.index(entry.ratings),
    )
    unknown = _unknown_muscles(entry)
    wrong += filter(None, unknown.values())
    wrong += _texts_without_group(entry)
    told = unknown.keys() | {problem.field for problem in wrong}
    broken = [problem for problem in problems(protocol) if problem.field not in told]
    wrong += _by_default(entry, broken)
    if wrong:
        raise ProtocolFileError(path, tuple(wrong))
    return ProtocolFile(
        path=path,
        protocol=protocol,
        title=entry.title,
        description=entry.description,
        caution=entry.caution,
        source=entry.source,
        from_memory=entry.from_memory,
        groups=tuple(map(_group_text, entry.groups, protocol.groups, repeat(entry.texts))),
    )


def _toml(path: Path) -> tuple[dict[str, Any], list[Problem]]:
    try:
        with opened(path) as file:
            raw = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise NoProtocolError(_UNREADABLE.format(path, reason_of(error)), _IS_PATH_RIGHT) from None
    if len(raw) > _MOST_BYTES:
        allowed = f"at most {_MOST_BYTES // 1024} kB"
        return {}, [Problem("the file", "too large", allowed, "a protocol is a page of text")]
    try:
        return tomllib.loads(raw.removeprefix(codecs.BOM_UTF8).decode()), []
    except UnicodeDecodeError:
        return {}, [Problem("the file", "not UTF-8", "text in UTF-8", "TOML is written in it")]
    except ValueError as error:
        return {}, [Problem("the file", "not TOML", "TOML 1.0", str(error).rstrip("."))]
    except RecursionError:
        return {}, [Problem("the file", "not TOML", "TOML 1.0", "it is nested too deep")]


def _group(entry: schema.GroupEntry, defaults: schema.Practised) -> Group:
    muscle = muscles.by_key(entry.muscle)
    own = {
        name: value
        for name in defaults.__struct_fields__
        if (value := getattr(entry, name)) is not None
    }
    how = msgspec.structs.replace(defaults, **own)
    return Group(
        muscle.number if muscle is not None else 0,
        mode=MODES.index(how.mode),
        tense_ms=_ms(how.tense),
        release_ms=_ms(how.release),
        ready_gap_ms=_ms(how.ready_gap),
        repeats_min=how.repeats[0],
        repeats_max=how.repeats[1],
        effort=EFFORTS.index(how.effort),
        strength_pct=how.strength_pct,
    )


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _unknown_muscles(entry: schema.FileEntry) -> dict[str, Problem | None]:
    """The groups whose muscle the catalogue lacks; None for one that is told of as missing."""
    keys = tuple(muscle.key for muscle in muscles.every())
    unknown = {}
    for index, group in enumerate(entry.groups):
        if group.muscle not in keys:
            field = f"group {index + 1}"
            why = schema.did_you_mean(group.muscle, keys)
            shown = schema.shown(group.muscle)
            problem = Problem(field + " muscle", shown, "a muscle of the catalogue", why)
            unknown[field] = problem if group.muscle else None
    return unknown


def _texts_without_group(entry: schema.FileEntry) -> list[Problem]:
    keys = tuple(group.muscle for group in entry.groups)
    return [
        Problem(
            f"texts {schema.key_shown(key)}",
            "for no group",
            "a muscle of this protocol",
            schema.did_you_mean(key, keys),
        )
        for key in entry.texts
        if key not in keys
    ]


def _by_default(entry: schema.FileEntry, broken: list[Problem]) -> list[Problem]:
    """Tell a default that breaks a limit in several groups once, with the groups' numbers."""
    by_field: dict[tuple[str, str], tuple[Problem, list[str]]] = {}
    for problem in broken:
        head, _, field = problem.field.partition(") ")
        if field and getattr(entry.groups[_index(head)], field.split()[0]) is None:
            same = by_field.setdefault((field, problem.allowed), (problem, []))
            same[1].append(str(_index(head) + 1))
        else:
            by_field[problem.field, problem.allowed] = (problem, [])
    return [_of_groups(problem, numbers) for problem, numbers in by_field.values()]


def _index(head: str) -> int:
    """Return the index in the file of the group that a problem's field begins with."""
    return int(head.split()[1]) - 1


def _of_groups(problem: Problem, numbers: list[str]) -> Problem:
    if len(numbers) < 2:
        return problem
    field = problem.field.partition(") ")[2]
    where = f"defaults {field} (groups {', '.join(numbers)})"
    return Problem(where, problem.value, problem.allowed, problem.why)


def instruction(group: Group, text: MuscleText) -> Text:
    """Return the catalogue's instruction for how the group is practised."""
    return text.tense if group.tenses else text.release


def force(group: Group, lang: str) -> str:
    """Return in a word with how much force a group is tensed, or how it is practised instead."""
    if group.tenses:
        return vocabulary.EFFORTS[EFFORTS[group.effort]].say(lang)
    return vocabulary.MODES[MODES[group.mode]].say(lang)


def _group_text(
    entry: schema.GroupEntry, group: Group, texts: dict[str, schema.TextEntry]
) -> GroupText:
    known = catalogue()[entry.muscle]
    own = texts.get(entry.muscle, schema.TextEntry())
    return GroupText(
        entry.muscle, own.name or known.name, own.instruction or instruction(group, known)
    )
