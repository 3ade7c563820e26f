# SPDX-License-Identifier: MIT
"""Sessions placed as they come are placed as if all had been known from the beginning."""

import sqlite3
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.practice_log import placing, rows, timelines
from loslaten.practice_log.log import PracticeLog
from loslaten_core.journal import event
from loslaten_core.journal.record import Body
from tests.rigs.raw_records import DAY_MS, NOW_MS, SERIAL, practised, raw, summarised

HOUR_MS = 3_600_000
WILD_MS = 7 * 10**13


def start(boot: int, drift_ppm: int, is_kept: bool) -> event.Boot:
    told = event.Boot(event.DEEP_SLEEP, "0.1")
    told.uptime_drift_ppm = drift_ppm
    told.rtc_drift_ppm, told.rtc_kept = 100, is_kept
    told.rtc_ms = boot * DAY_MS
    return told


_starts = st.builds(start, st.integers(1, 8), st.sampled_from([100, 100, 5_000]), st.booleans())
_bodies: st.SearchStrategy[Body] = st.one_of(
    st.sampled_from([practised(2), summarised()]),
    _starts,
    st.builds(event.Clock, st.integers(NOW_MS, NOW_MS + 9 * DAY_MS), st.just(60), st.just(40)),
)
# Few starts, so that many anchors are heard at once and contradict each other.
_boots = st.sampled_from([1, 1, 1, 2, 3, 5])
_uptimes = st.integers(1, 40).map(lambda hours: hours * HOUR_MS) | st.just(WILD_MS)
_anchors = st.builds(
    rows.AnchorRow,
    boot=_boots,
    uptime_ms=_uptimes,
    utc_ms=st.integers(0, 3).map(lambda hours: NOW_MS + hours * HOUR_MS),
    zone_min=st.sampled_from([60, 120]),
    error_ms=st.sampled_from([40, 2 * HOUR_MS]),
)
_steps = st.lists(
    st.tuples(st.just("record"), _boots, _uptimes, _bodies)
    | st.tuples(st.just("anchor"), _anchors)
    | st.tuples(st.just("anchor"), _anchors)
    | st.tuples(st.just("read")),
    min_size=8,
    max_size=40,
)


def placed(log: PracticeLog) -> list[tuple[object, ...]]:
    log._place()
    return [
        tuple(row)
        for row in log._all(
            "SELECT id, quality, earliest_ms, latest_ms, began_utc_ms, began_error_ms, zone_min, "
            "other_zone_min, disputed, person_id FROM session ORDER BY id"
        )
    ]


@settings(max_examples=60, deadline=None)
@given(_steps)
def test_placing_bit_by_bit_is_placing_at_once(tmp_path_factory, steps):
    with PracticeLog(tmp_path_factory.mktemp("log") / "practice.db") as log:
        watch = log.see_watch(SERIAL, "", NOW_MS).id
        sequence = 0
        for kind, *values in steps:
            if kind == "record":
                sequence += 1
                boot, uptime_ms, body = values
                log.take_page(watch, [raw(sequence, body, boot, uptime_ms)], NOW_MS)
            elif kind == "anchor":
                log.add_anchor(watch, values[0])
            else:
                placed(log)
        before = placed(log)
        with log._writing():
            placing.mark_all(log._db)
        assert placed(log) == before


def test_a_record_at_a_wild_time_shifts_no_other(tmp_path: Path):
    with PracticeLog(tmp_path / "practice.db") as log:
        watch = log.see_watch(SERIAL, "", NOW_MS).id
        log.take_page(watch, [raw(1, practised(2), 1, HOUR_MS)], NOW_MS)
        log.add_anchor(
            watch,
            rows.AnchorRow(boot=1, uptime_ms=2 * HOUR_MS, utc_ms=NOW_MS, zone_min=60, error_ms=40),
        )
        log.take_page(watch, [raw(2, practised(2), 2, HOUR_MS)], NOW_MS)
        log.add_anchor(
            watch,
            rows.AnchorRow(
                boot=3, uptime_ms=HOUR_MS, utc_ms=NOW_MS + 9 * DAY_MS, zone_min=60, error_ms=40
            ),
        )
        before = [session.began for session in log.sessions()]
        log.take_page(watch, [raw(3, practised(2), 2, WILD_MS)], NOW_MS)
        *others, wild = log.sessions()
        assert [session.began for session in others] == before
        assert (wild.began.earliest_ms, wild.began.latest_ms) == (None, None)


def test_a_clock_that_ran_for_thousands_of_years_tells_nothing(tmp_path: Path):
    with PracticeLog(tmp_path / "practice.db") as log:
        watch = log.see_watch(SERIAL, "", NOW_MS).id
        first, second = start(1, 100, False), start(2, 100, True)
        second.rtc_ms = 4460 * 365 * DAY_MS
        log.take_page(
            watch,
            [raw(1, first, 1, 10), raw(2, second, 2, 10), raw(3, practised(2), 2, HOUR_MS)],
            NOW_MS,
        )
        log.add_anchor(
            watch,
            rows.AnchorRow(boot=1, uptime_ms=HOUR_MS, utc_ms=NOW_MS, zone_min=60, error_ms=40),
        )
        (session,) = log.sessions()
        assert session.began.utc_ms is None
        assert session.began.earliest_ms is not None
        assert session.began.earliest_ms - NOW_MS < DAY_MS


def test_a_sync_places_the_newest_only(tmp_path: Path):
    """Years of nights are not worked out again for one more."""
    with PracticeLog(tmp_path / "practice.db") as log:
        watch = log.see_watch(SERIAL, "", NOW_MS).id
        for night in range(60):
            uptime_ms = night * DAY_MS + HOUR_MS
            log.take_page(watch, [raw(night + 1, practised(2), 1, uptime_ms)], NOW_MS)
            log.add_anchor(
                watch,
                rows.AnchorRow(
                    boot=1,
                    uptime_ms=uptime_ms + HOUR_MS,
                    utc_ms=NOW_MS + uptime_ms,
                    zone_min=60,
                    error_ms=40,
                ),
            )
        placed(log)
        timeline = timelines.timeline(log._db, 1)
        since = timeline.settled_before(1, 59 * DAY_MS)
        (count,) = log._one(
            "SELECT count(*) FROM session WHERE (boot, uptime_ms) >= (?, ?)", *since
        )
        assert 1 <= count <= 8
        assert isinstance(log._db, sqlite3.Connection)


def test_later_anchors_outvote_a_wrong_one_for_a_night_that_was_placed_by_it(tmp_path: Path):
    with PracticeLog(tmp_path / "practice.db") as log:
        watch = log.see_watch(SERIAL, "", NOW_MS).id
        log.take_page(watch, [raw(1, practised(2), 1, HOUR_MS)], NOW_MS)
        log.add_anchor(
            watch,
            rows.AnchorRow(
                boot=1,
                uptime_ms=2 * HOUR_MS,
                utc_ms=NOW_MS + 5 * HOUR_MS,
                zone_min=60,
                error_ms=40,
            ),
        )
        (before,) = log.sessions()
        assert before.began.utc_ms == NOW_MS + 4 * HOUR_MS
        for hours in (3, 4, 5):
            log.add_anchor(
                watch,
                rows.AnchorRow(
                    boot=1,
                    uptime_ms=hours * HOUR_MS,
                    utc_ms=NOW_MS + hours * HOUR_MS,
                    zone_min=60,
                    error_ms=40,
                ),
            )
            log.sessions()
        (after,) = log.sessions()
        assert after.began.utc_ms == NOW_MS + HOUR_MS
