# SPDX-License-Identifier: MIT
"""Nights of one person from this log into a file, and from a file into this log."""

from dataclasses import dataclass
from pathlib import Path

from loslaten.exchange import agreement, nights_file
from loslaten.exchange.errors import ExchangeError
from loslaten.exchange.own_keys import OwnKeys, fingerprint
from loslaten.language.text import Text
from loslaten.practice_log.backup import read as reading
from loslaten.practice_log.backup import write_nights
from loslaten.practice_log.backup.take_nights import TakenNights
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.deliveries import DeliveryRow
from loslaten.practice_log.persons import PersonRow

_NOBODY = Text(
    "deze nachten zijn van iemand die hier niet bekend is",
    "these nights are of somebody who is not known here",
)
_ADD = Text(
    "weet u van wie? Voeg die toe: --add NAAM", "do you know of whom? Add them: --add NAME"
)
_OTHER_SENDER = Text(
    "dit bestand komt niet van de computer die eerdere nachten van {} stuurde",
    "this file does not come from the computer that sent earlier nights of {}",
)
_COMPARE = Text(
    "vraag of dit getal het zijne is: {}; zo ja: --new-sender",
    "ask whether this number is theirs: {}; if so: --new-sender",
)
_TO_WHOM = Text("voor wie zijn de nachten?", "for whom are the nights?")
_SAY_WHOM = Text(
    "open eerst een plan van uw therapeut: loslaten plan take BESTAND; of zeg de sleutel: --to "
    "age1…; of verzegel met een wachtzin: --passphrase",
    "open a plan of your therapist's first: loslaten plan take FILE; or say the key: --to age1…; "
    "or seal it with a passphrase: --passphrase",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedNights:
    """Outcome of opening a file: whose nights, what was new, and whether the sender is proven.

    `fingerprint` is that of the sender's key.
    """

    person: PersonRow
    taken: TakenNights
    is_proven: bool
    fingerprint: str


def recipient_of(log: WholeLog, person_id: int) -> str:
    """Return the key that a person's plan seals to. Raises ExchangeError without a plan."""
    plan = agreement.in_force(log, person_id)
    if plan is None:
        raise ExchangeError(_TO_WHOM, _SAY_WHOM)
    return plan.plan.seal_to


def sealed(
    log: WholeLog,
    person: PersonRow,
    now_utc_ms: int,
    keys: OwnKeys,
    *,
    recipient: str | None = None,
    passphrase: str | None = None,
) -> bytes:
    """Return the file of all nights of a person: for a recipient, a passphrase, or their plan's.

    Raises ExchangeError, KeyStoreError and StoreError.
    """
    with log.alone():
        if recipient is None and passphrase is None:
            recipient = recipient_of(log, person.id)
        code = log.identify(person.id)
        lines = "".join(write_nights.written(log, person.id)).encode()
    return nights_file.sealed(
        lines, code, now_utc_ms, keys, recipient=recipient, passphrase=passphrase
    )


def open_file(
    path: Path,
    sealed: bytes,
    log: WholeLog,
    now_utc_ms: int,
    keys: OwnKeys,
    *,
    passphrase: str | None = None,
    add_as: str | None = None,
    new_sender: bool = False,
) -> OpenedNights:
    """Open a file of nights and take what is new into the log, as that person's.

    path: what it is called in errors; `sealed` is its content. add_as: a name under which
    somebody who is not known here is added. new_sender: take them also where earlier ones were
    signed by another key. Raises ExchangeError, FileError, PersonError, KeyStoreError and
    StoreError.
    """
    sent = nights_file.opened(sealed, keys, passphrase)
    with log.alone():
        known = next((one for one in log.persons() if one.code == sent.person), None)
        if known is None and add_as is None:
            raise ExchangeError(_NOBODY, _ADD)
        is_proven = known is not None and _is_proven(log, known, sent, new_sender)
        person = known or log.add_person(add_as or "", now_utc_ms, sent.person)
        delivery = DeliveryRow(
            code=sent.code,
            made_utc_ms=sent.made_utc_ms,
            received_utc_ms=now_utc_ms,
            sender=sent.sender,
            proven=is_proven or new_sender,
        )
        taken = reading.take_nights(path, sent.lines, log, person.id, delivery)
    return OpenedNights(
        person=person,
        taken=taken,
        is_proven=delivery.proven,
        fingerprint=fingerprint(sent.sender),
    )


def _is_proven(
    log: WholeLog, person: PersonRow, sent: nights_file.SentNights, new_sender: bool
) -> bool:
    """Whether earlier nights of a person have the same sender. Raises ExchangeError for another.

    With `new_sender` another may be.
    """
    senders = [one.sender for one in log.deliveries(person.id)]
    is_proven = bool(senders) and senders[-1] == sent.sender
    if senders and not is_proven and not new_sender:
        number = fingerprint(sent.sender)
        raise ExchangeError(_OTHER_SENDER.format(person.called()), _COMPARE.format(number))
    return is_proven
