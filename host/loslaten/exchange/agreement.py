# SPDX-License-Identifier: MIT
"""Plans in the practice log: written by a therapist, taken by the person whom they are for."""

from datetime import date
from enum import StrEnum

import msgspec

from loslaten.exchange.errors import ExchangeError
from loslaten.exchange.plan import Plan, SignedPlan
from loslaten.language.text import Text
from loslaten.practice_log.agreements import CODE_BEFORE, PlanRow
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.persons import PersonRow

# The clocks of two computers may differ by this, and by no more.
_AHEAD_MS = 2 * 86_400_000

_ELSE = Text("dit plan is voor iemand anders", "this plan is for somebody else")
_ASK_YOURS = Text("vraag uw therapeut om dat van u", "ask your therapist for yours")
_OLDER = Text(
    "dit plan is ouder dan het plan dat u volgt", "this plan is older than the one you follow"
)
_STAYS = Text("het nieuwere plan blijft gelden", "the newer plan stays in force")
_FUTURE = Text(
    "dit plan is volgens zijn datum in de toekomst geschreven",
    "by its date, this plan was written in the future",
)
_CLOCKS = Text(
    "ga na of de klok van deze computer goed staat; anders staat die van uw therapeut verkeerd",
    "see that the clock of this computer is right; else that of your therapist is wrong",
)
_OTHER_WRITER = Text(
    "dit plan komt niet van de computer die uw vorige plan schreef",
    "this plan does not come from the computer that wrote your last one",
)
_COMPARE = Text(
    "vraag uw therapeut of dit getal het zijne is: {}; zo ja: --new-therapist",
    "ask your therapist whether this number is theirs: {}; if so: --new-therapist",
)


class OtherWriterError(ExchangeError):
    """The plan was signed by another key than the one in force."""


class Taken(StrEnum):
    """Outcome of taking a plan: known already, the first, or from the known computer."""

    KNOWN = "known"
    FIRST = "first"
    PROVEN = "proven"


def kept_plan(row: PlanRow) -> SignedPlan:
    """Return a plan as the log has it. MsgspecError, ValueError for a newer one."""
    values = dict(row.content)
    values.pop(CODE_BEFORE, None)
    signer = bytes.fromhex(str(values.pop("signer", "")))
    values |= {"code": row.code.hex(), "made_utc_ms": row.made_utc_ms}
    return SignedPlan(plan=msgspec.convert(values, Plan), signer=signer)


def in_force(log: PracticeLog, person_id: int, today: date | None = None) -> SignedPlan | None:
    """Return the plan of a person that was made last; with `today`, unless it is over by then."""
    for row in reversed(log.plans(person_id)):
        try:
            found = kept_plan(row)
        except (msgspec.MsgspecError, ValueError):
            continue
        return found if today is None or today <= found.plan.until else None
    return None


def keep_written(log: PracticeLog, person: PersonRow, signed: SignedPlan) -> None:
    """Keep a plan that was written here, as what was agreed on. Raises StoreError."""
    log.keep_plan(person.id, _row(signed, signed.plan.made_utc_ms))


def take(
    log: PracticeLog,
    person: PersonRow,
    signed: SignedPlan,
    now_utc_ms: int,
    new_therapist: bool = False,
) -> Taken:
    """Take a plan for a person, whose id from now on is the one in it.

    Where the person has an id that a plan gave, it has to be that. Raises ExchangeError, with
    nothing changed, and StoreError.
    """
    with log.alone():
        return _take(log, person, signed, now_utc_ms, new_therapist)


def _take(
    log: PracticeLog, person: PersonRow, signed: SignedPlan, now_utc_ms: int, new_therapist: bool
) -> Taken:
    plan, before = signed.plan, in_force(log, person.id)
    code = bytes.fromhex(plan.person)
    _require_theirs(log, person, code, before)
    if before is not None and before.plan.code == plan.code:
        return Taken.KNOWN
    if plan.made_utc_ms > now_utc_ms + _AHEAD_MS:
        raise ExchangeError(_FUTURE, _CLOCKS)
    if before is not None and plan.made_utc_ms <= before.plan.made_utc_ms:
        raise ExchangeError(_OLDER, _STAYS)
    is_same_writer = before is not None and before.signer == signed.signer
    if before is not None and not is_same_writer and not new_therapist:
        raise OtherWriterError(_OTHER_WRITER, _COMPARE.format(signed.fingerprint))
    log.take_plan(person.id, code, _row(signed, now_utc_ms))
    return Taken.PROVEN if is_same_writer else Taken.FIRST


def _require_theirs(
    log: PracticeLog, person: PersonRow, code: bytes, before: SignedPlan | None
) -> None:
    """Raise ExchangeError unless a plan for the person of this id can be this person's."""
    here = {one.id: one.code for one in log.persons()}
    has_other = here.get(person.id) not in (None, code)
    if any(known == code and number != person.id for number, known in here.items()):
        raise ExchangeError(_ELSE, _ASK_YOURS)
    if has_other and (before is not None or log.deliveries(person.id)):
        raise ExchangeError(_ELSE, _ASK_YOURS)


def _row(signed: SignedPlan, taken_utc_ms: int) -> PlanRow:
    content = msgspec.to_builtins(signed.plan)
    del content["code"], content["made_utc_ms"]
    return PlanRow(
        code=bytes.fromhex(signed.plan.code),
        made_utc_ms=signed.plan.made_utc_ms,
        taken_utc_ms=taken_utc_ms,
        content=content | {"signer": signed.signer.hex()},
    )
