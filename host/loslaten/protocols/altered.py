# SPDX-License-Identifier: MIT
"""A protocol changed for one wearer: mirrored, shorter, without a group; and told as such.

What was changed is worked out from the two protocols, so that title, description and source of
the copy say what is really different in it.
"""

import copy
from collections.abc import Callable, Iterable, Sequence

import msgspec

from loslaten.errors import LoslatenError
from loslaten.language import numbers, vocabulary
from loslaten.language.muscle_texts import catalogue
from loslaten.language.text import Text
from loslaten.protocols import new_rules, problem_words
from loslaten.protocols.file import GroupText, ProtocolFile, instruction
from loslaten_core.practice import muscles
from loslaten_core.practice.checks import problems
from loslaten_core.practice.limits import COUNT, LEFT_OUT, RELEASE_ONLY, TENSE_RELEASE
from loslaten_core.practice.protocol import Group, Protocol

_MIRRORED_TITLE = Text("{} (gespiegeld)", "{} (mirrored)")
_CHANGED_SOURCE = Text(
    "{0}, veranderd: {1}. {0} is uit: {2}", "{0}, changed: {1}. {0} is from: {2}"
)
_CHANGED_TITLE = Text("{} (aangepast)", "{} (changed)")
_CHANGED_DESCRIPTION = Text("{} Aangepast: {}.", "{} Changed: {}.")
_SIDES = Text("links en rechts verwisseld", "left and right exchanged")
_END_CUE = Text("het einde is te voelen", "the end is felt")
_LEFT_OUT = Text("weggelaten: {}", "left out: {}")
_RELEASED = Text("alleen loslaten: {}", "only released: {}")
_TENSE = Text("aanspannen {} s", "tense {} s")
_RELEASE = Text("loslaten {} s", "release {} s")
_OF = Text("{} ({})", "{} ({})")
_BUT = Text("{} (behalve {})", "{} (but for {})")
# More names than these are a list that nobody reads.
_NAMED_MAX = 3


class AlterationError(LoslatenError):
    """A change that a protocol does not allow; nothing was written."""


def mirrored(file: ProtocolFile) -> ProtocolFile:
    """Return the protocol with right and left exchanged in every group."""
    protocol = copy.copy(file.protocol)
    protocol.groups = tuple(_other_side(group) for group in protocol.groups)
    protocol.mirrored = not protocol.mirrored
    own = {text.muscle: text for text in file.groups}
    texts = tuple(own.get(key := _key(group)) or _usual(key, group) for group in protocol.groups)
    title = _MIRRORED_TITLE.format(file.title) if protocol.mirrored else file.title
    return msgspec.structs.replace(file, protocol=protocol, groups=texts, title=title)


def with_end_cue(file: ProtocolFile) -> ProtocolFile:
    """Return the protocol with the end of its rest felt, as faded as its last cues."""
    protocol = copy.copy(file.protocol)
    protocol.end_cue = True
    return msgspec.structs.replace(file, protocol=protocol)


def altered(
    file: ProtocolFile,
    *,
    leave_out: Iterable[str] = (),
    release_only: Iterable[str] = (),
    repeats: tuple[int, int] | None = None,
    tense_ms: int | None = None,
    release_ms: int | None = None,
) -> ProtocolFile:
    """Return the protocol with these changes; muscles are named by key, or in either language.

    `tense_ms` is for every group but the feet, which have limits of their own; `repeats` and
    `release_ms` for every group that is not counted.

    Raise AlterationError for a muscle that is not in the protocol.
    """
    protocol = copy.copy(file.protocol)
    protocol.groups = tuple(copy.copy(group) for group in protocol.groups)
    for name in leave_out:
        _group(file, protocol, name).mode = LEFT_OUT
    for name in release_only:
        _group(file, protocol, name).mode = RELEASE_ONLY
    for group in protocol.groups:
        if group.mode in (COUNT, LEFT_OUT):
            continue
        if repeats is not None:
            group.repeats_min, group.repeats_max = repeats
        if release_ms is not None:
            group.release_ms = release_ms
        muscle = muscles.by_number(group.muscle)
        if tense_ms is not None and group.tenses and muscle is not None and not muscle.foot:
            group.tense_ms = tense_ms
    texts = tuple(
        text if old.mode == new.mode or new.mode == LEFT_OUT else _usual(text.muscle, new)
        for old, new, text in zip(file.protocol.groups, protocol.groups, file.groups, strict=True)
    )
    return msgspec.structs.replace(file, protocol=protocol, groups=texts)


def told(original: ProtocolFile, changed: ProtocolFile, title: str | None) -> ProtocolFile:
    """Return `changed` with a title, a description and a source that say what differs.

    Raise AlterationError where it breaks a limit, or a rule for what is newly put on a watch.
    """
    wrong = (*problems(changed.protocol), *new_rules.broken(changed.protocol))
    if wrong:
        first, *others = map(problem_words.told, wrong)
        nothing = Text("er is niets geschreven", "nothing was written")
        raise AlterationError(first, nothing, tuple(others))
    changes = differences(original.protocol, changed.protocol)
    description, source, heading = original.description, original.source, original.title
    if changes:
        every = Text(
            "; ".join(each.nl for each in changes), "; ".join(each.en for each in changes)
        )
        heading = _CHANGED_TITLE.format(original.title)
        description = _CHANGED_DESCRIPTION.format(original.description, every)
        source = _CHANGED_SOURCE.format(original.name, every, source)
    if title is not None:
        heading = Text(title, title)
    return msgspec.structs.replace(changed, title=heading, description=description, source=source)


def differences(old: Protocol, new: Protocol) -> list[Text]:
    """Return what differs between a protocol and its copy, one text a field."""
    texts = [_SIDES] if old.mirrored != new.mirrored else []
    if new.end_cue and not old.end_cue:
        texts.append(_END_CUE)
    pairs = list(zip(old.groups, new.groups, strict=True))
    for mode, text in ((LEFT_OUT, _LEFT_OUT), (RELEASE_ONLY, _RELEASED)):
        names = [_name(group) for before, group in pairs if before.mode != mode == group.mode]
        if names:
            texts.append(text.format(_joined(names)))
    tensed = [pair for pair in pairs if pair[1].mode == TENSE_RELEASE]
    practised = [pair for pair in pairs if pair[1].mode not in (COUNT, LEFT_OUT)]
    texts += _of_field(tensed, lambda group: _TENSE.format(f"{group.tense_ms / 1000:g}"))
    texts += _of_field(practised, lambda group: _RELEASE.format(f"{group.release_ms / 1000:g}"))
    texts += _of_field(
        practised,
        lambda group: vocabulary.REPEATS.form(group.repeats_max).format(
            numbers.span(group.repeats_min, group.repeats_max)
        ),
    )
    return texts


def _of_field(pairs: Sequence[tuple[Group, Group]], say: Callable[[Group], Text]) -> list[Text]:
    """Return a text for every value that is new, with the groups that have it."""
    values: dict[Text, list[Text]] = {}
    for old, new in pairs:
        if say(old) != say(new):
            values.setdefault(say(new), []).append(_name(new))
    practised = [_name(new) for _, new in pairs]
    return [_whose(value, names, practised) for value, names in values.items()]


def _whose(value: Text, names: list[Text], practised: list[Text]) -> Text:
    """Say whose a value is: those with it, or where they are many, those without."""
    others = [name for name in practised if name not in names]
    if not others:
        return value
    if len(names) <= _NAMED_MAX:
        return _OF.format(value, _joined(names))
    if len(others) <= _NAMED_MAX:
        return _BUT.format(value, _joined(others))
    return _OF.format(value, numbers.GROUPS.text(len(names)))


def _joined(names: list[Text]) -> Text:
    return Text(", ".join(name.nl for name in names), ", ".join(name.en for name in names))


def _group(file: ProtocolFile, protocol: Protocol, name: str) -> Group:
    """Return the group of a muscle, by its key or its name in either language."""
    for group, text in zip(protocol.groups, file.groups, strict=True):
        if name.casefold() in (text.muscle, text.name.nl.casefold(), text.name.en.casefold()):
            return group
    there = ", ".join(text.muscle for text in file.groups)
    raise AlterationError(
        Text("{} heeft geen spiergroep {}", "{} has no muscle group {}").format(file.name, name),
        Text("het heeft {}", "it has {}").format(there),
    )


def _other_side(group: Group) -> Group:
    key = _key(group)
    side, _, rest = key.partition("-")
    other = {"right": "left", "left": "right"}.get(side)
    muscle = muscles.by_key(f"{other}-{rest}") if other is not None else None
    changed = copy.copy(group)
    if muscle is not None:
        changed.muscle = muscle.number
    return changed


def _key(group: Group) -> str:
    muscle = muscles.by_number(group.muscle)
    return muscle.key if muscle is not None else str(group.muscle)


def _name(group: Group) -> Text:
    return catalogue()[_key(group)].name


def _usual(key: str, group: Group) -> GroupText:
    usual = catalogue()[key]
    return GroupText(key, usual.name, instruction(group, usual))
