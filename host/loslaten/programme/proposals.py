# SPDX-License-Identifier: MIT
"""Proposals: at most one at a time, each with the nights and the figures that it rests on.

Only nights after the newest decision count, so a decision is never reversed without new facts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from loslaten.programme import rules
from loslaten.programme.changes import applied
from loslaten.programme.evidence import (
    NightFacts,
    asked_at,
    days_between,
    nights_by_muscle,
    rated,
)
from loslaten.programme.rules import Change
from loslaten.programme.stages import (
    Kind,
    Stage,
    Way,
    kind_of,
    next_stage,
    stage_before,
)
from loslaten_core.practice.protocol import Protocol


class Answer(StrEnum):
    """Answer of the wearer to a proposal."""

    ACCEPTED = "accepted"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Proposal of one change: to a stage, or to one muscle group of the protocol.

    `nights` are the sessions that it rests on, `count` of them show what it is about.
    """

    change: Change
    nights: tuple[int, ...]
    count: int
    kind: Kind
    stage: Stage | None = None
    muscle: int | None = None
    gap_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Decision about a proposal, made when `after_session` was the newest night of the log.

    after_gap: whether the proposal came from a long time without practice.
    """

    change: Change
    answer: Answer
    kind: Kind
    muscle: int | None
    after_session: int
    after_gap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All that a proposal follows from.

    `nights` are in the order of their time, `decisions` in theirs. `protocol` is the one that is
    practised now. `locked` says that a therapist has locked the stages in a plan.
    """

    protocol: Protocol
    way: Way
    nights: tuple[NightFacts, ...]
    decisions: tuple[Decision, ...]
    today: date
    locked: bool = False

    @property
    def kind(self) -> Kind:
        """Kind of practice of the present stage."""
        return kind_of(self.protocol)


def propose(standing: Standing) -> Proposal | None:
    """Return what to propose today, None where nothing is to be proposed."""
    after_gap = _after_gap(standing)
    if after_gap is not None:
        return after_gap
    if _is_quiet(standing):
        return None
    nights = _since_decided(standing)
    for find in (_step_back, _lighten, _fewer_repeats, _lengthen, _move_on):
        proposal = find(standing, nights)
        if proposal is not None and not _is_declined(standing, proposal):
            return proposal
    return None


def _since_decided(standing: Standing) -> list[NightFacts]:
    """Return the nights of the present stage since it began: of another one they say nothing."""
    since = max(
        (
            one.after_session
            for one in standing.decisions
            if one.answer is Answer.ACCEPTED and one.change in (Change.STEP_BACK, Change.MOVE_ON)
        ),
        default=0,
    )
    found: list[NightFacts] = []
    for night in reversed(standing.nights):
        if night.session <= since or night.kind != standing.kind:
            break
        found.append(night)
    return found[::-1]


def _is_quiet(standing: Standing) -> bool:
    """Whether the newest decision is so fresh that nothing is proposed."""
    decided = max((one.after_session for one in standing.decisions), default=None)
    if decided is None:
        return False
    newer = [one for one in standing.nights if one.session > decided]
    return len(newer) < rules.QUIET_NIGHTS


def _is_declined(standing: Standing, proposal: Proposal) -> bool:
    """Whether the same was put off, and too few nights have come since to ask again."""
    for decision in reversed(standing.decisions):
        same = (decision.change, decision.muscle) == (proposal.change, proposal.muscle)
        if same and decision.kind == proposal.kind:
            newer = [one for one in standing.nights if one.session > decision.after_session]
            return decision.answer is Answer.LATER and len(newer) < rules.ASK_AGAIN_NIGHTS
    return False


def _after_gap(standing: Standing) -> Proposal | None:
    """Return a step back after a long time without practice.

    The gap is a new fact: that a step back was declined before it does not count, and only what
    was decided about this gap, or a step back that was taken right before it, does.
    """
    stage = stage_before(standing.way, standing.kind)
    if standing.locked or stage is None or not standing.nights:
        return None
    newest = standing.nights[-1]
    gap_days = days_between(newest.day, standing.today)
    if gap_days is not None and gap_days >= rules.GAP_DAYS:
        decided = [
            one.after_session
            for one in standing.decisions
            if one.change is Change.STEP_BACK and (one.after_gap or one.answer is Answer.ACCEPTED)
        ]
        if newest.session not in decided:
            return Proposal(
                change=Change.STEP_BACK,
                nights=(newest.session,),
                count=1,
                kind=standing.kind,
                stage=stage,
                gap_days=gap_days,
            )
    return None


def _step_back(standing: Standing, nights: list[NightFacts]) -> Proposal | None:
    stage = stage_before(standing.way, standing.kind)
    if standing.locked or stage is None:
        return None
    looked_at = nights[-rules.BAD_OF :]
    bad = [night for night in looked_at if night.is_bad]
    if len(bad) < rules.BAD_NIGHTS:
        return None
    return Proposal(
        change=Change.STEP_BACK,
        nights=tuple(night.session for night in looked_at),
        count=len(bad),
        kind=standing.kind,
        stage=stage,
    )


def _move_on(standing: Standing, nights: list[NightFacts]) -> Proposal | None:
    stage = next_stage(standing.way, standing.kind)
    if standing.locked or stage is None or len(nights) < _nights_needed(standing):
        return None
    looked_at = nights[-rules.GOOD_OF :]
    good = [night for night in looked_at if night.is_good]
    lasted_days = days_between(nights[0].day, nights[-1].day)
    if len(good) < rules.GOOD_NIGHTS or not nights[-1].is_good:
        return None
    if lasted_days is None or lasted_days + 1 < rules.STAGE_DAYS:
        return None
    if asked_at(looked_at) > rules.ASKED_GROUPS_MAX:
        return None
    with_ratings = rated(looked_at)
    if len(with_ratings) >= rules.RATED_MIN and sum(one.change for one in with_ratings) >= 0:
        return None
    return Proposal(
        change=Change.MOVE_ON,
        nights=tuple(night.session for night in looked_at),
        count=len(good),
        kind=standing.kind,
        stage=stage,
    )


def _nights_needed(standing: Standing) -> int:
    """Return after how many nights of this stage to move on: more after each step back to it."""
    back = sum(
        one.change is Change.STEP_BACK and one.answer is Answer.ACCEPTED
        for one in standing.decisions
    )
    return int(rules.STAGE_NIGHTS * rules.BACKOFF ** min(back, rules.BACKOFF_MAX))


def _lighten(standing: Standing, nights: list[NightFacts]) -> Proposal | None:
    cut = {
        muscle: [session for session, group in found if group.is_cut]
        for muscle, found in nights_by_muscle(_since(standing, nights, Change.LIGHTEN)).items()
    }
    return _of_muscle(standing, Change.LIGHTEN, cut, rules.CUT_NIGHTS)


def _lengthen(standing: Standing, nights: list[NightFacts]) -> Proposal | None:
    asked: dict[int, list[int]] = {}
    looked_at = _since(standing, nights, Change.LENGTHEN)
    for muscle, found in nights_by_muscle(looked_at).items():
        sessions = [session for session, group in found if group.asked]
        enough = len(sessions) >= rules.ASKED_SHARE * len(found)
        if enough and _lengthened(standing, muscle) < rules.LENGTHEN_MAX:
            asked[muscle] = sessions
    return _of_muscle(standing, Change.LENGTHEN, asked, rules.ASKED_NIGHTS)


def _lengthened(standing: Standing, muscle: int) -> int:
    """Return how often the release of a muscle group was lengthened in this stage."""
    return sum(
        one.change is Change.LENGTHEN
        and one.answer is Answer.ACCEPTED
        and (one.muscle, one.kind) == (muscle, standing.kind)
        for one in standing.decisions
    )


def _of_muscle(
    standing: Standing, change: Change, found: dict[int, list[int]], least: int
) -> Proposal | None:
    """Return a change of the muscle group with the most nights, None where none has enough."""
    enough = {
        muscle: sessions
        for muscle, sessions in found.items()
        if len(sessions) >= least and applied(standing.protocol, change, muscle) is not None
    }
    if not enough:
        return None
    muscle = min(enough, key=lambda muscle: (-len(enough[muscle]), muscle))
    return Proposal(
        change=change,
        nights=tuple(enough[muscle]),
        count=len(enough[muscle]),
        kind=standing.kind,
        muscle=muscle,
    )


def _fewer_repeats(standing: Standing, nights: list[NightFacts]) -> Proposal | None:
    late = [
        night for night in _since(standing, nights, Change.FEWER_REPEATS) if night.is_stopped_late
    ]
    if len(late) < rules.STOPPED_NIGHTS:
        return None
    if applied(standing.protocol, Change.FEWER_REPEATS, None) is None:
        return None
    return Proposal(
        change=Change.FEWER_REPEATS,
        nights=tuple(night.session for night in late),
        count=len(late),
        kind=standing.kind,
    )


def _since(standing: Standing, nights: Sequence[NightFacts], change: Change) -> list[NightFacts]:
    """Return the newest nights after the last such change: those before it showed its cause."""
    since = max(
        (
            one.after_session
            for one in standing.decisions
            if one.change is change and one.answer is Answer.ACCEPTED
        ),
        default=0,
    )
    return [night for night in nights if night.session > since][-rules.RECENT_NIGHTS :]
