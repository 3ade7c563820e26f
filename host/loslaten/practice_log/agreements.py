# SPDX-License-Identifier: MIT
"""Agreements with a person: plans, decided proposals, and what they are asked once a week."""

import json
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from loslaten.practice_log.bounds import clock_ms, json_object, known_bytes
from loslaten.practice_log.choice import Choice
from loslaten.practice_log.days import Span
from loslaten.practice_log.persons import CODE_BYTES, PersonLog

DECISIONS = ("accepted", "declined", "later")
# In the content of a plan that was taken: the code that its person had before.
CODE_BEFORE = "code_before"
_CODE = re.compile(f"[0-9a-f]{{{2 * CODE_BYTES}}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """A plan of a therapist's, as it was taken: `code` is its random id."""

    code: bytes
    made_utc_ms: int
    taken_utc_ms: int
    content: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRow:
    """Proposal of the programme, and the decision about it: one of `DECISIONS`."""

    kind: str
    content: dict[str, Any]
    decision: str
    decided_utc_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """Answers to an instrument for a day, see `measures`; self-reported."""

    instrument: str
    day: date
    answers: dict[str, Any]
    written_utc_ms: int


class AgreementLog(PersonLog):
    """A practice log with plans, proposals and measures. All methods raise StoreError."""

    def keep_plan(self, person_id: int, plan: PlanRow) -> None:
        """Keep a plan that a person took; the same one twice changes nothing."""
        with self._writing():
            self._keep_plan(person_id, plan)

    def take_plan(self, person_id: int, code: bytes, plan: PlanRow) -> None:
        """Keep a plan that somebody else wrote, and the id that it gives its person."""
        with self._writing():
            row = self._one("SELECT code FROM person WHERE id = ?", person_id)
            self._db.execute("UPDATE person SET code = ? WHERE id = ?", (code, person_id))
            if row["code"] not in (None, code):
                plan = replace(plan, content=plan.content | {CODE_BEFORE: row["code"].hex()})
            self._keep_plan(person_id, plan)

    def lasting_code(self, person_id: int) -> bytes:
        """Return the first code that a person had, whatever a plan has made of it since.

        It is what others know the person by to whom nights went before. One without any gets one.
        Raises StoreError where it cannot be read.
        """
        for plan in self.plans(person_id):
            before = plan.content.get(CODE_BEFORE)
            if isinstance(before, str) and _CODE.fullmatch(before):
                return bytes.fromhex(before)
        code = self._one("SELECT code FROM person WHERE id = ?", person_id)["code"]
        if not isinstance(code, bytes | None):
            from loslaten.practice_log import verify  # only where something is wrong

            verify.require_kinds(self._db, self.path, ("code",))
        return self.identify(person_id) if code is None else bytes(code)

    def _keep_plan(self, person_id: int, plan: PlanRow) -> None:
        self._db.execute(
            "INSERT INTO plan (person_id, code, made_utc_ms, taken_utc_ms, content) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT (code) DO NOTHING",
            (person_id, plan.code, plan.made_utc_ms, plan.taken_utc_ms, _json(plan.content)),
        )

    def plans(self, person_id: int) -> list[PlanRow]:
        """Return the plans of a person, the one in force last: the one that was made last."""
        found = self._all(
            "SELECT id, code, made_utc_ms, taken_utc_ms, content FROM plan WHERE person_id = ? "
            "ORDER BY made_utc_ms, id",
            person_id,
        )
        return list(self._legible("plan", found, _plan))

    def keep_decision(self, person_id: int, proposal: ProposalRow) -> None:
        """Keep what was decided about a proposal. ValueError for what is no decision."""
        if proposal.decision not in DECISIONS:
            raise ValueError(f"{proposal.decision} is none of {', '.join(DECISIONS)}")
        with self._writing():
            self._db.execute(
                "INSERT INTO proposal (person_id, kind, content, decision, decided_utc_ms) "
                "VALUES (?, ?, ?, ?, ?)",
                (
                    person_id,
                    proposal.kind,
                    _json(proposal.content),
                    proposal.decision,
                    proposal.decided_utc_ms,
                ),
            )

    def decisions(self, person_id: int) -> list[ProposalRow]:
        """Return what was decided about proposals to a person, oldest first."""
        found = self._all(
            "SELECT id, kind, content, decision, decided_utc_ms FROM proposal "
            "WHERE person_id = ? ORDER BY id",
            person_id,
        )
        return list(self._legible("proposal", found, _proposal))

    def add_measure(self, person_id: int, measure: MeasureRow) -> None:
        """Add a measure; an earlier one of the same day stays, and the later one counts.

        ValueError for values that are no answers of its instrument.
        """
        from loslaten.measures.instruments import accept

        accept(measure.instrument, measure.answers)
        with self._writing():
            self._db.execute(
                "INSERT INTO measure (person_id, instrument, day, answers, written_utc_ms) "
                "VALUES (?, ?, ?, ?, ?)",
                (
                    person_id,
                    measure.instrument,
                    measure.day.isoformat(),
                    _json(measure.answers),
                    measure.written_utc_ms,
                ),
            )

    def measures(self, person_id: int) -> list[MeasureRow]:
        """Return the measures of a person by their day, those of one day as they were written."""
        return self.measures_of(Choice(person_id=person_id))

    def measures_of(self, choice: Choice) -> list[MeasureRow]:
        """Return the measures of a choice of nights: of its person, in its days.

        None of a choice that is about a watch, or about nights of nobody for certain.
        """
        if choice.watch_id is not None or choice.is_unsure:
            return []
        found = self._all(
            "SELECT id, instrument, day, answers, written_utc_ms FROM measure "
            "WHERE ?1 IS NULL OR person_id = ?1 ORDER BY day, id",
            choice.person_id,
        )
        measures = self._legible("measure", found, _measure)
        return [one for one in measures if choice.days.touches(Span(one.day, one.day))]


def _plan(row: sqlite3.Row) -> PlanRow:
    return PlanRow(
        code=known_bytes(row["code"], CODE_BYTES),
        made_utc_ms=clock_ms(row["made_utc_ms"]),
        taken_utc_ms=clock_ms(row["taken_utc_ms"]),
        content=json_object(row["content"]),
    )


def _proposal(row: sqlite3.Row) -> ProposalRow:
    return ProposalRow(
        kind=row["kind"],
        content=json_object(row["content"]),
        decision=row["decision"],
        decided_utc_ms=clock_ms(row["decided_utc_ms"]),
    )


def _measure(row: sqlite3.Row) -> MeasureRow:
    from loslaten.measures.instruments import accept

    answers = json_object(row["answers"])
    accept(row["instrument"], answers)
    return MeasureRow(
        instrument=row["instrument"],
        day=date.fromisoformat(row["day"]),
        answers=answers,
        written_utc_ms=clock_ms(row["written_utc_ms"]),
    )


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
