# SPDX-License-Identifier: MIT
"""A session seen live: what the watch tells of it, put together to where the wearer is."""

from dataclasses import dataclass

from loslaten.language import numbers, vocabulary
from loslaten.language.concepts import PHASE_BEGUN_BY, PhaseKind
from loslaten.language.muscle_texts import muscle_name
from loslaten.link.answers import LiveEvent
from loslaten_core.haptics import cue as cues
from loslaten_core.practice import event
from loslaten_core.practice.limits import LEFT_OUT
from loslaten_core.practice.protocol import Group, Protocol


@dataclass(frozen=True, kw_only=True)
class Phase:
    """Phase under way: `length_ms` is its length by the protocol, None where it has no end.

    group: what it is called. place: its place among `groups` that are practised. They and `repeat`
    are None outside groups.
    """

    kind: PhaseKind
    group: str | None
    place: int | None
    groups: int
    repeat: int | None
    length_ms: int | None

    def told(self, lang: str) -> str:
        """Say where the wearer is."""
        what = vocabulary.PHASES[self.kind].say(lang)
        parts = [f"{what}  {self.group}" if self.group else what]
        if self.place is not None:
            parts.append(numbers.of(self.place, self.groups, lang))
        if self.repeat is not None:
            parts.append(f"{vocabulary.REPEAT.say(lang)} {self.repeat}")
        return ", ".join(parts)


class LiveSession:
    """Follows a session of `protocol`, None while it is not known; names are in `lang`.

    `phase` is what goes on, None before the first event that says so.
    """

    def __init__(self, lang: str, protocol: Protocol | None = None) -> None:
        self.protocol = protocol
        self.phase: Phase | None = None
        self.over = False
        self._lang = lang

    def take(self, told: LiveEvent) -> str:
        """Follow an event; return it as a line to read."""
        if told.event in PHASE_BEGUN_BY:
            self.phase = self._phase(told)
        self.over = told.event == event.OVER
        muscle = muscle_of(told)
        group = "" if muscle is None else muscle_name(muscle, self._lang)
        repeat = str(told.repeat) if told.repeat else ""
        felt = f"({vocabulary.cue_named(cue_name(told.cue), self._lang)})" if told.cue else ""
        what = vocabulary.happened(event_name(told.event), self._lang)
        width = vocabulary.happened_width(self._lang)
        return f"{what:<{width}}  {group:<28}  {repeat:>2}  {felt}".rstrip()

    def _phase(self, told: LiveEvent) -> Phase:
        muscle = muscle_of(told)
        place, group = self._group(muscle)
        return Phase(
            kind=PHASE_BEGUN_BY[told.event],
            group=None if muscle is None else muscle_name(muscle, self._lang),
            place=place,
            groups=len(self._practised()),
            repeat=told.repeat or None,
            length_ms=self._length_ms(told.event, group),
        )

    def _group(self, muscle: int | None) -> tuple[int | None, Group | None]:
        for place, group in enumerate(self._practised(), 1):
            if group.muscle == muscle:
                return place, group
        return None, None

    def _practised(self) -> list[Group]:
        groups = () if self.protocol is None else self.protocol.groups
        return [group for group in groups if group.mode != LEFT_OUT]

    def _length_ms(self, what: int, group: Group | None) -> int | None:
        if self.protocol is not None and what == event.STARTED:
            return self.protocol.settle_in_ms
        if self.protocol is not None and what == event.REST:
            return self.protocol.final_rest_ms
        if group is None:
            return None
        return {
            event.READY: group.ready_gap_ms,
            event.TENSE: group.tense_ms,
            event.RELEASE: group.release_ms,
            event.COUNT: group.release_ms,
            event.RELEASING: group.release_ms,
        }.get(what)


def muscle_of(told: LiveEvent) -> int | None:
    """Return the muscle group that an event is about; the rest and the end are about none."""
    return None if told.event in (event.REST, event.OVER) else told.group


def event_name(number: int) -> str:
    """Return what an event is called, its number for one of a newer watch."""
    return event.EVENTS[number] if 0 < number < len(event.EVENTS) else f"event {number}"


def cue_name(number: int) -> str:
    """Return what a cue is called, its number for one of a newer watch."""
    try:
        return cues.name(number)
    except cues.CueError:
        return f"cue {number}"
