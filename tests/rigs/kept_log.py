# SPDX-License-Identifier: MIT
"""A practice log with something of everything in it: every way a time can be known, or not."""

from datetime import date
from pathlib import Path

from loslaten.cues.quiz import Confusion
from loslaten.practice_log import rows
from loslaten.practice_log.agreements import MeasureRow, PlanRow, ProposalRow
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.quizzes import Quiz, QuizLog
from loslaten_core.journal import event, record
from loslaten_core.journal.session import SessionRecord
from loslaten_core.practice import protocol
from loslaten_core.practice.event import COMPLETED, POWER_LOST
from tests.rigs.raw_records import DAY_MS, NOW_MS, SERIAL, practised, raw, summarised

HOUR_MS = 3_600_000
OTHER = b"otherone"
PACKED = protocol.pack(protocol.Protocol("evening", (protocol.Group(2), protocol.Group(3))))
TEXTS = {"title": {"nl": "Avond; kort, zacht", "en": "Evening; short, soft"}}
WORDS = "de kaak; bleef, gespannen\nbenen \\ goed — géén pijn 😴"
ANSWERED = {(1, 1): 3, (2, 2): 2, (2, 0): 1}

# The sessions below, by how well it is known when they were.
EXACT, LONG_AFTER, DISPUTED, BETWEEN, CARRIED, SUMMARY, UNKNOWN = range(1, 8)


def fill(log: PracticeLog) -> None:
    content_id = log.keep_protocol(PACKED, TEXTS, NOW_MS - DAY_MS)
    watch = log.see_watch(SERIAL, "=nightstand", NOW_MS).id
    other = log.see_watch(OTHER, "", NOW_MS).id
    log.take_page(watch, _records(content_id), NOW_MS + 60 * DAY_MS)
    log.take_page(other, [raw(1, practised(), uptime_ms=HOUR_MS)], NOW_MS)
    for anchor in _anchors():
        log.add_anchor(watch, anchor)
    log.add_loss(watch, rows.LossRow(told_utc_ms=NOW_MS, summarised=1, lost=0, lost_events=2))
    with QuizLog(log.path) as quizzes:
        for seed in (1, 2):
            quizzes.keep(
                watch,
                Quiz(
                    taken_utc_ms=NOW_MS,
                    theme="standard",
                    strength_pct=70,
                    seed=seed,
                    confusion=Confusion(ANSWERED),
                ),
            )
    log.add_note(
        EXACT, rows.Note(written_utc_ms=NOW_MS, tension_before=7, tension_after=None, text="")
    )
    log.add_note(
        EXACT,
        rows.Note(written_utc_ms=NOW_MS + HOUR_MS, tension_before=8, tension_after=3, text=WORDS),
    )
    log.add_note(
        UNKNOWN, rows.Note(written_utc_ms=0, tension_before=None, tension_after=0, text="-1 \x07")
    )
    log.keep_plan(1, PlanRow(code=bytes(16), made_utc_ms=1, taken_utc_ms=2, content={"a": 1}))
    log.keep_decision(
        1, ProposalRow(kind="shorter", content={}, decision="later", decided_utc_ms=NOW_MS)
    )
    log.add_measure(
        1,
        MeasureRow(
            instrument="sleep",
            day=date(2026, 11, 22),
            answers={"latency": 30, "quality": 4},
            written_utc_ms=NOW_MS,
        ),
    )
    with log._writing():
        log._db.execute(
            "INSERT INTO delivery VALUES (1, 1, zeroblob(16), ?1, ?1, zeroblob(32), 0)", (NOW_MS,)
        )
        log._db.execute("INSERT INTO delivered VALUES (1, 1, ?, 1)", (8 * HOUR_MS,))
    log.take_page(watch, [raw(12, practised(2), 1, 9 * HOUR_MS)], NOW_MS)
    log.delete_sessions([8])


def _records(content_id: bytes) -> list[bytes]:
    cut_short = practised(2, content_id)
    cut_short.ending = POWER_LOST
    nothing = SessionRecord(content_id, [])
    nothing.ending = COMPLETED
    starts = []
    for boot in (4, 5):
        start = event.Boot(event.DEEP_SLEEP, "0.1")
        start.rtc_drift_ppm, start.rtc_kept, start.rtc_ms = 500, boot == 5, boot * DAY_MS
        starts.append(start)
    good = raw(99, practised())
    return [
        raw(1, event.Boot(event.POWER_ON, "0.1"), 1, 10),
        raw(2, practised(17, content_id), 1, 8 * HOUR_MS),
        raw(3, cut_short, 1, 8 * HOUR_MS + 40 * DAY_MS),
        raw(4, nothing, 2, HOUR_MS),
        raw(5, practised(2), 3, HOUR_MS),
        raw(6, starts[0], 4, 10),
        raw(7, starts[1], 5, 10),
        raw(8, practised(2), 5, HOUR_MS),
        raw(9, summarised(), 6, HOUR_MS),
        record.encode(record.Record(10, 7, 1, 9, 1, b"from the future")),
        good[:9] + bytes([good[9] ^ 1]) + good[10:],
    ]


def _anchors() -> list[rows.AnchorRow]:
    """Times told by laptops; about start 2 they disagree, by an hour out of three."""
    begun_ms = NOW_MS + 50 * DAY_MS
    disagreeing = [(1, 0), (2, 0), (3, HOUR_MS)]
    return [
        rows.AnchorRow(boot=1, uptime_ms=18 * HOUR_MS, utc_ms=NOW_MS, zone_min=60, error_ms=40),
        *(
            rows.AnchorRow(
                boot=2,
                uptime_ms=hour * HOUR_MS,
                utc_ms=begun_ms + hour * HOUR_MS + wrong_ms,
                zone_min=120,
                error_ms=40,
            )
            for hour, wrong_ms in disagreeing
        ),
        rows.AnchorRow(
            boot=4, uptime_ms=HOUR_MS, utc_ms=NOW_MS + 55 * DAY_MS, zone_min=60, error_ms=40
        ),
    ]


def made(folder: Path) -> PracticeLog:
    log = PracticeLog.in_folder(folder)
    fill(log)
    return log
