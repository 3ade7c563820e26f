# SPDX-License-Identifier: MIT
"""From the practice log to what a report counts; nothing of it is larger than a line a session."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from loslaten.language.text import LANGUAGES
from loslaten.practice_log import moments as when
from loslaten.practice_log import rows
from loslaten.practice_log.choice import EVERYTHING, Choice
from loslaten.practice_log.days import day_of, span_of
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.ratings import ratings
from loslaten.practice_log.sessions import names_of, title_of
from loslaten.protocols.plan import way
from loslaten.report.entries import Planned, ReportEntry, Taken
from loslaten_core.practice import protocol as practised

_LONG_AGO_MS = 0
_PAGE = 500

# A session with its notes, the oldest first.
Noted = tuple[rows.SessionRow, Sequence[rows.Note]]


def taken(log: PracticeLog, choice: Choice = EVERYTHING) -> Taken:
    """Return what the log holds of a choice of nights. Raises StoreError."""
    return joined(log, _noted(log, choice), choice)


def joined(log: PracticeLog, noted: Iterable[Noted], choice: Choice = EVERYTHING) -> Taken:
    """Return sessions as a report wants them; those that may be in the days of the choice."""
    placed, journals = [], set()
    for session, notes in noted:
        one = entry(session, notes)
        if choice.days.touches(one.span):
            placed.append((_earliest_ms(session), session.id, one))
            journals.add(session.journal_id)
    placed.sort(key=lambda one: one[:2])
    entries = tuple(one for _, _, one in placed)
    return Taken(
        entries=entries,
        planned=_planned(log, {one.protocol_id for one in entries}),
        told=log.told_days(choice),
        lost=_lost(log, journals, choice.person_id),
        measures=tuple(log.measures_of(choice)),
        taps=tuple(log.tap_days(choice)),
        left_out=log.left_out,
    )


def _noted(log: PracticeLog, choice: Choice) -> Iterator[Noted]:
    """Yield the sessions of a choice with their notes, a page of them in memory at a time."""
    coming = log.each_session(choice)
    while page := list(islice(coming, _PAGE)):
        notes = log.notes_of([session.id for session in page])
        for session in page:
            yield session, notes.get(session.id, ())


def entries_of(log: PracticeLog, choice: Choice) -> list[ReportEntry]:
    """Return the sessions of a choice in the order of their time. Raises StoreError."""
    sessions = log.sessions(choice)
    notes = log.notes_of([one.id for one in sessions])
    sessions.sort(key=lambda one: (_earliest_ms(one), one.id))
    return [entry(one, notes.get(one.id, ())) for one in sessions]


def entry(session: rows.SessionRow, notes: Sequence[rows.Note]) -> ReportEntry:
    """Join a session with its notes."""
    rated = ratings(session, notes)
    return ReportEntry(
        id=session.id,
        span=span_of(session.began),
        began=when.started(session.began),
        duration_ms=session.duration_ms,
        ending=session.ending,
        protocol_id=session.protocol_id,
        summary=session.summary,
        groups_done=session.groups_done,
        repeats_done=session.repeats_done,
        before=rated.before,
        after=rated.after,
        calmer=rated.calmer,
        remarks=tuple(one.text for one in notes if one.text),
    )


def _earliest_ms(session: rows.SessionRow) -> int:
    earliest_ms = session.began.earliest_ms
    return _LONG_AGO_MS if earliest_ms is None else earliest_ms


def _planned(log: PracticeLog, ids: Iterable[bytes]) -> dict[bytes, Planned]:
    planned = {}
    for content_id in ids:
        stored = log.protocol(content_id)
        if stored is None:
            continue
        protocol = practised.unpack(stored.packed)
        planned[content_id] = Planned(
            content_id=content_id,
            name=stored.name,
            titles={lang: title_of(stored, lang) or stored.name for lang in LANGUAGES},
            names={lang: names_of(stored, lang) for lang in LANGUAGES},
            protocol=protocol,
            shortest_ms=way(protocol, asking=False).duration_ms,
        )
    return planned


def _lost(
    log: PracticeLog, journals: Iterable[int], person_id: int | None
) -> tuple[tuple[date, int], ...]:
    """Return what the watches had to give up since they were last asked, by day of asking.

    Of a person only what was told while the watch was theirs.
    """
    watches = sorted({log.watch_of(journal_id).id for journal_id in journals})
    lost = []
    for watch_id in watches:
        before = 0
        held = log.holdings(watch_id)
        for loss in log.losses(watch_id):
            more = loss.lost - before if loss.lost >= before else loss.lost
            before = loss.lost
            holder = next(
                (one.person_id for one in held[::-1] if one.from_utc_ms <= loss.told_utc_ms), None
            )
            if more and person_id in (None, holder):
                lost.append((day_of(loss.told_utc_ms, loss.zone_min), more))
    return tuple(lost)
