# SPDX-License-Identifier: MIT
"""From the practice log to what proposals follow from, and decisions back into it."""

from datetime import date, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any

from loslaten.language.muscle_texts import catalogue, muscle_name
from loslaten.language.text import LANGUAGES, Text
from loslaten.practice_log.agreements import ProposalRow
from loslaten.practice_log.choice import Choice
from loslaten.practice_log.days import day_of, span_of
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.ratings import ratings
from loslaten.practice_log.rows import ProtocolRow
from loslaten.practice_log.sessions import Night, joined, names_of, title_of
from loslaten.programme import rules
from loslaten.programme.evidence import GroupFacts, NightFacts
from loslaten.programme.proposals import Answer, Decision, Proposal, Standing
from loslaten.programme.rules import Change
from loslaten.programme.stages import Kind, Way, kind_of, way_of
from loslaten.protocols.file import GroupText, ProtocolFile, instruction
from loslaten.protocols.plan import way
from loslaten_core.practice import muscles
from loslaten_core.practice.event import COMPLETED, LEFT, STOPPED
from loslaten_core.practice.protocol import Protocol

# More nights than these are of another time.
_NIGHTS_READ = 400
# More than the rules look at, for those whose protocol is not known.
_RECENT_READ = 4 * rules.RECENT_NIGHTS
# Whatever the zone, it is no later anywhere than a day after today here.
_ZONES_APART = timedelta(days=1)
_NAME_MAX = 20
_OWN = "own-"
_SOURCE = Text("{}, veranderd door het programma", "{}, changed by the programme")
_ADJUSTED = Text("{}, aangepast", "{}, adjusted")


def standing(log: PracticeLog, person_id: int, today: date) -> Standing | None:
    """Return what proposals to a person follow from; None before the first night is known.

    Raises StoreError.
    """
    nights = _newest(log, person_id)
    if not nights:
        return None
    protocol = nights[-1].protocol
    assert protocol is not None
    planned: dict[bytes, int] = {}
    return Standing(
        protocol=protocol,
        way=_way(nights),
        nights=tuple(_facts(night, planned) for night in nights),
        decisions=tuple(decisions(log, person_id, today)),
        today=today,
        locked=_is_locked(log, person_id),
    )


def stored_protocol(log: PracticeLog, person_id: int) -> ProtocolRow | None:
    """Return the protocol that a person practised last, as it was put on the watch."""
    sessions = log.each_session(Choice(person_id=person_id), newest_first=True)
    for session in islice(sessions, _NIGHTS_READ):
        night = next(joined(log, (session,), with_groups=False))
        if night.protocol is not None:
            return night.stored
    return None


def decisions(log: PracticeLog, person_id: int, today: date) -> list[Decision]:
    """Return what a person decided about proposals; one of a newer loslaten is left out.

    Which night was the newest then is told by when the nights came, not by its number: another log
    that takes decisions and nights in numbers them anew. One of a day to come was decided by a
    wrong clock, and counts as decided before all nights.
    """
    kept = log.decisions(person_id)
    came = log.arrivals(person_id) if kept else []
    found = []
    for row in kept:
        is_possible = day_of(row.decided_utc_ms, 0) <= today + _ZONES_APART
        before = [one for one, at_ms in came if is_possible and at_ms <= row.decided_utc_ms]
        try:
            found.append(
                Decision(
                    change=Change(row.kind),
                    answer=Answer(row.decision),
                    kind=Kind(row.content["stage"]),
                    muscle=row.content.get("muscle"),
                    after_session=max(before, default=0),
                    after_gap=row.content.get("gap_days") is not None,
                )
            )
        except (ValueError, KeyError):
            continue
    return found


def keep(
    log: PracticeLog, person_id: int, proposal: Proposal, answer: Answer, now_utc_ms: int
) -> None:
    """Keep what a person decided about a proposal. Raises StoreError."""
    content: dict[str, Any] = {
        "stage": proposal.kind.value,
        "muscle": proposal.muscle,
        "nights": list(proposal.nights),
        "count": proposal.count,
        "gap_days": proposal.gap_days,
    }
    log.keep_decision(
        person_id,
        ProposalRow(
            kind=proposal.change.value,
            content=content,
            decision=answer.value,
            decided_utc_ms=now_utc_ms,
        ),
    )


def changed_file(stored: ProtocolRow, protocol: Protocol) -> ProtocolFile:
    """Return a changed protocol as a file of its own, whose name and title say that it is one."""
    title = Text(*(title_of(stored, lang) or stored.name for lang in LANGUAGES))
    is_own = stored.name.startswith(_OWN)
    protocol.name = stored.name if is_own else f"{_OWN}{stored.name}"[:_NAME_MAX]
    names = [names_of(stored, lang) for lang in LANGUAGES]
    return ProtocolFile(
        path=Path(f"{protocol.name}.toml"),
        protocol=protocol,
        title=title if is_own else _ADJUSTED.format(title),
        description=Text(stored.name, stored.name),
        caution=None,
        source=_SOURCE.format(stored.name),
        from_memory=None,
        groups=tuple(_group_text(group.muscle, names, protocol) for group in protocol.groups),
    )


def _group_text(number: int, names: list[dict[int, str]], protocol: Protocol) -> GroupText:
    muscle = muscles.by_number(number)
    key = str(number) if muscle is None else muscle.key
    name = Text(
        *(
            named.get(number) or muscle_name(number, lang)
            for named, lang in zip(names, LANGUAGES, strict=True)
        )
    )
    group = next(group for group in protocol.groups if group.muscle == number)
    said = name if muscle is None else instruction(group, catalogue()[key])
    return GroupText(muscle=key, name=name, instruction=said)


def _newest(log: PracticeLog, person_id: int) -> list[Night]:
    """Return the newest nights, of which the protocol is known, in order of time.

    Of the muscle groups the rules look at recent nights only.
    """
    sessions = log.each_session(Choice(person_id=person_id), newest_first=True)
    recent = joined(log, islice(sessions, _RECENT_READ))
    older = joined(log, islice(sessions, _NIGHTS_READ - _RECENT_READ), with_groups=False)
    return [night for night in chain(recent, older) if night.protocol is not None][::-1]


def _way(nights: list[Night]) -> Way:
    """Return whose order is followed: of the first stage that was practised with groups."""
    for night in nights:
        if night.protocol is not None and kind_of(night.protocol) in (Kind.MANY, Kind.SEVEN):
            return way_of(night.protocol)
    return Way.LEAFLET


def _facts(night: Night, planned: dict[bytes, int]) -> NightFacts:
    session, protocol = night.session, night.protocol
    assert protocol is not None
    if session.protocol_id not in planned:
        planned[session.protocol_id] = way(protocol, asking=False).duration_ms
    rated = ratings(session, night.notes)
    return NightFacts(
        session=session.id,
        day=span_of(night.began).day,
        kind=kind_of(protocol),
        is_completed=session.ending == COMPLETED,
        is_stopped=session.ending in (STOPPED, LEFT),
        duration_ms=session.duration_ms,
        planned_ms=planned[session.protocol_id],
        before=rated.before,
        after=rated.after,
        groups=tuple(
            GroupFacts(
                muscle=group.muscle,
                done=group.done,
                asked=group.asked,
                is_cut=bool(group.cuts) or group.skipped,
            )
            for group in night.groups
            if not group.left_out
        ),
    )


def _is_locked(log: PracticeLog, person_id: int) -> bool:
    """Whether the plan in force locks the stages."""
    plans = log.plans(person_id)
    return bool(plans and plans[-1].content.get("stages_locked"))
