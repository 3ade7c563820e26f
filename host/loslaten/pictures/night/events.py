# SPDX-License-Identifier: MIT
"""From what a session tells while it goes on to what a picture shows.

The events are those of `loslaten_core.practice.event`, from a rehearsal, a simulation or a live
view; all of one session, on one clock.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from loslaten.language.concepts import PHASE_BEGUN_BY, Gesture, Meaning, PhaseKind
from loslaten.pictures.night.model import Cue, GroupLane, Phase, PressMark
from loslaten.protocols import rehearsal
from loslaten_core.haptics import cue as cues
from loslaten_core.practice import event, gesture, muscles
from loslaten_core.practice.protocol import Protocol
from loslaten_core.practice.tally import GroupTally

_MEANS = {
    event.STARTED: Meaning.STARTED,
    event.AGAIN: Meaning.AGAIN,
    event.LIMIT: Meaning.LIMIT,
    event.CUT: Meaning.CUT,
    event.SKIPPED: Meaning.SKIPPED,
    event.NEXT: Meaning.NEXT,
    event.PAUSED: Meaning.PAUSED,
    event.RESUMED: Meaning.RESUMED,
    event.POSITION: Meaning.POSITION,
    event.REFUSED: Meaning.REFUSED,
}
# How long after the finger went down a gesture may still be answered.
_SLACK_MS = 40
_REACH_MS = {
    Gesture.PRESS: _SLACK_MS,
    Gesture.DOUBLE: gesture.DOUBLE_MS + _SLACK_MS,
    Gesture.HOLD: gesture.LONG_MS + _SLACK_MS,
    Gesture.LONG: gesture.STUCK_MS + _SLACK_MS,
}
_KIND_OF = {
    event.SKIPPED: Gesture.DOUBLE,
    event.NEXT: Gesture.DOUBLE,
    event.PAUSED: Gesture.HOLD,
    event.RESUMED: Gesture.HOLD,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NightEvent:
    """Something that happened: a `Happened` of a session.

    `group` counts from 0, -1 where there is none; `repeat` from 1; `cue` is 0 where none is felt.
    """

    at_ms: int
    what: int
    group: int = -1
    repeat: int = 0
    cue: int = 0


def from_start(events: Sequence[NightEvent]) -> list[NightEvent]:
    """Return the events with their times counted from the session's start."""
    began_ms = next((one.at_ms for one in events if one.what == event.STARTED), 0)
    return [
        NightEvent(
            at_ms=one.at_ms - began_ms,
            what=one.what,
            group=one.group,
            repeat=one.repeat,
            cue=one.cue,
        )
        for one in events
    ]


def of_rehearsal(told: Iterable[rehearsal.RehearsedEvent], protocol: Protocol) -> list[NightEvent]:
    """Return the events of a rehearsal of this protocol."""
    places = {rehearsal.muscle_key(group): at for at, group in enumerate(protocol.groups)}
    return [
        NightEvent(
            at_ms=one.t_ms,
            what=event.EVENTS.index(one.event),
            group=-1 if one.group is None else places[one.group],
            repeat=one.repeat or 0,
            cue=cues.by_name(one.cue) if one.cue is not None else 0,
        )
        for one in told
    ]


def phases_of(events: Sequence[NightEvent]) -> tuple[Phase, ...]:
    """Return the session's phases, each up to the beginning of the next."""
    begun = [one for one in events if one.what in PHASE_BEGUN_BY or one.what == event.OVER]
    placed = []
    for begin, following in pairwise(begun):
        if following.at_ms > begin.at_ms and begin.what in PHASE_BEGUN_BY:
            kind = PHASE_BEGUN_BY[begin.what]
            outside = kind in (PhaseKind.SETTLE, PhaseKind.REST)
            group = -1 if outside else begin.group
            length_ms = following.at_ms - begin.at_ms
            placed.append(
                Phase(
                    at_ms=begin.at_ms,
                    length_ms=length_ms,
                    kind=kind,
                    group=group,
                    repeat=0 if outside else begin.repeat,
                )
            )
    return tuple(placed)


def cues_of(events: Iterable[NightEvent], protocol: Protocol) -> tuple[Cue, ...]:
    """Return the cues that were due with the events of a session of this protocol."""
    return tuple(
        Cue(one.at_ms, cues.name(one.cue), _is_firm(one, protocol)) for one in events if one.cue
    )


def presses_of(
    events: Sequence[NightEvent], fingers: Sequence[tuple[int, Gesture]] | None = None
) -> tuple[PressMark, ...]:
    """Return what the button did and what it meant.

    `fingers` is when the button went down and for which gesture, in order; without it the presses
    are those that the events tell of.
    """
    if fingers is None:
        return _told_by(events)
    marks = []
    for index, (at_ms, kind) in enumerate(fingers):
        until_ms = at_ms + _REACH_MS[kind]
        if index + 1 < len(fingers):
            until_ms = min(until_ms, fingers[index + 1][0] - 1)
        answers = [one for one in events if at_ms - _SLACK_MS <= one.at_ms <= until_ms]
        marks.append(PressMark(at_ms, kind, _meaning(answers, kind, events)))
    return tuple(marks)


def groups_of(tallies: Iterable[GroupTally], names: Iterable[str]) -> tuple[GroupLane, ...]:
    """Return the muscle groups of a session with what became of them."""
    return tuple(
        GroupLane(
            name=name,
            region=region_of(tally.muscle),
            done=tally.done,
            asked=tally.asked,
            cuts=repeats_in(tally.cuts),
            skipped=tally.skipped,
            interrupted=tally.interrupted,
            left_out=tally.left_out,
        )
        for tally, name in zip(tallies, names, strict=True)
    )


def region_of(muscle_number: int) -> int:
    """Return the region of a muscle group, 0 where it is not in the catalogue."""
    muscle = muscles.by_number(muscle_number)
    return muscle.region if muscle is not None else 0


def repeats_in(cuts: int) -> tuple[int, ...]:
    """Return the repeats, from 1, whose bits are set."""
    return tuple(bit + 1 for bit in range(cuts.bit_length()) if cuts >> bit & 1)


def _is_firm(one: NightEvent, protocol: Protocol) -> bool:
    if one.cue != cues.RELEASE or one.group < 0:
        return False
    return protocol.tenses_watch_arm(protocol.groups[one.group])


def _meaning(
    answers: Sequence[NightEvent], kind: Gesture, events: Sequence[NightEvent]
) -> Meaning:
    """Return the last answer to a gesture, since later answers amend earlier ones."""
    for answer in reversed(answers):
        if answer.what in _MEANS:
            return _MEANS[answer.what]
        if answer.what == event.OVER and kind in (Gesture.HOLD, Gesture.LONG):
            return Meaning.STOPPED
    first_ready = next((one for one in events if one.what in (event.READY, event.REST)), None)
    if kind == Gesture.PRESS and first_ready in answers:
        # In the settle-in a press needs no answer of its own: what it asked for begins.
        return Meaning.BEGIN
    return Meaning.NOTHING


def _told_by(events: Sequence[NightEvent]) -> tuple[PressMark, ...]:
    marks: list[PressMark] = []
    for happened in events:
        if happened.what not in _MEANS or happened.what == event.STARTED:
            continue
        kind = _KIND_OF.get(happened.what, Gesture.PRESS)
        at_ms = happened.at_ms
        if kind != Gesture.PRESS and marks and marks[-1].kind == Gesture.PRESS:
            # The gesture began with a press that was answered already.
            first = marks[-1]
            if at_ms - first.at_ms <= _REACH_MS[kind]:
                at_ms = first.at_ms
                marks.pop()
        marks.append(PressMark(at_ms, kind, _MEANS[happened.what]))
    return tuple(marks)
