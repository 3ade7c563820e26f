# SPDX-License-Identifier: MIT
"""Differences between two protocols, in a few words."""

from collections.abc import Callable, Iterable

from loslaten.language import numbers, vocabulary
from loslaten.language.text import Text
from loslaten.report.entries import Planned
from loslaten.report.page import phrases as tell
from loslaten_core.practice.limits import CALM, EFFORTS, FIRM, LIGHT, RELEASE_ONLY
from loslaten_core.practice.protocol import Group

_NAMED_MAX = 3

_ADDED = Text("erbij: {}", "added: {}")
_GONE = Text("weggelaten: {}", "left out: {}")
_ONLY_RELEASED = Text("alleen losgelaten: {}", "only released: {}")
_TENSED_AGAIN = Text("weer aangespannen: {}", "tensed again: {}")
_LIGHTER = Text("lichter aangespannen: {}", "tensed more lightly: {}")
_OTHER_GROUPS = Text("{} → {}", "{} → {}")
_FIRMER = Text("steviger aangespannen: {}", "tensed more firmly: {}")
_EFFORT = Text("kracht: {}", "effort: {}")
_ORDER = Text("andere volgorde", "another order")
_VARIOUS = Text("{} anders bij {} spiergroepen", "{} different in {} muscle groups")
_TENSE = Text("aanspannen", "tense")
_RELEASE = Text("loslaten", "release")
_GAP = Text("aankondiging", "get ready")
_LEAST = Text("herhalingen minstens", "repeats at least")
_MOST = Text("herhalingen hoogstens", "repeats at most")
_REST = Text("rust", "final rest")
_SETTLE = Text("gaan liggen", "settle in")
_SEATED = Text("zittend", "seated")
_LYING = Text("liggend", "lying")

Measure = Callable[[Group], int]
Written = Callable[[int], str]


def changes(before: Planned, after: Planned, name: tell.Name, lang: str) -> list[str]:
    """Return what changed, each in a few words; `name` names muscle groups by number.

    An empty list says that the sessions feel the same.
    """
    old = {group.muscle: group for group in before.groups}
    new = {group.muscle: group for group in after.groups}
    sentences = _presence(old, new, name, lang)
    kept = [(old[muscle], new[muscle]) for muscle in new if muscle in old]

    def seconds(time_ms: int) -> str:
        return _time(time_ms, lang)

    measures: tuple[tuple[Text, Measure, Written], ...] = (
        (_TENSE, lambda group: group.tense_ms if group.tenses else 0, seconds),
        (_RELEASE, lambda group: group.release_ms, seconds),
        (_GAP, lambda group: group.ready_gap_ms, seconds),
        (_LEAST, lambda group: group.repeats_min, str),
        (_MOST, lambda group: group.repeats_max, str),
    )
    for what, measure, written in measures:
        sentences += _measured(kept, what.say(lang), measure, written, name, lang)
    return sentences + _whole(before, after, lang)


def efforts(planned: Planned, name: tell.Name, lang: str) -> str:
    """Return with how much force a protocol tenses: the usual, then the groups with another."""
    groups: dict[int, list[int]] = {}
    for group in planned.groups:
        if group.tenses:
            groups.setdefault(group.effort, []).append(group.muscle)
    if not groups:
        return ""
    words = {effort: vocabulary.EFFORTS[EFFORTS[effort]].say(lang) for effort in groups}
    usual = max(groups, key=lambda effort: len(groups[effort]))
    others = [
        f"{words[effort]}: {_names(muscles, name, lang)}"
        for effort, muscles in groups.items()
        if effort != usual
    ]
    return "; ".join([_EFFORT.say(lang).format(words[usual]), *others])


def _presence(
    old: dict[int, Group], new: dict[int, Group], name: tell.Name, lang: str
) -> list[str]:
    added = [muscle for muscle in new if muscle not in old]
    gone = [muscle for muscle in old if muscle not in new]
    if len(added) > _NAMED_MAX and len(gone) > _NAMED_MAX:
        return [_OTHER_GROUPS.format(len(old), numbers.GROUPS.text(len(new))).say(lang)]
    kept = [muscle for muscle in new if muscle in old]
    modes = [(muscle, old[muscle].mode, new[muscle].mode) for muscle in kept]
    phrases = (
        (_GONE, gone),
        (_ADDED, added),
        (_ONLY_RELEASED, [one for one, was, now in modes if was != now == RELEASE_ONLY]),
        (_TENSED_AGAIN, [one for one, was, now in modes if now != was == RELEASE_ONLY]),
        (_LIGHTER, [one for one in kept if _force(new[one]) < _force(old[one])]),
        (_FIRMER, [one for one in kept if _force(new[one]) > _force(old[one])]),
    )
    found = [said.say(lang).format(_names(which, name, lang)) for said, which in phrases if which]
    if [muscle for muscle in old if muscle in new] != kept:
        found.append(_ORDER.say(lang))
    return found


def _force(group: Group) -> int:
    """Return how a group's effort ranks among efforts; one that is not tensed as a calm one."""
    return (LIGHT, CALM, FIRM).index(group.effort if group.tenses else CALM)


def _measured(
    both: list[tuple[Group, Group]],
    what: str,
    measure: Measure,
    written: Written,
    name: tell.Name,
    lang: str,
) -> list[str]:
    """Return what became of one number; where it went apart, in how many groups."""
    pairs = [
        (one.muscle, measure(other), measure(one))
        for other, one in both
        if one.mode == other.mode and measure(one) != measure(other)
    ]
    if not pairs:
        return []
    if len({(was, now) for _, was, now in pairs}) > 1:
        return [_VARIOUS.say(lang).format(what, len(pairs))]
    _, was, now = pairs[0]
    where = "" if len(pairs) == len(both) else f" ({_names((m for m, _, _ in pairs), name, lang)})"
    return [f"{what} {written(was)} → {written(now)}{where}"]


def _whole(before: Planned, after: Planned, lang: str) -> list[str]:
    old, new = before.protocol, after.protocol
    sentences = []
    for label, was_ms, now_ms in (
        (_SETTLE, old.settle_in_ms, new.settle_in_ms),
        (_REST, old.final_rest_ms, new.final_rest_ms),
    ):
        if was_ms != now_ms:
            was, now = _time(was_ms, lang), _time(now_ms, lang)
            sentences.append(f"{label.say(lang)} {was} → {now}")
    if old.seated != new.seated:
        sentences.append((_SEATED if new.seated else _LYING).say(lang))
    return sentences


def _names(muscles: Iterable[int], name: tell.Name, lang: str) -> str:
    which = list(muscles)
    if len(which) > _NAMED_MAX:
        return numbers.GROUPS.say(len(which), lang)
    return ", ".join(name(muscle) for muscle in which)


def _time(time_ms: int, lang: str) -> str:
    """Return a time of a protocol: "20 s", "2.5 s", "5 min"."""
    if time_ms >= 120_000 and time_ms % 60_000 == 0:
        return f"{time_ms // 60_000} min"
    return f"{numbers.decimal(time_ms / 1000, lang)} s"
