# SPDX-License-Identifier: MIT
"""The programme so far: where a person is, since when, what was proposed, and what they said."""

from dataclasses import dataclass
from datetime import date

from loslaten.language import dates, numbers
from loslaten.language.muscle_texts import muscle_name
from loslaten.language.text import LANGUAGES, Text
from loslaten.practice_log.agreements import ProposalRow
from loslaten.practice_log.days import day_of
from loslaten.practice_log.log import PracticeLog
from loslaten.programme.offer import Place, place
from loslaten.programme.proposals import Answer, Standing
from loslaten.programme.rules import Change
from loslaten.programme.stages import Kind, Stage, Way, next_stage, stage_before

_HERE = Text("{stage}, {nights}", "{stage}, {nights}")
_HERE_SINCE = Text("{stage}, sinds {since}, {nights}", "{stage}, since {since}, {nights}")
_OWN = Text("een eigen oefening", "an exercise of one's own")
_LOCKED = Text("{}; uw therapeut houdt deze stap vast", "{}; your therapist keeps this stage")
_STEP = {
    Change.MOVE_ON: Text("verder naar {}", "on to {}"),
    Change.STEP_BACK: Text("een stap terug, naar {}", "one step back, to {}"),
}
_GROUP = {
    Change.LENGTHEN: Text("langer loslaten: {}", "release for longer: {}"),
    Change.LIGHTEN: Text("lichter: {}", "lighter: {}"),
}
_FEWER = Text("per spiergroep één herhaling minder", "one repeat fewer in each muscle group")
_ANSWERS = {
    Answer.ACCEPTED: Text("gedaan", "done"),
    Answer.LATER: Text("nu niet", "not now"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A proposal of the past: when it was decided, what it was, and the answer."""

    day: date
    what: Text
    answer: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The programme of a person: where they are, and what was decided, the newest first."""

    here: Text
    decided: tuple[Decided, ...]


def history(
    log: PracticeLog, person_id: int, standing: Standing | None, zone_min: int
) -> History | None:
    """Return the programme so far, None before the first night. Raises StoreError.

    zone_min: the zone that the days of decisions are told in.
    """
    here = place(standing)
    if here is None:
        return None
    rows = log.decisions(person_id)
    decided = [_decided(row, here.way, zone_min) for row in reversed(rows)]
    return History(here=where(here), decided=tuple(filter(None, decided)))


def where(here: Place) -> Text:
    """Return where somebody is in the programme, since when, and in how many nights."""
    said = []
    for lang in LANGUAGES:
        stage = _OWN if here.stage is None else here.stage.title
        nights = numbers.SESSIONS.say(here.nights, lang)
        told = _HERE.say(lang).format(stage=stage.say(lang), nights=nights)
        if here.since is not None:
            since = dates.day(here.since, lang, with_year=True)
            told = _HERE_SINCE.say(lang).format(stage=stage.say(lang), since=since, nights=nights)
        said.append(_LOCKED.say(lang).format(told) if here.is_locked else told)
    return Text(*said)


def _decided(row: ProposalRow, way: Way, zone_min: int) -> Decided | None:
    """Return a decision in words, None for one of a newer loslaten."""
    try:
        change, answer = Change(row.kind), Answer(row.decision)
        kind, muscle = Kind(row.content["stage"]), row.content.get("muscle")
    except (ValueError, KeyError):
        return None
    what = _what(change, way, kind, muscle)
    day = day_of(row.decided_utc_ms, zone_min)
    return None if what is None else Decided(day=day, what=what, answer=_ANSWERS[answer])


def _what(change: Change, way: Way, kind: Kind, muscle: object) -> Text | None:
    if change in _STEP:
        stage: Stage | None
        stage = next_stage(way, kind) if change is Change.MOVE_ON else stage_before(way, kind)
        return None if stage is None else _STEP[change].format(stage.title)
    if change is Change.FEWER_REPEATS:
        return _FEWER
    if not isinstance(muscle, int):
        return None
    return _GROUP[change].format(Text(*(muscle_name(muscle, lang) for lang in LANGUAGES)))
