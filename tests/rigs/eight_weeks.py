# SPDX-License-Identifier: MIT
"""Eight weeks of somebody's practice, from 28 September to 22 November 2026, as watches tell it.

There is a change of protocol in them, a flat battery between two syncs, a group that hurts, one
whose difference is hard to feel, ratings, remarks, and three days that are not read out yet.
"""

from datetime import UTC, date, datetime, timedelta
from random import Random

from loslaten.practice_log import rows
from loslaten.practice_log.log import PracticeLog
from loslaten.protocols.file import find
from loslaten_core.journal.session import SessionRecord
from loslaten_core.practice import event
from loslaten_core.practice import protocol as packing
from loslaten_core.practice.limits import LEFT_OUT
from loslaten_core.practice.protocol import Protocol
from loslaten_core.practice.tally import GroupTally
from tests.rigs.raw_records import SERIAL, raw

FIRST, LAST = date(2026, 9, 28), date(2026, 11, 22)
CHANGED = date(2026, 10, 26)
READ_OUT = date(2026, 11, 19)
# The battery is flat on the evening of the first; it is charged and read out on the second.
FLAT = (date(2026, 10, 14), date(2026, 10, 18))
ZONE_MIN = {True: 120, False: 60}
_SUMMER_ENDS = date(2026, 10, 25)
_HOUR_MS = 3_600_000


def fill(log: PracticeLog) -> None:
    """Put the eight weeks into an empty log."""
    random = Random(8)
    watch = log.see_watch(SERIAL, "nightstand", _utc_ms(LAST, 12))
    first, second = _protocols()
    texts = find("handout").texts
    ids = [
        log.keep_protocol(packing.pack(first), texts, _utc_ms(FIRST, 12)),
        log.keep_protocol(packing.pack(second), texts, _utc_ms(CHANGED, 12)),
    ]
    sequence, boot, started = 0, 1, FIRST
    day = FIRST
    while day <= READ_OUT:
        if day in FLAT:
            boot, started = boot + 1, day
        uptime_ms = _utc_ms(day, 22.5 + random.random()) - _utc_ms(started, 0)
        if random.random() < (0.35 if day.weekday() == 5 else 0.68):
            sequence += 1
            is_new = day >= CHANGED
            session = _session(second if is_new else first, ids[is_new], random, sequence)
            if day == FLAT[0]:
                session.ending = event.POWER_LOST
            log.take_page(watch.id, [raw(sequence, session, boot, uptime_ms)], _utc_ms(day, 23))
            if random.random() < 0.7:
                before = random.choice((5, 6, 6, 7, 8))
                after = max(0, before - random.choice((1, 2, 3, 3, 4)))
                log.add_note(
                    sequence,
                    rows.Note(
                        written_utc_ms=_utc_ms(day, 23),
                        tension_before=before,
                        tension_after=after,
                        text="",
                    ),
                )
        if day.weekday() in (3, 6) and not FLAT[0] <= day < FLAT[1]:
            at_ms = _utc_ms(day, 23.9)
            log.add_anchor(
                watch.id,
                rows.AnchorRow(
                    boot=boot,
                    uptime_ms=at_ms - _utc_ms(started, 0),
                    utc_ms=at_ms,
                    zone_min=_zone_min(day),
                    error_ms=40,
                ),
            )
        day += timedelta(days=1)
    log.add_note(
        3,
        rows.Note(
            written_utc_ms=_utc_ms(FIRST, 23),
            tension_before=None,
            tension_after=None,
            text="Fell asleep during the rest.",
        ),
    )
    log.add_note(
        sequence,
        rows.Note(
            written_utc_ms=_utc_ms(LAST, 9),
            tension_before=None,
            tension_after=None,
            text="The left calf cramps; the jaw does not let go.",
        ),
    )


def _protocols() -> tuple[Protocol, Protocol]:
    """The leaflet's protocol; and it without the neck, with a longer release and rest."""
    first = find("handout").protocol
    changed = []
    for group in first.groups:
        now = packing.unpack(packing.pack(first)).groups[first.groups.index(group)]
        now.release_ms = 40_000
        if now.muscle == 14:
            now.mode = LEFT_OUT
        changed.append(now)
    second = packing.unpack(packing.pack(first))
    second.groups = tuple(changed)
    second.final_rest_ms = 600_000
    return first, second


def _session(plan: Protocol, content_id: bytes, random: Random, number: int) -> SessionRecord:
    groups = [GroupTally(one.muscle, one.mode == LEFT_OUT) for one in plan.groups]
    session = SessionRecord(content_id, groups)
    stops_at = random.randrange(6, 16) if number % 9 == 5 else 99
    for place, (tally, planned) in enumerate(zip(groups, plan.groups, strict=True)):
        if planned.mode == LEFT_OUT or place >= stops_at:
            continue
        tally.asked = _asked(tally.muscle, random)
        tally.done = min(planned.repeats_min + tally.asked, planned.repeats_max)
        if tally.muscle == 5 and random.random() < 0.3:
            tally.cuts = 0b10
        if tally.muscle == 14 and random.random() < 0.4:
            tally.skipped, tally.done = True, 1
        tally.tense_ms = tally.done * planned.tense_ms
        tally.release_ms = tally.done * planned.release_ms
    practised_ms = sum(one.tense_ms + one.release_ms + 4_000 for one in groups if one.done)
    session.settle_in_ms, session.final_rest_ms = plan.settle_in_ms, plan.final_rest_ms
    session.ending = event.COMPLETED
    if stops_at < 99:
        session.ending, session.final_rest_ms = event.STOPPED, 0
    session.duration_ms = session.settle_in_ms + practised_ms + session.final_rest_ms
    return session


def _asked(muscle: int, random: Random) -> int:
    likely = {15: 0.75, 13: 0.3, 8: 0.25}.get(muscle, 0.08)
    return (random.random() < likely) + (random.random() < likely / 3)


def _zone_min(day: date) -> int:
    return 120 if day < _SUMMER_ENDS else 60


def _utc_ms(day: date, hour: float) -> int:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return round(midnight.timestamp() * 1000 + hour * _HOUR_MS) - _zone_min(day) * 60_000
