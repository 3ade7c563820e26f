# SPDX-License-Identifier: MIT
"""The picture of a night in the practice log.

The log keeps sums, not moments. Where it is known what the finger did, the session is replayed by
the same engine that ran it, and if that comes to the same sums the picture shows its moments.
Else the phases are computed from the sums, and the picture says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from loslaten.language import vocabulary
from loslaten.language.concepts import Gesture
from loslaten.language.durations import clock
from loslaten.pictures.night import computed, events, words
from loslaten.pictures.night.model import GroupLane, NightPicture, Trace
from loslaten.practice_log import moments as when
from loslaten.practice_log.sessions import Night
from loslaten.protocols.rehearsal import GESTURES, PressError, Rehearsal, RehearsedPress, run

# The log rounds times to tenths of a second; a finger is quick by less than this.
_SLACK_MS = 400


@dataclass(frozen=True, slots=True)
class Seen:
    """Session as a simulation sees it: every event, press and cue.

    `fingers` is when the button went down, and for which gesture; `drive` and `felt` are as in
    NightPicture. All times are ms after the session's start.
    """

    fingers: Sequence[tuple[int, Gesture]] = ()
    drive: Trace = ()
    felt: Trace = ()

    def since(self, began_ms: int) -> "Seen":
        """Return the same, where its times were on a clock that said `began_ms` at the start."""
        return Seen(
            tuple((at_ms - began_ms, kind) for at_ms, kind in self.fingers),
            tuple((at_ms - began_ms, level) for at_ms, level in self.drive),
            tuple((at_ms - began_ms, level) for at_ms, level in self.felt),
        )


def picture(night: Night, lang: str, seen: Seen | None = None) -> NightPicture:
    """Return the picture of a night, with texts in `lang`, "nl" or "en"."""
    replay = None if seen is None else replayed(night, seen.fingers)
    protocol = night.protocol
    if seen is None or replay is None or protocol is None:
        return _of_sums(night, lang)
    happened = events.of_rehearsal(replay.events, protocol)
    return replace(
        _of_sums(night, lang),
        computed=False,
        duration_ms=replay.duration_ms,
        phases=events.phases_of(happened),
        presses=events.presses_of(happened, _heard(seen.fingers, replay.duration_ms)),
        cues=events.cues_of(happened, protocol),
        drive=_within(seen.drive, replay.duration_ms),
        felt=_within(seen.felt, replay.duration_ms),
    )


def replayed(night: Night, fingers: Iterable[tuple[int, Gesture]]) -> Rehearsal | None:
    """Return the session run once more with these presses, None if the log tells otherwise."""
    if night.protocol is None or not night.groups:
        return None
    presses = [RehearsedPress(at_ms, kind) for at_ms, kind in fingers if at_ms >= 0]
    try:
        replay = run(night.protocol, presses)
    except PressError:
        return None
    return replay if _agree(night, replay) else None


def _agree(night: Night, replay: Rehearsal) -> bool:
    tally, session = replay.tally, night.session
    times = [
        (tally.duration_ms, session.duration_ms),
        (tally.paused_ms, session.paused_ms or 0),
        (tally.final_rest_ms, session.final_rest_ms),
    ]
    if tally.ending != session.ending or len(tally.groups) != len(night.groups):
        return False
    for mine, logged in zip(tally.groups, night.groups, strict=True):
        if (mine.muscle, mine.done, mine.asked) != (logged.muscle, logged.done, logged.asked):
            return False
        if (events.repeats_in(mine.cuts), mine.skipped) != (logged.cuts, logged.skipped):
            return False
        if mine.interrupted != logged.interrupted:
            return False
        times += [(mine.tense_ms, logged.tense_ms), (mine.release_ms, logged.release_ms)]
    return all(abs(mine_ms - logged_ms) <= _SLACK_MS for mine_ms, logged_ms in times)


def _heard(fingers: Sequence[tuple[int, Gesture]], duration_ms: int) -> list[tuple[int, Gesture]]:
    """The presses that belong to the session: the one that started it, and those until its end."""
    longest_ms = max(edges[-1][0] for edges in GESTURES.values())
    return [(at_ms, kind) for at_ms, kind in fingers if -longest_ms <= at_ms < duration_ms]


def _within(trace: Trace, duration_ms: int) -> Trace:
    """Return the session's part of a trace, from its start to the end of its last cue."""
    return tuple(step for step in trace if -500 <= step[0] <= duration_ms + 5_000)


def _of_sums(night: Night, lang: str) -> NightPicture:
    phases = computed.phases(night)
    return NightPicture(
        title=when.title(night.began, lang),
        subtitle=_subtitle(night, lang),
        facts=tuple(_facts(night, lang)),
        started=when.started(night.began),
        duration_ms=sum(phase.length_ms for phase in phases),
        groups=_groups(night, lang),
        phases=phases,
        computed=True,
        lang=lang,
    )


def _subtitle(night: Night, lang: str) -> str:
    session = night.session
    times = when.span(night.began, session.duration_ms, lang, with_day=False)
    parts = [f"{times} ({clock(session.duration_ms)})"]
    name = night.protocol_title(lang) or night.protocol_name
    if name is not None:
        parts.append(name)
    parts.append(vocabulary.ending(night.ending, lang))
    return "; ".join(filter(None, parts))


def _facts(night: Night, lang: str) -> list[str]:
    session = night.session
    facts = [words.groups_done(session.groups_done, len(night.groups) - night.left_out, lang)]
    facts.append(vocabulary.REPEATS.say(session.repeats_done, lang))
    for count, phrase in (
        (night.asked, vocabulary.ASKED),
        (night.cut, vocabulary.CUT),
        (night.skipped, vocabulary.SKIPPED_COUNT),
        (night.interrupted, vocabulary.INTERRUPTED_COUNT),
        (session.pauses, vocabulary.PAUSES),
    ):
        if count:
            facts.append(phrase.say(count, lang))
    return facts


def _groups(night: Night, lang: str) -> tuple[GroupLane, ...]:
    return tuple(
        GroupLane(
            name=group.name.say(lang),
            region=events.region_of(group.muscle),
            done=group.done,
            asked=group.asked,
            cuts=group.cuts,
            skipped=group.skipped,
            interrupted=group.interrupted,
            left_out=group.left_out,
        )
        for group in night.groups
    )
