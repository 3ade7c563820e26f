# SPDX-License-Identifier: MIT
"""A therapist's log of seven persons, each on the desk for another reason."""

from datetime import date, datetime, timedelta

from loslaten.practice_log import rows
from loslaten.practice_log.agreements import PlanRow
from loslaten.practice_log.log import PracticeLog
from loslaten_core.journal import event
from loslaten_core.journal.session import SessionRecord
from loslaten_core.practice.event import COMPLETED
from loslaten_core.practice.tally import GroupTally
from tests.rigs.raw_records import raw

TODAY = date(2026, 11, 22)
BEGAN = date(2026, 9, 7)
DAY_MS = 86_400_000
ZONE_MIN = 60
NOW_MS = round(datetime.fromisoformat("2026-11-22T20:00+01:00").timestamp() * 1000)
_BEGAN_MS = round(datetime.fromisoformat("2026-09-07T12:00+01:00").timestamp() * 1000)

# Days since BEGAN with a session, the last day that was synced, and the tension before and after.
_DAYS = (TODAY - BEGAN).days
PERSONS: dict[str, tuple[list[int], int, tuple[int, int] | None]] = {
    "Anna": ([*range(0, _DAYS, 2)], _DAYS, (7, 3)),
    "Bert": ([*range(0, _DAYS, 2)], _DAYS, (4, 8)),
    "Cato": ([*range(0, 40, 2)], _DAYS, (7, 3)),
    "Dirk": ([], _DAYS, None),
    "Els": ([*range(0, _DAYS, 6)], _DAYS, (7, 3)),
    "Frits": ([*range(0, 50, 2)], 50, (7, 3)),
    "Guus": ([*range(0, _DAYS, 2)], _DAYS, (7, 3)),
}


def fill(log: PracticeLog) -> None:
    """Put the persons, their plans, watches and nights into an empty log."""
    log.rename_person(1, "Anna")
    for place, (name, (days, synced, tension)) in enumerate(PERSONS.items()):
        person = log.person(name) if place == 0 else log.add_person(name, _BEGAN_MS)
        watch = log.see_watch(f"watch--{place}".encode(), f"of {name}", NOW_MS)
        if place:
            log.hand_over(watch.id, person.id, 0)
        until = TODAY - timedelta(days=2) if name == "Guus" else TODAY + timedelta(days=60)
        log.keep_plan(
            person.id,
            PlanRow(
                code=bytes([place]) * 16,
                made_utc_ms=_BEGAN_MS,
                taken_utc_ms=_BEGAN_MS,
                content={"times_a_week": 4, "until": until.isoformat()},
            ),
        )
        _practise(log, watch.id, days, synced, tension)


def _session() -> SessionRecord:
    session = SessionRecord(bytes(6), [GroupTally(2, False)])
    session.groups[0].done = 2
    session.ending, session.duration_ms = COMPLETED, 900_000
    return session


def _practise(
    log: PracticeLog, watch_id: int, days: list[int], synced: int, tension: tuple[int, int] | None
) -> None:
    raws = [raw(at + 1, _session(), 1, day * DAY_MS + 1) for at, day in enumerate(days)]
    told_ms = synced * DAY_MS
    raws.append(raw(len(days) + 1, event.Clock(_BEGAN_MS + told_ms, ZONE_MIN, 40), 1, told_ms + 2))
    before = log.last_session_id()
    log.take_page(watch_id, raws, NOW_MS)
    if tension is None:
        return
    for session in log.sessions_after(before, watch_id):
        log.add_note(
            session.id,
            rows.Note(
                written_utc_ms=NOW_MS, tension_before=tension[0], tension_after=tension[1], text=""
            ),
        )
