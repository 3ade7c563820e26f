# SPDX-License-Identifier: MIT
"""Contents of a sheet, in one language, before it is laid out."""

from dataclasses import dataclass

from loslaten.cues.felt import FeltCue, felt_cue
from loslaten.cues.outline import outline
from loslaten.language import numbers, vocabulary
from loslaten.protocols.file import ProtocolFile, called, force
from loslaten.protocols.plan import plan
from loslaten.sheet import words
from loslaten_core.haptics import cue as cues
from loslaten_core.haptics.motor import COIN_ERM
from loslaten_core.haptics.theme import STANDARD
from loslaten_core.practice import muscles
from loslaten_core.practice.limits import COUNT, FIRM, LEFT_OUT, LIGHT
from loslaten_core.practice.protocol import Group, Protocol

_MINUTE_MS = 60_000
# A cue is drawn as wide as it lasts.
_MS_A_PX = 12
_HEIGHT_PX = 22
_STEP = 4
# From so many groups on the type is smaller, by class of the style sheet.
_DENSE, _CROWDED = 12, 18


@dataclass(frozen=True, slots=True, kw_only=True)
class FeltLine:
    """A cue: its drawing as an SVG path, and what one does when it is felt."""

    path: str
    width_px: int
    height_px: int
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """A muscle group: its number, name, how it is practised, and what is done."""

    number: int
    name: str
    how: str
    instruction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Everything that a sheet says."""

    title: str
    facts: tuple[str, ...]
    posture: str
    cues: tuple[FeltLine, ...]
    presses: tuple[tuple[str, str], ...]
    every: str
    groups: tuple[GroupLine, ...]
    rest: str
    not_when: tuple[str, ...]
    care: str
    made: str
    density: str


def view(file: ProtocolFile, wrist: int, lang: str) -> View:
    """Return what the sheet of a protocol says to who wears the watch on `wrist`."""
    protocol = file.protocol
    practised = [group for group in protocol.groups if group.mode != LEFT_OUT]
    tensed = any(group.tenses for group in practised)
    return View(
        title=file.title.say(lang),
        facts=_facts(protocol, len(practised), wrist, lang),
        posture=words.POSTURES["seated" if protocol.seated else "lying"].say(lang),
        cues=tuple(_cues(protocol, lang)),
        presses=tuple(
            (press.say(lang), does.say(lang))
            for press, does in words.PRESSES
            if tensed or press != words.WHILE_TENSING
        ),
        every=_every(practised, lang),
        groups=tuple(_groups(file, lang)),
        rest=_rest(protocol, lang),
        not_when=tuple(caution.say(lang) for caution in words.CAUTIONS),
        care="" if file.caution is None else file.caution.say(lang),
        made=words.MADE.say(lang).format(called(file.name, lang), file.content_id),
        density=_density(len(protocol.groups)),
    )


def _density(groups: int) -> str:
    if groups >= _CROWDED:
        return "dense crowded"
    return "dense" if groups >= _DENSE else ""


def _facts(protocol: Protocol, groups: int, wrist: int, lang: str) -> tuple[str, ...]:
    ways = plan(protocol)
    shortest, longest = (
        max(1, round(way.duration_ms / _MINUTE_MS)) for way in (ways.shortest, ways.longest)
    )
    lasts = (
        words.ONE_DURATION.say(lang).format(shortest)
        if shortest == longest
        else words.DURATION.say(lang).format(shortest, longest)
    )
    worn = words.WORN["right" if wrist == muscles.RIGHT else "left"].say(lang)
    return numbers.GROUPS.say(groups, lang), lasts, worn


def _cues(protocol: Protocol, lang: str) -> list[FeltLine]:
    tensed = any(group.tenses for group in protocol.groups)
    lines = []
    for number, means in (*words.CUES, *((words.END_CUE,) if protocol.end_cue else ())):
        if number == cues.TENSE and not tensed:
            continue
        said = words.NOTICE if number == cues.RELEASE and not tensed else means
        lines.append(_drawn(felt_cue(STANDARD, COIN_ERM, number), said.say(lang)))
    return lines


def _drawn(felt: FeltCue, means: str) -> FeltLine:
    """Draw what reaches the skin of a cue."""
    return FeltLine(
        path=outline(felt, 1 / _MS_A_PX, _HEIGHT_PX, _STEP),
        width_px=round(felt.felt_ms / _MS_A_PX) + 1,
        height_px=_HEIGHT_PX,
        means=means,
    )


def _every(practised: list[Group], lang: str) -> str:
    """Say once what holds for most groups: how often, and how long they are released."""
    usual = max(practised, key=lambda group: sum(_alike(group, other) for other in practised))
    if usual.mode == COUNT:
        return ""
    text = words.EVERY if usual.tenses else words.EVERY_RELEASED
    return text.say(lang).format(_repeats(usual, lang), f"{usual.release_ms / 1000:g}")


def _rest(protocol: Protocol, lang: str) -> str:
    """Return what comes after the last group for whoever lies down, "" for whoever sits."""
    if protocol.seated:
        return ""
    return words.REST.say(lang).format(protocol.final_rest_ms // _MINUTE_MS)


def _alike(one: Group, other: Group) -> bool:
    return (one.repeats_min, one.repeats_max, one.release_ms) == (
        other.repeats_min,
        other.repeats_max,
        other.release_ms,
    )


def _repeats(group: Group, lang: str) -> str:
    if group.repeats_min == group.repeats_max:
        return words.ONE_REPEAT.say(group.repeats_min, lang)
    return words.REPEATS.say(lang).format(group.repeats_min, group.repeats_max)


def _groups(file: ProtocolFile, lang: str) -> list[GroupLine]:
    tensed = any(group.tenses for group in file.protocol.groups)
    lines: list[GroupLine] = []
    for group, text in zip(file.protocol.groups, file.groups, strict=True):
        is_out = group.mode == LEFT_OUT
        lines.append(
            GroupLine(
                number=len(lines) + 1,
                name=text.name.say(lang),
                how=vocabulary.MODES["left-out"].say(lang)
                if is_out
                else _how(group, tensed, lang),
                instruction="" if is_out else text.instruction.say(lang),
            )
        )
    return lines


def _how(group: Group, tensed: bool, lang: str) -> str:
    if not group.tenses:
        return force(group, lang) if tensed else ""
    seconds = numbers.decimal(group.tense_ms / 1000, lang)
    if group.effort in (LIGHT, FIRM):
        return words.HOW.say(lang).format(seconds, force(group, lang))
    return f"{seconds} s"
