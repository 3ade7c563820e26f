# SPDX-License-Identifier: MIT
"""Proposals in words: what and why, in figures of the reader's own nights, and the source."""

from collections.abc import Callable
from dataclasses import dataclass

from loslaten.language.text import LANGUAGES, Counted, Text
from loslaten.programme.changes import Effect
from loslaten.programme.proposals import Proposal
from loslaten.programme.rules import RULES, Change
from loslaten.protocols.plan import way
from loslaten_core.practice.limits import LEFT_OUT, LIGHT, RELEASE_ONLY
from loslaten_core.practice.protocol import Protocol

Name = Callable[[int, str], str]

_MOVE_ON = Text("Verder naar {stage}?", "Move on to {stage}?")
_STEP_BACK = Text("Een stap terug, naar {stage}?", "One step back, to {stage}?")
_LENGTHEN = Text("Langer loslaten: {group}?", "Release for longer: {group}?")
_LIGHTEN = {
    LIGHT: Text("Licht aanspannen: {group}?", "Tense lightly: {group}?"),
    RELEASE_ONLY: Text("Alleen loslaten: {group}?", "Only release: {group}?"),
    LEFT_OUT: Text("Weglaten: {group}?", "Leave out: {group}?"),
}
_FEWER_REPEATS = Text(
    "Eén herhaling minder per spiergroep?", "One repeat fewer in each muscle group?"
)
_WHY = {
    Change.MOVE_ON: Text(
        "{count} van de laatste {of} nachten gingen goed.",
        "{count} of the last {of} nights went well.",
    ),
    Change.STEP_BACK: Text(
        "{count} van de laatste {of} nachten gingen moeizaam.",
        "{count} of the last {of} nights went badly.",
    ),
    Change.LENGTHEN: Text(
        "In {count} nachten vroeg u hier om nog een keer.",
        "In {count} nights you asked for it again.",
    ),
    Change.LIGHTEN: Text(
        "In {count} nachten liet u hier eerder los of sloeg u deze groep over.",
        "In {count} nights you cut it short or skipped it.",
    ),
    Change.FEWER_REPEATS: Text(
        "In {count} nachten stopte u voor het einde.",
        "In {count} nights you stopped before the end.",
    ),
}
_GAP = Text("U oefende {days} dagen niet.", "There was no practice for {days} days.")
_AS_LONG = Text("De oefening blijft even lang.", "A session takes as long as before.")
_LASTS = Text(
    "De oefening duurt dan {after} minuten in plaats van {before}.",
    "A session then takes {after} minutes instead of {before}.",
)
# Of the longest way, which is practised by who asks for every repeat.
_LASTS_AT_MOST = Text(
    "De oefening duurt dan hoogstens {after} minuten in plaats van {before}.",
    "A session then takes at most {after} minutes instead of {before}.",
)
_LONGER = Counted(
    Text("De oefening wordt {} seconde langer.", "A session becomes {} second longer."),
    Text("De oefening wordt {} seconden langer.", "A session becomes {} seconds longer."),
)
_SHORTER = Counted(
    Text("De oefening wordt {} seconde korter.", "A session becomes {} second shorter."),
    Text("De oefening wordt {} seconden korter.", "A session becomes {} seconds shorter."),
)
# A change of less is told in seconds: in whole minutes it would hardly be seen.
_MINUTES_FROM_MS = 90_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldProposal:
    """A proposal in words: a question, its reason, what it changes, and what the source says."""

    question: Text
    why: Text
    changes: Text
    says: Text
    source: Text


def told(
    proposal: Proposal,
    protocol: Protocol,
    effect: Effect | None,
    other: Protocol | None,
    name: Name,
) -> ToldProposal:
    """Return a proposal in words.

    `effect` is what it makes of `protocol`, None for a change of the stage; `other` is the
    protocol of the stage it leads to. `name` names a muscle group in a language.
    """
    rule = next(rule for rule in RULES if rule.change is proposal.change)
    return ToldProposal(
        question=_question(proposal, effect, name),
        why=_why(proposal),
        changes=_changes(protocol, effect, other),
        says=rule.says,
        source=rule.source,
    )


def _question(proposal: Proposal, effect: Effect | None, name: Name) -> Text:
    if proposal.stage is not None:
        text = _MOVE_ON if proposal.change is Change.MOVE_ON else _STEP_BACK
        return text.format(stage=proposal.stage.title)
    if proposal.muscle is None:
        return _FEWER_REPEATS
    muscle = proposal.muscle
    group = Text(*(name(muscle, lang) for lang in LANGUAGES))
    if proposal.change is Change.LENGTHEN:
        return _LENGTHEN.format(group=group)
    return _LIGHTEN[_step(muscle, effect)].format(group=group)


def _step(muscle: int, effect: Effect | None) -> int:
    """Return how light a group becomes: LIGHT, RELEASE_ONLY or LEFT_OUT."""
    groups = () if effect is None else effect.protocol.groups
    group = next(group for group in groups if group.muscle == muscle)
    return LIGHT if group.tenses else group.mode


def _why(proposal: Proposal) -> Text:
    if proposal.gap_days is not None:
        return _GAP.format(days=proposal.gap_days)
    return _WHY[proposal.change].format(count=proposal.count, of=len(proposal.nights))


def _changes(protocol: Protocol, effect: Effect | None, other: Protocol | None) -> Text:
    lasts = _LASTS
    if effect is not None:
        before_ms, after_ms = effect.shortest_before_ms, effect.shortest_after_ms
        if before_ms == after_ms:
            before_ms, after_ms = effect.longest_before_ms, effect.longest_after_ms
            lasts = _LASTS_AT_MOST
    elif other is not None:
        before_ms = way(protocol, asking=False).duration_ms
        after_ms = way(other, asking=False).duration_ms
    else:
        return Text("", "")
    longer_ms = after_ms - before_ms
    if longer_ms == 0:
        return _AS_LONG
    if abs(longer_ms) >= _MINUTES_FROM_MS:
        return lasts.format(after=_minutes(after_ms), before=_minutes(before_ms))
    return (_LONGER if longer_ms > 0 else _SHORTER).text(max(1, round(abs(longer_ms) / 1000)))


def _minutes(time_ms: int) -> int:
    return round(time_ms / 60_000)
