# SPDX-License-Identifier: MIT
"""The practice log as a FHIR R4 Bundle, a file for a health record."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from loslaten.export import fhir_questions, fhir_resources
from loslaten.export import fhir_terms as terms
from loslaten.export.fhir_resources import Piece, Subject
from loslaten.practice_log.agreements import MeasureRow
from loslaten.practice_log.backup.exported import ExportEntry
from loslaten.practice_log.choice import Choice
from loslaten.practice_log.log import PracticeLog


def subject_of(
    log: PracticeLog, choice: Choice, *, is_named: bool = False, with_words: bool = True
) -> Subject | None:
    """Return whose the nights of a choice are, None where that is nobody for certain.

    Somebody without a code is given one, so that they are the same the next time; where nothing
    can be written there is none to be told, nor where it cannot be read.
    """
    every = [one for one in log.persons() if choice.person_id in (None, one.id)]
    if choice.is_unsure or len(every) != 1:
        return None
    (person,) = every
    is_unreadable = person.code == b""
    # A damaged row, which is left out, takes no code.
    can_be_given = log.can_be_written and "person" not in log.left_out
    if is_unreadable or (person.code is None and not can_be_given):
        return None
    code = log.lasting_code(person.id)
    return Subject(code=code, name=person.name if is_named else "", with_words=with_words)


def write(
    entries: Iterable[ExportEntry],
    lang: str,
    subject: Subject | None = None,
    measures: Iterable[MeasureRow] = (),
) -> Iterator[str]:
    """Yield the Bundle in pieces, a resource each; texts in `lang`, "nl" or "en".

    subject: whose nights they are; without one nobody is told, and no measures are.
    """
    yield '{"resourceType": "Bundle", "type": "collection", "entry": [\n'
    resources = _resources(entries, lang, subject, measures)
    for number, (urn, resource) in enumerate(resources):
        text = json.dumps(_entry(urn, resource), ensure_ascii=False)
        yield (",\n" if number else "") + text
    yield "\n]}\n"


def _resources(
    entries: Iterable[ExportEntry],
    lang: str,
    subject: Subject | None,
    measures: Iterable[MeasureRow],
) -> Iterator[tuple[str, dict[str, Any]]]:
    yield terms.CODE_SYSTEM, terms.code_system(lang)
    yield from fhir_questions.questionnaires(lang)
    for piece in _pieces(entries, lang, subject, measures):
        yield piece.urn, piece.resource


def _pieces(
    entries: Iterable[ExportEntry],
    lang: str,
    subject: Subject | None,
    measures: Iterable[MeasureRow],
) -> Iterator[Piece]:
    if subject is not None:
        yield fhir_resources.patient(subject)
    # The same thing said twice is one resource.
    written = set()
    for piece in chain(
        _of_sessions(entries, lang, subject), _of_measures(measures, lang, subject)
    ):
        if piece.urn not in written:
            written.add(piece.urn)
            yield piece


def _of_sessions(
    entries: Iterable[ExportEntry], lang: str, subject: Subject | None
) -> Iterator[Piece]:
    watches = set()
    for entry in entries:
        watch = entry.night.watch
        if watch not in watches:
            watches.add(watch)
            yield fhir_resources.device(watch, subject is None or subject.with_words, lang)
        yield from fhir_resources.of_session(entry, subject, lang)


def _of_measures(
    measures: Iterable[MeasureRow], lang: str, subject: Subject | None
) -> Iterator[Piece]:
    if subject is not None:
        for row in measures:
            yield from fhir_resources.of_measure(row, subject, lang)


def _entry(urn: str, resource: dict[str, Any]) -> dict[str, Any]:
    """Return a resource under its URN, which is also its id."""
    kind = {"resourceType": resource["resourceType"], "id": urn.removeprefix("urn:uuid:")}
    return {"fullUrl": urn, "resource": kind | resource}
