# SPDX-License-Identifier: MIT
"""An offer: today's proposal in words, with the protocol that accepting it puts on the watch."""

from dataclasses import dataclass
from datetime import date

from loslaten.language.muscle_texts import muscle_name
from loslaten.practice_log.log import PracticeLog
from loslaten.programme import reading
from loslaten.programme.changes import effect
from loslaten.programme.evidence import NightFacts
from loslaten.programme.proposals import Answer, Decision, Proposal, Standing, propose
from loslaten.programme.stages import STAGES, Stage, Way
from loslaten.programme.words import ToldProposal, told
from loslaten.protocols.file import ProtocolFile, find


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A proposal, its words, and the protocol that it leads to."""

    proposal: Proposal
    words: ToldProposal
    file: ProtocolFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Position of a person in the programme: the stage, since when, in how many nights."""

    way: Way
    stage: Stage | None
    since: date | None
    nights: int
    decisions: tuple[Decision, ...]
    is_locked: bool


def offer(log: PracticeLog, person_id: int, standing: Standing | None) -> Offer | None:
    """Return what a person is offered where they stand, None where nothing. Raises StoreError."""
    proposal = None if standing is None else propose(standing)
    stored = reading.stored_protocol(log, person_id)
    if standing is None or proposal is None or stored is None:
        return None
    changed = effect(standing.protocol, proposal.change, proposal.muscle)
    if proposal.stage is not None:
        file = find(proposal.stage.protocol)
        other = file.protocol
    elif changed is not None:
        file, other = reading.changed_file(stored, changed.protocol), None
    else:
        return None
    words = told(proposal, standing.protocol, changed, other, muscle_name)
    return Offer(proposal=proposal, words=words, file=file)


def place(standing: Standing | None) -> Place | None:
    """Return where a person is in the programme, None before the first night."""
    if standing is None:
        return None
    row = STAGES[standing.way]
    here = _nights_here(standing)
    return Place(
        way=standing.way,
        stage=next((stage for stage in row if stage.kind == standing.kind), None),
        since=next((night.day for night in here if night.day is not None), None),
        nights=len(here),
        decisions=tuple(one for one in standing.decisions if one.answer is Answer.ACCEPTED),
        is_locked=standing.locked,
    )


def _nights_here(standing: Standing) -> list[NightFacts]:
    """Return the newest nights without one of another stage between."""
    found = []
    for night in reversed(standing.nights):
        if night.kind != standing.kind:
            break
        found.append(night)
    return found[::-1]
