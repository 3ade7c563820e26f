# SPDX-License-Identifier: MIT
"""Sending a person's nights and measures: what the server is not known to have, a part at a time.

After each part that the server took, the log remembers it: whatever ends the sending, the next one
goes on there. Where that is not remembered, everything is sent again and changes nothing.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from loslaten.export import fhir_resources as resources
from loslaten.export.fhir_resources import Piece, Subject
from loslaten.practice_log.backup.exported import entries
from loslaten.practice_log.choice import Choice
from loslaten.practice_log.sent import DESTINATION_BYTES, SentLog
from loslaten.sending.server import Server
from loslaten.sending.transactions import Unit, divided, transaction


class Progress(Protocol):
    """Somebody who is told how far the sending is."""

    def __call__(self, done: int, total: int) -> None:
        """Hear that so many of so many things are sent."""


@dataclass(slots=True, kw_only=True)
class Outcome:
    """Counts of resources: new to the server, there already, and not sent as it is known to be."""

    created: int = 0
    present: int = 0
    known: int = 0


def send(
    log: SentLog,
    person_id: int,
    subject: Subject,
    server: Server,
    lang: str,
    progress: Progress | None = None,
) -> Outcome:
    """Send what the server lacks of a person. Raises SendingError and StoreError."""
    destination = _destination(server.base, subject)
    known = log.sent(destination, person_id)
    context: dict[str, Piece] = {subject.urn: resources.patient(subject)}
    outcome = Outcome()
    missing: list[Unit] = []
    for unit in _units(log, person_id, subject, context, lang):
        new = [piece for piece in unit if piece.uuid not in known]
        outcome.known += len(unit) - len(new)
        if new:
            missing.append(_with_what_it_needs(unit, new))
    total = sum(map(len, missing))
    done = 0
    for pieces in divided(missing, context):
        created = server.transact(transaction(pieces))
        names = [piece.uuid for piece in pieces if piece.urn not in context]
        log.keep_sent(destination, person_id, names)
        _count(outcome, pieces, created, context, known)
        done += len(names)
        if progress is not None:
            progress(done, total)
    return outcome


def _units(
    log: SentLog, person_id: int, subject: Subject, context: dict[str, Piece], lang: str
) -> Iterator[Unit]:
    """Yield the nights, then the measures; the watches of the nights go into `context`."""
    choice = Choice(person_id=person_id)
    with log.snapshot():
        for entry in entries(log, choice):
            watch = resources.device(entry.night.watch, subject.with_words, lang)
            context.setdefault(watch.urn, watch)
            yield list(resources.of_session(entry, subject, lang))
        for row in log.measures_of(choice):
            yield list(resources.of_measure(row, subject, lang))


def _with_what_it_needs(unit: Unit, new: Unit) -> Unit:
    """Return what is new of a unit with its head, to which the rest of it refers."""
    return new if new[0] is unit[0] else [unit[0], *new]


def _count(
    outcome: Outcome,
    pieces: list[Piece],
    created: list[bool],
    context: dict[str, Piece],
    known: set[UUID],
) -> None:
    for piece, is_new in zip(pieces, created, strict=True):
        if piece.urn not in context and piece.uuid not in known:
            outcome.created += is_new
            outcome.present += not is_new


def _destination(base: str, subject: Subject) -> bytes:
    """Return a digest of where it goes and as whom."""
    told = f"{base} {subject.code.hex()} {bool(subject.name)} {subject.with_words}"
    return hashlib.sha256(told.encode()).digest()[:DESTINATION_BYTES]
